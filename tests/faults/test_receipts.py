"""Only a receipt counts: nothing else turns "saved here" into "arrived".

Every answer that is not this collector's receipt for this batch is offered: bits changed one by
one, answers cut at every byte, old receipts, receipts of others, pages that say 200, and noise.
"""

import dataclasses
import itertools
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store import Content, Database, Outbox
from sync import engine, sealing
from sync.enrolment import Enrolled
from sync.errors import SyncError
from sync.protocol import Batch, Receipt, Reply
from sync.trust import Keys, Trust

DEVICE = bytes(range(16))
COUNCIL = sealing.council_pair()[1]
RECEIPTS, FEED, ROOT = sealing.Signing.new(), sealing.Signing.new(), sealing.Signing.new()
MINE = sealing.Signing.new()
KEYS = Keys(1, 0, ROOT.public, RECEIPTS.public, FEED.public, COUNCIL)
STATEMENT = KEYS.encode(ROOT.sign, ROOT.sign)
WHO = engine.Identity(MINE, Enrolled(DEVICE, MINE.public, STATEMENT, "A", "B", 0), Trust(KEYS))
PAGES = [b"", b"OK", b"<html>Welcome to our Wi-Fi</html>", b"{}", b'{"have": 9}', bytes(200)]


class Line:
    """A carrier whose answer is made from the batch it gets."""

    def __init__(self) -> None:
        self.batch: Batch
        self.make = good

    def sync(self, batch: bytes) -> bytes:
        self.batch = Batch.decode(batch[64:])
        return self.make(self.batch)

    def enrol(self, request: bytes) -> bytes:
        raise NotImplementedError


def receipt(batch: Batch) -> Receipt:
    heads = batch.heads()
    return Receipt(batch.device, batch.nonce, len(heads), heads[-1], 0, 1_700_000_000)


def good(batch: Batch) -> bytes:
    return Reply(receipt(batch)).encode(RECEIPTS.sign)


def changed(batch: Batch, **values: object) -> bytes:
    return Reply(dataclasses.replace(receipt(batch), **values)).encode(RECEIPTS.sign)  # type: ignore[arg-type]


def wrong(batch: Batch, old: bytes) -> Iterator[bytes]:
    """Everything that is not the receipt."""
    right = good(batch)
    yield from PAGES
    yield old
    for signer in (MINE, FEED, ROOT, sealing.Signing.new()):
        yield Reply(receipt(batch)).encode(signer.sign)
    yield changed(batch, device=bytes(16))
    yield changed(batch, nonce=os.urandom(16))
    for size in range(0, len(right)):
        yield right[:size]
    for bit in range(len(right) * 8):
        spoilt = bytearray(right)
        spoilt[bit // 8] ^= 1 << bit % 8
        yield bytes(spoilt)
    chance = random.Random(1)
    for size in range(1, 121):
        yield chance.randbytes(size)


def test_nothing_but_a_receipt_counts(tmp_path: Path) -> None:
    database = Database(tmp_path / "kiosk.db")
    box, content, line = Outbox(database, DEVICE, COUNCIL), Content(database), Line()
    box.post(b"one")
    line.make = lambda batch: b""
    with pytest.raises(SyncError):
        engine.run_once(WHO, box, content, line)
    old = good(line.batch)
    offered = 0
    for number in range(sum(1 for _ in wrong(line.batch, old))):
        line.make = lambda batch, at=number: next(itertools.islice(wrong(batch, old), at, None))  # type: ignore[misc]
        with pytest.raises(SyncError):
            engine.run_once(WHO, box, content, line)
        offered += 1
        assert box.state(1) == "saved"
    assert box.waiting == 1
    line.make = good
    engine.run_once(WHO, box, content, line)
    assert (box.waiting, box.state(1)) == (0, "arrived")
    print(f"things that are no receipt: {offered} offered, 0 accepted")
    assert offered >= 1400


def test_a_good_receipt_of_another_chain_moves_nothing(tmp_path: Path) -> None:
    """Signed and for this batch, but its head is not ours: then nothing is believed of it."""
    database = Database(tmp_path / "kiosk.db")
    box, content, line = Outbox(database, DEVICE, COUNCIL), Content(database), Line()
    box.post(b"one")
    for values in ({"head": os.urandom(32)}, {"have": 7}, {"have": 0}):
        line.make = lambda batch, values=values: changed(batch, **values)  # type: ignore[misc]
        engine.run_once(WHO, box, content, line)
        assert box.state(1) == "saved"
