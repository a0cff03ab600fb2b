"""The one kind of request that is passed on: the protocol's own paths, and no longer than a batch.

HTTP/1.1 (RFC 9112), as much of it as a kiosk speaks: a length given beforehand, one request on a
connection. Whatever could be read in two ways is refused.
"""

import re
from dataclasses import dataclass

from sync.carriers.http import HEALTH_PATH
from sync.protocol import ENROL_PATH, MAX_BATCH, MAX_ENROLMENT, PIECE_PATH, SYNC_PATH

MAX_HEAD = 4096
"""Bytes before the body; a kiosk sends about 200."""
MOST = MAX_HEAD + 4 + MAX_BATCH
"""Bytes of the longest request there is."""
LIMITS = {
    (b"POST", SYNC_PATH.encode()): MAX_BATCH,
    (b"POST", ENROL_PATH.encode()): MAX_ENROLMENT,
    (b"GET", HEALTH_PATH.encode()): 0,
}
PIECE = re.compile(PIECE_PATH.encode() + rb"[0-9a-f]{32}/[0-9a-f]{64}")
FROM = re.compile(rb"bytes=([0-9]{1,9})-")
"""The one kind of range that kiosks ask for; any other is passed over: RFC 9110, section 14.2."""


class RefusedError(Exception):
    """It is not passed on; ``status`` is the HTTP status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True)
class Asked:
    """What a kiosk sent."""

    path: str
    body: bytes | None
    """None for a GET."""
    start: int = 0
    """Byte from which a piece is asked for."""

    @property
    def is_piece(self) -> bool:
        """Whether it asks for a piece of a new version, which is never in a hurry."""
        return self.path.startswith(PIECE_PATH)


def read(got: bytes) -> Asked | None:
    """The request, once all of it is here; None while more is to come. Raises RefusedError."""
    head, end, body = got.partition(b"\r\n\r\n")
    if len(head) > MAX_HEAD:
        raise RefusedError(431)
    if not end:
        return None
    first, *fields = head.split(b"\r\n")
    method, path = _asked(first)
    size = _size(fields, LIMITS.get((method, path), 0))
    if len(body) > size:
        raise RefusedError(400)
    if len(body) < size:
        return None
    return Asked(path.decode(), body if method == b"POST" else None, _start(path, fields))


def _asked(line: bytes) -> tuple[bytes, bytes]:
    method, _, rest = line.partition(b" ")
    path, _, version = rest.partition(b" ")
    if version not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise RefusedError(400)
    if (method, path) not in LIMITS and not (method == b"GET" and PIECE.fullmatch(path)):
        raise RefusedError(404)
    return method, path


def _start(path: bytes, fields: list[bytes]) -> int:
    asked = [value for name, value in _pairs(fields) if name == b"range"]
    found = FROM.fullmatch(asked[0]) if PIECE.fullmatch(path) and len(asked) == 1 else None
    return int(found[1]) if found else 0


def _pairs(fields: list[bytes]) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value.strip()) for name, _, value in (f.partition(b":") for f in fields)]


def _size(fields: list[bytes], limit: int) -> int:
    """The length of the body, which must be said once and in digits."""
    pairs = _pairs(fields)
    if any(name.strip() == b"transfer-encoding" for name, _ in pairs):
        raise RefusedError(411)
    sizes = [value for name, value in pairs if name.strip() == b"content-length"] or [b"0"]
    if len(sizes) > 1 or not sizes[0].isdigit():
        raise RefusedError(400)
    if len(sizes[0]) > 8 or int(sizes[0]) > limit:
        raise RefusedError(413)
    return int(sizes[0])
