"""One request goes to the collector, and the answer back, byte for byte and as it comes."""

import socket
import time

from sync.carriers.http import HttpCarrier, Passed
from sync.carriers.session import WHOLE_SECONDS
from sync.errors import CarrierError
from sync.protocol import CONTENT_TYPE
from sync.relay.request import Asked

KINDS = (CONTENT_TYPE, "application/json")
"""What a collector answers with: signed bytes, and whether it is well."""
SEND_SECONDS = 10.0
"""A kiosk in the same building takes a part of an answer within this."""
WORDS = {
    200: "OK", 206: "Partial Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    411: "Length Required", 413: "Content Too Large", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 502: "Bad Gateway", 503: "Service Unavailable",
}  # fmt: skip


def pass_on(asked: Asked, carrier: HttpCarrier, caller: socket.socket) -> None:
    """Answer a caller with what the collector answers, or that it cannot be reached.

    Raises:
        OSError: the caller does not listen.
        CarrierError: the answer broke off; so it does for the caller, who sees that it is none.
    """
    begun = False
    try:
        with carrier.passing(asked.path, asked.body, asked.start) as answer:
            if answer.status not in (200, 206) or answer.kind not in KINDS:
                say(caller, 403 if answer.status == 403 else 502)
                return
            begun = True
            _through(answer, caller)
    except CarrierError:
        if begun:
            raise
        say(caller, 502)


def say(caller: socket.socket, status: int) -> None:
    """A status and nothing else; raises OSError."""
    _send(caller, _head(status, ["Content-Length: 0"]))


def _through(answer: Passed, caller: socket.socket) -> None:
    until = time.monotonic() + WHOLE_SECONDS
    fields = [f"Content-Type: {answer.kind}"]
    fields += [f"Content-Length: {answer.size}"] if answer.size is not None else []
    fields += [f"Date: {answer.date}"] if answer.date else []
    if answer.status == 206:
        fields.append(f"Content-Range: {answer.range}")
    _send(caller, _head(answer.status, fields))
    for part in answer.parts:
        _send(caller, part)
        if time.monotonic() > until:
            return


def _head(status: int, fields: list[str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {WORDS[status]}", *fields, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _send(caller: socket.socket, content: bytes) -> None:
    caller.settimeout(SEND_SECONDS)  # for the whole of it
    caller.sendall(content)
