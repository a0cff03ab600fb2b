"""A relay can only withhold: whatever it answers, nothing but the collector's receipt counts.

It is asked by a real carrier over HTTP, because the collector's own address is away.
"""

import itertools
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.store import Content, Database, Outbox
from sync import engine
from sync.carriers.http import HttpCarrier
from sync.carriers.ways import Ways
from sync.errors import SyncError
from sync.protocol import CONTENT_TYPE, Batch
from tests.faults.test_receipts import COUNCIL, DEVICE, PAGES, WHO, changed, good, wrong

AWAY = "http://127.0.0.1:1"
EVERY = 4
"""Of the many spoilt bytes each so many-th is sent over HTTP; ``test_receipts`` offers them all."""
HOW = ("half", "nothing", "text/html", "302", "403", "429", "502")


class Liar(BaseHTTPRequestHandler):
    """Answers with what the test made of the batch, in the way it says."""

    server: "Lying"

    def do_POST(self) -> None:
        batch = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(batch)
        content, how = self.server.answer(Batch.decode(batch[64:])), self.server.how
        if how == "nothing":
            return self.connection.shutdown(socket.SHUT_RDWR)
        self.send_response(int(how) if how.isdecimal() else 200)
        self.send_header("Content-Type", how if "/" in how else CONTENT_TYPE)
        self.send_header("Content-Length", str(len(content)))
        if how == "302":
            self.send_header("Location", "http://192.0.2.1/sign-in")
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if how == "half" else content)
        if how == "half":
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        pass


class Lying(ThreadingHTTPServer):
    """A relay that lies."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Liar)
        self.answer, self.how, self.heard = good, "", list[bytes]()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def liar() -> Iterator[Lying]:
    made = Lying()
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_nothing_that_a_relay_makes_up_counts(tmp_path: Path, liar: Lying) -> None:
    database = Database(tmp_path / "kiosk.db")
    box, content = Outbox(database, DEVICE, COUNCIL), Content(database)
    box.post(b"one")
    ways = Ways([HttpCarrier(AWAY), HttpCarrier(liar.address)])
    offered = 0

    def refused() -> None:
        nonlocal offered
        with pytest.raises(SyncError):
            engine.run_once(WHO, box, content, ways)
        offered += 1
        assert (box.waiting, box.state(1)) == (1, "saved")

    liar.answer = lambda batch: b""
    refused()
    old = good(Batch.decode(liar.heard[-1][64:]))
    count = sum(1 for _ in wrong(Batch.decode(liar.heard[-1][64:]), old))
    for number in [*range(len(PAGES) + 8), *range(len(PAGES) + 8, count, EVERY)]:
        liar.answer = lambda batch, at=number: next(itertools.islice(wrong(batch, old), at, None))  # type: ignore[misc]
        refused()
    liar.answer = lambda batch: changed(batch, device=os.urandom(16))  # another device's
    refused()
    liar.answer = lambda batch: b"x" * (5 << 20)  # longer than any answer
    refused()
    liar.answer = good
    for liar.how in HOW:
        refused()
    liar.how = ""
    engine.run_once(WHO, box, content, ways)
    assert ways.believed() == liar.address
    assert (box.waiting, box.state(1)) == (0, "arrived")
    print(f"answers that a relay made up: {offered} offered, 0 accepted")
    assert offered > 300


def test_a_relay_that_lies_does_not_keep_an_honest_one_from_being_asked(
    tmp_path: Path, liar: Lying
) -> None:
    database = Database(tmp_path / "kiosk.db")
    box, content, honest = Outbox(database, DEVICE, COUNCIL), Content(database), Lying()
    threading.Thread(target=honest.serve_forever, daemon=True).start()
    liar.answer = lambda batch: b"<html>"
    ways = Ways([HttpCarrier(each) for each in (AWAY, liar.address, honest.address)])
    box.post(b"one")
    with pytest.raises(SyncError):
        engine.run_once(WHO, box, content, ways)
    engine.run_once(WHO, box, content, ways)
    assert box.state(1) == "arrived" and ways.believed() == honest.address
    honest.shutdown()
    honest.server_close()
