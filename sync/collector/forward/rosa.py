"""Submits as ODK Collect does: https://docs.getodk.org/openrosa-form-submission/.

Who may submit is said by HTTP Basic or Digest, as the server asks for it; Digest is worked out by
the standard library.
"""

import secrets
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate

from sync.collector.errors import CollectorError
from sync.collector.models import Forwarding
from sync.collector.outside.client import Client

TAKEN = (201, 202)
"""A page that says 200 is the log-in of some network."""
KINDS = {"png": "image/png", "jpg": "image/jpeg", "ogg": "audio/ogg", "svg": "image/svg+xml"}


class NotTaken(CollectorError):
    """The server does not have it, or does not say so; the message says why."""


@dataclass
class Session:
    """One round of submitting to one server: it is asked once how it wants to be told who comes."""

    client: Client
    whose: Forwarding
    asked: bool = False
    basic: bool = False
    challenge: dict[str, str] = field(default_factory=dict)
    digest: urllib.request.HTTPDigestAuthHandler | None = None

    @property
    def address(self) -> str:
        """Where it submits."""
        return f"{self.whose.server}/submission"

    def submit(self, instance: bytes, files: Mapping[str, bytes]) -> None:
        """Send one; the same one again changes nothing there. Raises NotTaken, CollectorError."""
        if not self.asked:
            self._ask()
        edge = f"edge-{secrets.token_hex(12)}"
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        body = multipart(edge, instance, files)
        answer = self.client.call("POST", self.address, body, self._headers("POST") | kind)
        if answer.status == 409:
            raise NotTaken("It has another submission under this name.")
        if answer.status not in TAKEN:
            raise NotTaken(f"It answered with the status {answer.status}.")

    def _ask(self) -> None:
        answer = self.client.call("HEAD", self.address, headers=self._headers("HEAD"))
        if answer.status not in (204, 401):
            raise NotTaken(f"It is no OpenRosa server: it answered with {answer.status}.")
        for each in answer.challenges:
            scheme, _, rest = each.partition(" ")
            self.basic = self.basic or scheme.lower() == "basic"
            if scheme.lower() == "digest":
                parts = urllib.request.parse_http_list(rest)
                self.challenge = urllib.request.parse_keqv_list(parts)
        if answer.status == 401 and not self.basic and not self.challenge:
            raise NotTaken("It asks who we are in a way that is not known here.")
        self.asked = True

    def _headers(self, method: str) -> dict[str, str]:
        said = {"X-OpenRosa-Version": "1.0", "Date": formatdate(usegmt=True)}
        if self.basic:
            pair = f"{self.whose.username}:{self.whose.password}".encode()
            said["Authorization"] = f"Basic {b64encode(pair).decode()}"
        elif self.challenge:
            said["Authorization"] = f"Digest {self._worked_out(method)}"
        return said

    def _worked_out(self, method: str) -> str:
        if self.digest is None:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, self.address, self.whose.username, self.whose.password)
            self.digest = urllib.request.HTTPDigestAuthHandler(known)
        request = urllib.request.Request(self.address, method=method)
        try:
            said = self.digest.get_authorization(request, self.challenge)
        except (ValueError, OSError):
            said = None
        if not said:
            raise NotTaken("It asks who we are in a way that is not known here.")
        return str(said)


def multipart(edge: str, instance: bytes, files: Mapping[str, bytes]) -> bytes:
    """The instance and its files as one body; names of files are ours, and plain."""
    parts = [("xml_submission_file", "submission.xml", "text/xml", instance)]
    for name, content in files.items():
        kind = KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        parts.append((name, name, kind, content))
    front = '--{}\r\nContent-Disposition: form-data; name="{}"; filename="{}"\r\n'
    made = b"".join(
        (front.format(edge, name, file) + f"Content-Type: {kind}\r\n\r\n").encode() + data + b"\r\n"
        for name, file, kind, data in parts
    )
    return made + f"--{edge}--\r\n".encode()
