"""What travels: every value comes back as it went, and nothing else is taken for it."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import protocol, sealing
from sync.enrolment import ALPHABET, Code, Enrolled, Request
from sync.errors import EnrolmentError, ProtocolError, SignatureError, SyncError
from sync.protocol import Batch, Receipt, Reply
from sync.trust import Keys

KEY = sealing.Signing(bytes(range(32)))
DEVICE = bytes(16)


def batch(*records: bytes) -> Batch:
    return Batch(DEVICE, 1, protocol.genesis(DEVICE), os.urandom(16), 0, records)


def opened(wire: bytes) -> Batch:
    payload = sealing.verify(KEY.public, protocol.BATCH_DOMAIN, wire, protocol.MAX_BATCH, "a batch")
    return Batch.decode(payload)


@given(st.lists(st.binary(min_size=1, max_size=500), max_size=20))
def test_a_batch_comes_back_as_it_went(records: list[bytes]) -> None:
    sent = batch(*records)
    assert opened(sent.encode(KEY.sign)) == sent


def test_a_batch_over_64_kib_is_refused() -> None:
    with pytest.raises(ProtocolError, match="64 KiB"):
        batch(*[bytes(1000)] * 66).encode(KEY.sign)


def test_the_cost_of_a_record_is_never_more_than_counted() -> None:
    for size in (1, 255, 256, 60_000):
        with_it = len(batch(b"x" * size).encode(KEY.sign))
        assert with_it - len(batch().encode(KEY.sign)) <= protocol.record_cost(b"x" * size)


def test_every_single_changed_bit_of_a_batch_is_refused() -> None:
    wire = bytearray(batch(b"sealed").encode(KEY.sign))
    for bit in range(len(wire) * 8):
        wire[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SyncError):
            opened(bytes(wire))
        wire[bit // 8] ^= 1 << bit % 8
    print(f"changed bits refused: {len(wire) * 8}")


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_clear_error(junk: bytes) -> None:
    for read in (Batch.decode, Reply.decode, Request.decode, Enrolled.decode, Keys.decode):
        with pytest.raises(ProtocolError):
            read(junk)


def test_a_reply_comes_back_and_is_good_for_nothing_else() -> None:
    receipt = Receipt(DEVICE, bytes(16), 3, bytes(32), 2, 1_700_000_000, True, True)
    sent = Reply(receipt, b"index", (b"item",), (b"keys",))
    wire = sent.encode(KEY.sign)
    check = sealing.verify(KEY.public, protocol.REPLY_DOMAIN, wire, protocol.MAX_REPLY, "a reply")
    assert Reply.decode(check) == sent
    with pytest.raises(SignatureError):
        opened(wire)


def test_an_enrolment_code_catches_every_slip_and_every_swap() -> None:
    code = Code.new(KEY.public)
    letters = str(code).replace("-", "")
    slips = [
        letters[:at] + other + letters[at + 1 :]
        for at in range(20)
        for other in set(ALPHABET) - {letters[at]}
    ]
    swaps = [
        letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]
        for at in range(19)
        if letters[at] != letters[at + 1]
    ]
    for typed in slips + swaps:
        with pytest.raises(EnrolmentError):
            Code.read(typed)
    assert Code.read(str(code).lower().replace("0", "o").replace("-", " ")) == code
    print(f"slips and swaps caught: {len(slips) + len(swaps)}")


def test_only_who_knows_the_code_can_ask_for_a_device() -> None:
    code, other = Code.new(KEY.public), Code.new(KEY.public)
    request = Request.decode(Request.make(code, KEY.public).encode())
    assert request.proves(code.secret)
    assert not request.proves(other.secret)
