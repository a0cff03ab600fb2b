"""Another system on loopback: keeps what it is asked, and answers as a test says."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Replied = tuple[int, dict[str, str], bytes] | None
"""Status, headers and body; None to break the connection off."""


@dataclass
class Peer:
    """What it answers can be changed at any time."""

    answer: Callable[[Asked], Replied]
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def peer(
    answer: Callable[[Asked], Replied] = lambda asked: (200, {}, b""),
    tls: ssl.SSLContext | None = None,
) -> Iterator[Peer]:
    """One that listens until the end of the block."""
    made = Peer(answer)

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            named = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, named, body)
            made.asked.append(asked)
            replied = made.answer(asked)
            if replied is None:
                self.close_connection = True
                return
            status, headers, content = replied
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_HEAD = _any

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.port = server.server_address[1]
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()
