"""Promise 2: nobody who holds the device can read what was said on it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import sealing
from sync.errors import SealingError, SignatureError

PRIVATE, PUBLIC = sealing.council_pair()


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=150))
def test_the_council_opens_every_record_in_order(texts: list[bytes]) -> None:
    sealer = sealing.Sealer(PUBLIC)
    opener = sealing.Opener.with_keys([PRIVATE])
    assert [opener.open(sealer.seal(text, 0.0)) for text in texts] == texts


def test_an_epoch_ends_after_64_records_a_day_or_a_failure() -> None:
    sealer = sealing.Sealer(PUBLIC)
    kinds = [sealer.seal(b"", 0.0)[:1] for _ in range(65)]
    assert [at for at, kind in enumerate(kinds) if kind == sealing.FIRST] == [0, 64]
    assert sealer.seal(b"", 1.0)[:1] == sealing.NEXT
    assert sealer.seal(b"", sealing.EPOCH_SECONDS + 1)[:1] == sealing.FIRST
    sealer.abandon()
    assert sealer.seal(b"", sealing.EPOCH_SECONDS + 2)[:1] == sealing.FIRST


def test_seventeen_bytes_a_record_and_padding_hides_the_length() -> None:
    sealer = sealing.Sealer(PUBLIC)
    sizes = {len(sealer.seal(bytes(size), 0.0)) for size in range(sealing.BUCKET)}
    first = max(sizes)
    assert first - min(sizes) == 4 + 80 + 24
    assert len(sizes) == 2  # the epoch's first, and all the others
    assert min(sizes) == 1 + sealing.BUCKET + 17


def test_a_record_out_of_its_order_is_set_aside_until_the_next_epoch() -> None:
    sealer = sealing.Sealer(PUBLIC)
    records = [sealer.seal(b"text", 0.0) for _ in range(3)]
    sealer.abandon()
    opener = sealing.Opener.with_keys([PRIVATE])
    opener.open(records[0])
    for _ in range(2):
        with pytest.raises(SealingError):
            opener.open(records[2])
    assert opener.open(sealer.seal(b"new", 0.0)) == b"new"


def test_nothing_on_the_device_opens_a_record() -> None:
    sealer = sealing.Sealer(PUBLIC)
    record = sealer.seal(b"what was said", 0.0)
    device = sealing.Signing.new()
    stranger, _ = sealing.council_pair()
    for key in (device.seed, stranger, PUBLIC):
        with pytest.raises(SealingError):
            sealing.Opener.with_keys([key]).open(record)


@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_clear_error(junk: bytes) -> None:
    with pytest.raises(SealingError):
        sealing.Opener.with_keys([PRIVATE]).open(junk)


def test_a_signature_is_good_for_one_purpose_only() -> None:
    key = sealing.Signing.new()
    wire = key.sign(b"one\0payload") + b"payload"
    assert sealing.verify(key.public, b"one\0", wire, 1000, "a test") == b"payload"
    with pytest.raises(SignatureError):
        sealing.verify(key.public, b"two\0", wire, 1000, "a test")


def test_a_reply_key_comes_from_the_reference_alone() -> None:
    assert sealing.reply_key(b"1234567") == sealing.reply_key(b"1234567")
    assert sealing.reply_key(b"1234567") != sealing.reply_key(b"1234568")
