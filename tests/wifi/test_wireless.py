"""After joining it is looked whether the council is there, or a log-in page in its way."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kiosk import wireless
from kiosk.wifi import Asked, Look, Outcome, Radio, WifiError
from kiosk.wireless import Wireless
from sync.carriers.http import HttpCarrier
from tests.journeys.parts import free_port

NOBODY = Asked(b"Library", "open")


class InHand(Radio):
    """A radio that does as it is told."""

    outcome: Outcome = "joined"
    strong: int | None = 70

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def join(self, asked: Asked) -> Outcome:
        return self.outcome

    def look(self) -> Look:
        return Look(())

    def strength(self) -> int | None:
        assert self.let_go.wait(60)
        if self.strong == 0:
            raise WifiError("silent")
        return self.strong


@contextmanager
def answering(status: int, kind: str, body: bytes) -> Iterator[str]:
    """A server that gives one answer to everything; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "http://login.example.org/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("answer", "end"), [
    ((200, "application/json", b'{"ok": true}'), "council"),
    ((302, "text/html", b""), "page"), ((200, "text/html", b"<h1>Sign in</h1>"), "page"),
    ((511, "text/html", b""), "page"), ((500, "text/plain", b""), "away"),
])  # fmt: skip
def test_what_answers_at_the_councils_address_is_told_apart(
    answer: tuple[int, str, bytes], end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wireless, "SETTLES", 0.0)
    woken: list[int] = []
    with answering(*answer) as address:
        made = Wireless(InHand(), lambda: [HttpCarrier(address)], lambda: woken.append(1))
        assert made.join(NOBODY) == end
    assert woken == [1]


def test_a_network_that_needs_a_moment_is_given_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wireless, "BETWEEN", 0.01)
    away, looks = f"http://127.0.0.1:{free_port()}", 0
    with answering(200, "application/json", b'{"ok": true}') as address:

        def carriers() -> list[HttpCarrier]:
            nonlocal looks
            looks += 1
            return [HttpCarrier(away if looks < 3 else address)]

        assert Wireless(InHand(), carriers).join(NOBODY) == "council"


def test_what_was_not_joined_is_not_looked_behind() -> None:
    radio = InHand()
    radio.outcome = "password"
    assert Wireless(radio, lambda: pytest.fail("it looked")).join(NOBODY) == "password"


@pytest.mark.parametrize(("strong", "told"), [(70, 70), (None, -1), (0, None)])
def test_how_strong_it_is_never_keeps_the_screen_waiting(
    strong: int | None, told: int | None
) -> None:
    radio = InHand()
    radio.strong = strong
    made = Wireless(radio, list)
    assert made.strength() is None and made.strength() is None
    radio.let_go.set()
    until = time.monotonic() + 60
    while made._asking.locked():
        assert time.monotonic() < until
        time.sleep(0.001)
    assert made.strength() == told
