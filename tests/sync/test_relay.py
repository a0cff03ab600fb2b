"""What a relay passes on: whole requests of the protocol's own, unchanged, and no more."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.carriers import portal
from sync.carriers.http import HttpCarrier
from sync.errors import CarrierError
from sync.protocol import CONTENT_TYPE, MAX_BATCH, MAX_PIECE, PIECE_PATH
from sync.relay import listener, request
from sync.relay.gate import Gate
from sync.relay.listener import Relay
from sync.relay.passing import PIECES_AT_ONCE
from sync.relay.place import place_of
from tests.sync.test_clock import Echo

PIECE = bytes(each % 251 for each in range(MAX_PIECE))
PATH = f"{PIECE_PATH}{'a' * 32}/{'b' * 64}"


class Council(Echo):
    """Echoes, gives one piece, and is well; or it is a network's own page."""

    page = ("", 200)
    begins = 0
    """By how much the end of a piece begins too late."""
    free = threading.Event()
    """Whether it gives pieces without waiting."""

    def _piece(self) -> None:
        self.free.wait(60)
        asked = self.headers.get("Range", "")
        at = int(asked[6:-1]) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(PIECE) - at))
        if asked:
            begins = at + self.begins
            self.send_header("Content-Range", f"bytes {begins}-{len(PIECE) - 1}/{len(PIECE)}")
        self.end_headers()
        self.wfile.write(PIECE[at:])

    def do_GET(self) -> None:
        if self.path == PATH:
            return self._piece()
        place, status = self.page
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if status == 200 else "text/plain")
        if place:
            self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def council() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Council)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_address[1]}"
    made.shutdown()
    made.server_close()


@pytest.fixture
def relay(council: str) -> Iterator[Relay]:
    made = Relay("127.0.0.1:0", lambda: HttpCarrier(council))
    made.start()
    assert made.listening.wait(60)
    yield made
    made.stop()


def called(relay: Relay) -> socket.socket:
    return socket.create_connection(("127.0.0.1", relay.port), timeout=60)


@given(st.binary(max_size=400), st.lists(st.integers(0, 500), max_size=6))
def test_a_request_is_the_same_however_it_is_cut(body: bytes, cuts: list[int]) -> None:
    whole = b"POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    for cut in [each for each in cuts if each < len(whole)]:
        assert request.read(whole[:cut]) is None
    assert request.read(whole) == request.Asked("/v1/sync", body)
    with pytest.raises(request.RefusedError):
        request.read(whole + b"x")


@given(st.binary(max_size=6000))
def test_noise_is_refused_or_waited_for(noise: bytes) -> None:
    try:
        assert request.read(noise) is None and len(noise) <= request.MOST
    except request.RefusedError as error:
        assert error.status in (400, 404, 411, 413, 431)


@pytest.mark.parametrize(
    "fields",
    ["Content-Length: 3\r\nContent-Length: 3", "Content-Length: -3", "Content-Length: 3, 3",
     "Content-Length: +3", "Transfer-Encoding: chunked\r\nContent-Length: 3",
     "Content-Length : 3\r\ncontent-length: 4", f"Content-Length: {MAX_BATCH + 1}",
     "Transfer-Encoding : chunked", "Content-Length: ³"],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused(fields: str) -> None:
    with pytest.raises(request.RefusedError):
        request.read(f"POST /v1/sync HTTP/1.1\r\n{fields}\r\n\r\nabc".encode())


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, MAX_BATCH])
def test_bytes_go_through_unchanged(relay: Relay, size: int) -> None:
    batch = bytes(each % 251 for each in range(size))
    assert HttpCarrier(f"http://127.0.0.1:{relay.port}").sync(batch) == batch


def fetched(relay: Relay, start: int, path: str = PATH) -> tuple[int, bytes]:
    carrier = HttpCarrier(f"http://127.0.0.1:{relay.port}")
    with carrier.piece(path, start) as (begins, parts):
        return begins, b"".join(parts)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> type[Council]:
    """The council, which gives its piece at once."""
    monkeypatch.setattr(Council, "free", threading.Event())
    Council.free.set()
    return Council


@pytest.mark.parametrize("start", [0, 1, 4095, MAX_PIECE - 1])
def test_a_piece_goes_through_from_any_byte(
    relay: Relay, shop: type[Council], monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    assert fetched(relay, start) == (start, PIECE[start:])
    monkeypatch.setattr(shop, "begins", 1)
    if start:
        with pytest.raises(CarrierError, match="502"):
            fetched(relay, start)  # another end than was asked for


@pytest.mark.parametrize(
    "path", [PATH[:-1], PATH + "c", PATH.upper(), PATH + "?a=b", PATH.replace("b" * 9, "../../../"),
             PATH.replace("/v1", "/v1/.."), PIECE_PATH, PATH.replace("a" * 32, "a" * 31)],
)  # fmt: skip
def test_only_what_names_a_piece_is_passed_on(path: str) -> None:
    with pytest.raises(request.RefusedError) as refused:
        request.read(f"GET {path} HTTP/1.1\r\n\r\n".encode())
    assert refused.value.status == 404
    with pytest.raises(request.RefusedError):
        request.read(f"POST {PATH} HTTP/1.1\r\n\r\n".encode())
    with pytest.raises(request.RefusedError):
        request.read(f"GET {PATH} HTTP/1.1\r\nContent-Length: 1\r\n\r\na".encode())


@pytest.mark.parametrize(
    ("fields", "start"),
    [("Range: bytes=7-", 7), ("RANGE:bytes=007-", 7), ("Range: bytes=7-9", 0), ("Range: 7-", 0),
     ("Range: bytes=7-\r\nRange: bytes=8-", 0), ("Range: bytes=1234567890-", 0), ("X: a", 0)],
)  # fmt: skip
def test_one_kind_of_range_is_passed_on(fields: str, start: int) -> None:
    asked = request.read(f"GET {PATH} HTTP/1.1\r\n{fields}\r\n\r\n".encode())
    assert asked == request.Asked(PATH, None, start)
    whole = request.read(f"GET /health HTTP/1.1\r\n{fields}\r\n\r\n".encode())
    assert whole == request.Asked("/health", None)


def test_pieces_take_nothing_from_what_people_say(council: str, shop: type[Council]) -> None:
    """They are counted apart, and never under way in every place there is."""
    made = Relay("127.0.0.1:0", lambda: HttpCarrier(council), Gate(3), Gate(6))
    made.start()
    assert made.listening.wait(60)
    shop.free.clear()
    with ExitStack() as stack:
        lines = [
            stack.enter_context(
                socket.create_connection(("127.0.0.1", made.port), 60, (f"127.0.1.{number}", 0))
            )
            for number in range(1, 6)
        ]
        for line in lines:
            line.sendall(f"GET {PATH} HTTP/1.1\r\n\r\n".encode())
        refused = [line.recv(12) for line in lines[PIECES_AT_ONCE:]]
        assert set(refused) == {b"HTTP/1.1 503"}
        assert HttpCarrier(f"http://127.0.0.1:{made.port}").sync(b"batch") == b"batch"
        shop.free.set()
        for line in lines:
            while line.recv(65_536):
                pass
    for _ in range(6):
        fetched(made, MAX_PIECE - 1)
    with pytest.raises(CarrierError, match="429"):
        fetched(made, MAX_PIECE - 1)
    for _ in range(2):
        assert HttpCarrier(f"http://127.0.0.1:{made.port}").sync(b"batch") == b"batch"
    made.stop()


def test_too_long_is_refused_and_the_next_is_served(relay: Relay) -> None:
    carrier = HttpCarrier(f"http://127.0.0.1:{relay.port}")
    with pytest.raises(CarrierError):
        carrier.sync(bytes(MAX_BATCH + 1))
    assert carrier.sync(b"batch") == b"batch"


def test_one_address_has_two_connections_and_so_many_requests_a_minute(council: str) -> None:
    now = [0.0]
    made = Relay("127.0.0.1:0", lambda: HttpCarrier(council), Gate(5, lambda: now[0]))
    made.start()
    assert made.listening.wait(60)
    carrier = HttpCarrier(f"http://127.0.0.1:{made.port}")
    for _ in range(5):
        assert carrier.sync(b"batch") == b"batch"
    with pytest.raises(CarrierError, match="429"):
        carrier.sync(b"batch")
    now[0] = 61.0
    assert carrier.sync(b"batch") == b"batch"
    with called(made) as one, called(made) as two:
        one.sendall(b"POST")
        two.sendall(b"POST")
        with called(made) as three:
            assert three.recv(1) == b""
    made.stop()


def test_all_addresses_together_are_bounded_and_nobody_is_remembered_for_long() -> None:
    now = [0.0]
    gate = Gate(5, lambda: now[0])
    assert sum(gate.asks(f"192.0.2.{number}") for number in range(200)) == 20
    now[0] = 60.0
    assert gate.asks("192.0.2.1") and len(gate._asked) == 1
    for number in range(1000):
        assert gate.enter(f"192.0.2.{number}")
        gate.leave(f"192.0.2.{number}")
    assert not gate._here


def test_who_speaks_too_slowly_is_let_go(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "SPEAK_SECONDS", 0.3)
    with called(relay) as slow:
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < 60:
                slow.sendall(b"P")
                time.sleep(0.05)
        except OSError:
            pass
        assert time.monotonic() - begun < 60


def test_without_a_collector_it_says_so_and_stops_at_once() -> None:
    made = Relay("[::1]:0", lambda: HttpCarrier("http://127.0.0.1:1"))
    made.start()
    assert made.listening.wait(60)
    with pytest.raises(CarrierError, match="502"):
        HttpCarrier(f"http://[::1]:{made.port}").sync(b"batch")
    begun = time.monotonic()
    made.stop()
    assert time.monotonic() - begun < 30
    again = Relay(f"[::1]:{made.port}", lambda: HttpCarrier("http://127.0.0.1:1"))
    again.start()  # the port is free at once, as the next process of the window needs it
    assert again.listening.wait(60) and again.port == made.port
    again.stop()


@pytest.mark.parametrize("listen", ["", "8900", "localhost:8900", "::1:8900", "[::1]", "1.2.3.4:x",
                                    "1.2.3.4:65536", "[1.2.3.4]:80", "1.2.3.4:-1"])  # fmt: skip
def test_a_place_that_is_none_is_refused(listen: str) -> None:
    with pytest.raises(ValueError, match=re.compile(".")):
        place_of(listen)


@pytest.mark.parametrize(
    ("page", "told"),
    [(("http://192.0.2.1/sign-in", 302), True), (("", 200), True), (("", 511), True),
     (("/health/", 301), False), (("", 404), False), (("", 503), False)],
)  # fmt: skip
def test_a_log_in_page_is_told_from_a_collector_that_is_away(
    council: str, monkeypatch: pytest.MonkeyPatch, page: tuple[str, int], told: bool
) -> None:
    monkeypatch.setattr(Council, "page", page)
    assert portal.stands_before(council) == told
    assert not portal.stands_before("http://127.0.0.1:1")
