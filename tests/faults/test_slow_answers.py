"""Who answers a kiosk over plain HTTP, in a relay's name or that of a library's Wi-Fi, cannot hold
it or fill it: what people say goes by another way soon, whatever comes and however slowly."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from sync.carriers import http, portal, session
from sync.carriers.http import HttpCarrier
from sync.errors import CarrierError
from sync.protocol import CONTENT_TYPE, PIECE_PATH

OK = b"HTTP/1.1 200 OK\r\nContent-Type: " + CONTENT_TYPE.encode() + b"\r\n"
PATH = f"{PIECE_PATH}{'a' * 32}/{'b' * 64}"
Talk = Callable[[socket.socket], None]
SHORT = 1.0
LONG = 60.0
"""Seconds for which a liar goes on; nobody may listen to the end."""


def dribbled(line: socket.socket, begin: bytes, more: bytes) -> None:
    """A byte now and then, which is sooner than any silence that is borne."""
    line.sendall(begin)
    until, at = time.monotonic() + LONG, 0
    while time.monotonic() < until:
        line.sendall(more[at % len(more) :][:1])
        at += 1
        time.sleep(0.05)


SLOW: dict[str, Talk] = {
    "a head": lambda line: dribbled(line, b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "many heads": lambda line: dribbled(line, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a body": lambda line: dribbled(line, OK + b"Content-Length: 60000\r\n\r\n", b"x"),
    "the size of a part": lambda line: dribbled(
        line, OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"
    ),
    "what follows a body": lambda line: dribbled(
        line, OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: x\r\n"
    ),
}


def request(line: socket.socket) -> bytes:
    """All of it: who closes before has the answer thrown away as well."""
    got, size = b"", 0
    while b"\r\n\r\n" not in got or len(got.partition(b"\r\n\r\n")[2]) < size:
        more = line.recv(65_536)
        if not more:
            return got
        got += more
        said = re.search(rb"Content-Length: (\d+)", got)
        size = int(said[1]) if said else 0
    return got


@contextmanager
def liar(talk: Talk) -> Iterator[tuple[str, list[bytes]]]:
    """Somebody who listens and answers like that; where, and what was asked."""
    heard: list[bytes] = []

    def answer(line: socket.socket) -> None:
        with line, suppress(OSError):
            heard.append(request(line))
            talk(line)

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = server.accept()
                threading.Thread(target=answer, args=(line,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "WHOLE_SECONDS", SHORT)


def piece(carrier: HttpCarrier) -> bytes:
    with carrier.piece(PATH, 0) as (_, parts):
        return b"".join(parts)


ASKED: dict[str, Callable[[HttpCarrier], object]] = {
    "a batch": lambda carrier: carrier.sync(b"batch"), "a piece": piece,
    "whether it is well": HttpCarrier.look,
}  # fmt: skip


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("slow", SLOW)
def test_an_answer_that_dribbles_is_let_go(slow: str, asked: str) -> None:
    with liar(SLOW[slow]) as (address, _):
        begun = time.monotonic()
        with pytest.raises(CarrierError):
            ASKED[asked](HttpCarrier(address))
    assert time.monotonic() - begun < LONG / 2


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("slow", ["a head", "many heads"])
def test_looking_for_a_log_in_page_ends(slow: str) -> None:
    with liar(SLOW[slow]) as (address, _):
        begun = time.monotonic()
        assert not portal.stands_before(address)
    assert time.monotonic() - begun < LONG / 2


def test_what_people_say_does_not_wait_for_a_part_of_a_piece() -> None:
    """Every byte that comes is given on, so that whoever fetches looks up from it."""
    with liar(SLOW["a body"]) as (address, _), HttpCarrier(address).piece(PATH, 0) as (_, parts):
        assert 0 < len(next(parts)) < http.SMALL_PART


def test_a_kiosk_that_asks_whether_it_is_well_is_not_filled() -> None:
    """It is asked of other kiosks, too, whenever staff set up the Wi-Fi."""
    given = 0

    def endless(line: socket.socket) -> None:
        nonlocal given
        line.sendall(OK + b"\r\n")
        for _ in range(64):
            line.sendall(b" " * (1 << 20))
            given += 1

    with liar(endless) as (address, _), pytest.raises(CarrierError):
        HttpCarrier(address).look()
    assert given < 32, "megabytes were read"


def test_nothing_that_answers_is_remembered() -> None:
    """Cookies of a page, or of a relay, would grow until no honest relay took the request."""

    def baking(line: socket.socket) -> None:
        cookies = b"".join(b"Set-Cookie: c%d=%s\r\n" % (each, b"x" * 5000) for each in range(50))
        line.sendall(OK + cookies + b"Connection: close\r\nContent-Length: 2\r\n\r\nno")

    with liar(baking) as (address, heard):
        carrier = HttpCarrier(address)
        for _ in range(3):
            assert carrier.sync(b"batch") == b"no"
            assert piece(carrier) == b"no"
    assert len(heard) == 6 and max(map(len, heard)) < 400
    assert b"cookie" not in b"".join(heard).lower()


def test_what_a_liar_sends_does_not_stand_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Ten megabytes of it did, for each answer with a head that is none."""
    head = b"no colon\r\n" + b"".join(b"X%d: %s\r\n" % (at, b"evil" * 1000) for at in range(20))
    with liar(lambda line: line.sendall(OK + head + b"\r\nno")) as (address, _):
        assert HttpCarrier(address).sync(b"batch") == b"no"
    assert "evil" not in caplog.text and len(caplog.text) < 1000
