"""What is larger than may be sent is read to its end and let go, and then the pages answer it.

waitress would answer at its header, in words of its own, and close the line while the rest is still
on its way; then the other machine resets the line, and a browser says so instead of showing an
answer (RFC 9112, section 9.6). So the rest is taken off the line, and none of it is kept.
"""

from collections.abc import Callable
from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask
from waitress.utilities import RequestEntityTooLarge

MOST_UPLOADED = 16 << 20
"""Bytes of a request at most: a spreadsheet with its pictures and sounds. Kiosks send far less.
None of them stands on the disk meanwhile, for an OpenRosa submission is not sealed yet."""
MOST_LET_GO = 1 << 30
"""Bytes that are read for the sake of an answer, such as of a film; what has more is cut off."""
TOO_LARGE = "collector.too_large"
"""In the environment of WSGI, where no header of a request can stand."""


class Body(OverflowableBuffer):  # type: ignore[misc]
    """Keeps what may be sent, and of anything larger nothing."""

    def __init__(self, length: int) -> None:
        super().__init__(MOST_UPLOADED + 1)
        self.over = length > MOST_UPLOADED

    def append(self, part: bytes) -> None:
        if not self.over and len(self) + len(part) > MOST_UPLOADED:
            self.close()
            self.over, self.buf, self.strbuf = True, None, b""
        if not self.over:
            super().append(part)


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Of one request; ``too_large`` once it is complete, and then it has no body."""

    too_large = False
    error: Any = None

    def parse_header(self, header: bytes) -> None:
        super().parse_header(header)
        if self.body_rcv is None:
            return
        self.body_rcv.buf = Body(self.content_length)
        if self.expect_continue and self._over():  # asks first; told before it sends
            self.expect_continue, self.content_length = False, 0
            self._refuse(close=True)

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self.error = None
            self._refuse(close=True)
        elif self.completed and not self.error and self._over():
            self._refuse()
        return consumed

    def _over(self) -> bool:
        return self.body_rcv is not None and bool(self.body_rcv.buf.over)

    def _refuse(self, close: bool = False) -> None:
        self.too_large, self.body_rcv = True, None
        self.headers["CONTENT_LENGTH"] = "0"
        if close:  # what it goes on sending is no request
            self.headers["CONNECTION"] = "close"


class Task(WSGITask):  # type: ignore[misc]
    """Tells the pages."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[TOO_LARGE] = self.request.too_large
        return environ


class Channel(HTTPChannel):  # type: ignore[misc]
    """One line."""

    parser_class, task_class = Parser, Task


def serve(application: Callable[..., Any], **settings: Any) -> None:
    """As ``waitress.serve``, for ever."""
    sockets: dict[int, Any] = {}
    server = create_server(
        application, sockets, max_request_body_size=MOST_LET_GO, inbuf_overflow=MOST_UPLOADED + 1,
        **settings,
    )  # fmt: skip
    for each in sockets.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = Channel
    server.run()
