"""``python -m tests.bench.plain FOLDER PORT``: the smallest server that keeps what is posted.

Answers POST of JSON, and OpenRosa's HEAD and POST as ODK's specification of 2016 has them. Every
submission is one row of SQLite, committed durably before the answer, by its name.
"""

import sqlite3
import sys
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock


class Handler(BaseHTTPRequestHandler):
    """HTTP/1.1, so that a connection is kept."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_HEAD(self) -> None:
        """OpenRosa: may I send, and how much?"""
        self.answer(
            204, {"X-OpenRosa-Version": "1.0", "X-OpenRosa-Accept-Content-Length": "10000000"}
        )

    def do_POST(self) -> None:
        """Keep it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/submission":
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            body = BytesParser().parsebytes(head + body).get_payload()[0].get_payload(decode=True)
        self.server.keep(body)
        self.answer(201, {"X-OpenRosa-Version": "1.0"} if self.path == "/submission" else {})

    def answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """One connection to the database for all."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.db = sqlite3.connect(folder / "plain.db", check_same_thread=False)
        self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = full")
        self.db.execute("create table said (id integer primary key, body blob)")
        self.lock = Lock()

    def keep(self, body: bytes) -> None:
        with self.lock, self.db:
            self.db.execute("insert into said (body) values (?)", [body])


if __name__ == "__main__":
    Server(Path(sys.argv[1]), int(sys.argv[2])).serve_forever()
