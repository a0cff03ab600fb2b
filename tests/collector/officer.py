"""An officer's browser without a browser: cookies, forms with their tokens, no redirects."""

import http.client
import re
import urllib.parse
from dataclasses import dataclass, field

from tests.journeys.parts import PASSWORD, CollectorProcess

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str]

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass
class Officer:
    """Speaks to a collector as a browser would."""

    collector: CollectorProcess
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", **headers: str
    ) -> Answer:
        """One request; cookies are kept."""
        link = http.client.HTTPConnection("127.0.0.1", self.collector.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent |= {"Content-Type": kind} if kind else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        link.request(method, path, body or None, sent)
        answer = link.getresponse()
        content = answer.read()
        cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        link.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, content, cookies)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def token(self, path: str = "/") -> str:
        """A token for a form, from a page that has one."""
        found = TOKEN.search(self.get(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, page: str = "", **fields: object) -> Answer:
        """Fill in a form; a list is a field several times."""
        given = {"csrfmiddlewaretoken": self.token(page or path), **fields}
        body = urllib.parse.urlencode(given, doseq=True).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, files: list[tuple[str, str, bytes]], **fields: str) -> Answer:
        """Send files: for each its field, name and content."""
        edge, parts = "edge-7f3a", []
        for name, value in {"csrfmiddlewaretoken": self.token(path), **fields}.items():
            parts.append(f'name="{name}"\r\n\r\n{value}'.encode())
        for name, file, content in files:
            parts.append(f'name="{name}"; filename="{file}"\r\n\r\n'.encode() + content)
        front = f"--{edge}\r\nContent-Disposition: form-data; ".encode()
        body = b"".join(front + part + b"\r\n" for part in parts) + f"--{edge}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def sign_in(self, name: str, password: str = PASSWORD) -> Answer:
        return self.post("/sign-in", username=name, password=password)


def officer(collector: CollectorProcess, name: str, role: str, council: str = "") -> Officer:
    """Somebody who is signed in, made when they are not there yet."""
    named = ["--council", council] if council else []
    made = ["adduser", name, "--role", role, "--password-stdin", *named]
    collector.said(*made, input=PASSWORD + "\n")
    somebody = Officer(collector)
    assert somebody.sign_in(name).status == 302
    return somebody
