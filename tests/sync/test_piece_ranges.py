"""The end of a piece that is asked for from some byte on: who fetches it and who passes it on read
the answer in one way, so that what one of them takes the other does not refuse."""

import socket

import pytest

from sync.carriers.http import HttpCarrier
from sync.errors import CarrierError
from sync.protocol import CONTENT_TYPE
from tests.faults.test_slow_answers import PATH, liar

GOOD = ["bytes 5-7/8", "bytes 5-7/*", "Bytes 5-7/8", "bytes 05-7/8"]
BAD = ["", "bytes 4-7/8", "bytes 50-52/53", "bytes 5-", "bytes 5-7", "bytes */8", "bytes 5-7/8, 9",
       "lines 5-7/8", "bytes=5-7/8", "bytes 5-7/" + "8" * 5000]  # fmt: skip


@pytest.mark.parametrize("start", [5, 0])
@pytest.mark.parametrize("said", [*GOOD, *BAD], ids=lambda said: said[:20])
def test_who_fetches_and_who_passes_on_read_it_alike(said: str, start: int) -> None:
    """Where all was asked for, a part of it is no answer, whatever it says."""
    head = f"HTTP/1.1 206 X\r\nContent-Type: {CONTENT_TYPE}\r\nContent-Range: {said}\r\n"

    def talk(line: socket.socket) -> None:
        line.sendall(head.encode() + b"Content-Length: 3\r\n\r\nend")

    with liar(talk) as (address, _):
        carrier, good = HttpCarrier(address), bool(start) and said in GOOD
        with carrier.passing(PATH, None, start) as passed:
            assert (passed.status, passed.range) == ((206, said) if good else (502, ""))
        try:
            with carrier.piece(PATH, start) as (begins, parts):
                assert good and (begins, b"".join(parts)) == (start, b"end")
        except CarrierError:
            assert not good


def test_a_piece_that_comes_whole_after_all_is_taken() -> None:
    """As where something between the two knows nothing of ranges: RFC 9110, section 14.2."""
    with (
        liar(lambda line: line.sendall(
            f"HTTP/1.1 200 OK\r\nContent-Type: {CONTENT_TYPE}\r\n\r\nall of it".encode()
        )) as (address, _),
        HttpCarrier(address).piece(PATH, 5) as (begins, parts),
    ):  # fmt: skip
        assert (begins, b"".join(parts)) == (0, b"all of it")
