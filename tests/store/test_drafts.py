"""Answers kept for later: only the reference opens them, and nothing of them lingers."""

import os
import sqlite3
from pathlib import Path

import pytest

from kiosk.store import Database, Drafts, Outbox, StoreError
from kiosk.store import drafts as rules
from sync import reference, sealing
from sync.errors import SealingError
from sync.protocol import Receipt, heads

DEVICE = bytes(range(16))
PRIVATE, PUBLIC = sealing.council_pair()
SAID = b"CANARY-5512 I would rather not say"
DAY = 24 * 3600


class Shop:
    """A store in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Database(folder / "kiosk.db")
        self.drafts = Drafts(self.database)
        self.outbox = Outbox(self.database, DEVICE, PUBLIC)

    def receipt(self, server_time: int) -> None:
        part = self.outbox.next_slice(10**6)
        head = heads(part.previous, part.records)[-1] if part.records else part.previous
        have = part.first - 1 + len(part.records)
        self.outbox.settle(Receipt(DEVICE, bytes(16), have, head, 0, server_time))

    def files(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.iterdir())


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_kept_and_opened_by_the_reference_alone(shop: Shop) -> None:
    said = reference.new()
    shop.drafts.keep(shop.drafts.place(said), SAID)
    shop.database.close()
    again = Shop(shop.folder)
    assert again.drafts.open(again.drafts.place(said)) == SAID
    assert again.drafts.open(again.drafts.place(reference.new())) is None
    assert SAID[:11] not in again.files() and said not in again.files()


def test_nothing_that_is_on_the_device_opens_it(shop: Shop) -> None:
    """Every 32 bytes of every file are tried as the key, and every value of the database."""
    place = shop.drafts.place(reference.new())
    shop.drafts.keep(place, SAID)
    assert place.key not in shop.files()
    db = sqlite3.connect(shop.folder / "kiosk.db")
    id, sealed = db.execute("select id, sealed from drafts").fetchone()
    assert id == place.id
    rows = [row for (name,) in db.execute("select name from sqlite_master where type = 'table'")
            for row in db.execute(f'select * from "{name}"')]  # fmt: skip
    salt = db.execute("select salt from draft_salt").fetchone()[0]
    content = shop.files()
    keys = {content[at : at + 32] for at in range(0, len(content) - 32)}
    keys |= {bytes(v)[:32] for row in rows for v in row if isinstance(v, bytes) and len(v) >= 32}
    keys |= {sealing.draft_keys(each, salt)[1] for each in (bytes(7), DEVICE[:7], id[:7])}
    opened = 0
    for key in keys:
        try:
            sealing.open_draft(key, id, sealed)
            opened += 1
        except SealingError:
            pass
    assert sealing.open_draft(place.key, id, sealed) == SAID
    print(f"{len(keys)} keys from the device, {opened} drafts opened")
    assert opened == 0 and len(keys) > 1000


def test_it_is_bound_to_its_place_and_tells_its_size_in_steps_only(shop: Shop) -> None:
    one, other = (shop.drafts.place(reference.new()) for _ in range(2))
    sealed = [sealing.seal_draft(one.key, one.id, b"x" * size) for size in (0, 1, 300, 4095)]
    assert len({len(each) for each in sealed}) == 1
    with pytest.raises(SealingError):
        sealing.open_draft(one.key, other.id, sealed[0])


def test_what_is_forgotten_leaves_no_byte(shop: Shop) -> None:
    place = shop.drafts.place(reference.new())
    shop.drafts.keep(place, os.urandom(20_000))
    with shop.database.use() as db:
        sealed = bytes(db.execute("select sealed from drafts").fetchone()[0])
    pieces = [sealed[at : at + 64] for at in range(0, len(sealed) - 64, 64)]
    assert any(piece in shop.files() for piece in pieces)
    shop.drafts.forget(place)
    assert shop.drafts.open(place) is None
    assert not [piece for piece in pieces if piece in shop.files()]


def test_finishing_takes_the_draft_with_it_or_neither(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = shop.drafts.place(reference.new())
    shop.drafts.keep(place, SAID)
    with pytest.raises(StoreError):
        shop.outbox.post(bytes(100_000), draft=place.id)
    assert shop.drafts.open(place) == SAID and shop.outbox.waiting == 0
    shop.outbox.post(b"finished", draft=place.id)
    assert shop.drafts.open(place) is None and shop.outbox.waiting == 1


def test_forgotten_after_two_weeks_of_the_councils_time(shop: Shop) -> None:
    early, late = (shop.drafts.place(reference.new()) for _ in range(2))
    shop.receipt(1000 * DAY)
    shop.drafts.keep(early, SAID)
    assert shop.drafts.forget_old() == 0
    shop.receipt(1013 * DAY)
    shop.drafts.keep(late, SAID)
    assert shop.drafts.forget_old() == 0
    shop.receipt(1014 * DAY)
    assert shop.drafts.forget_old() == 1
    assert shop.drafts.open(early) is None and shop.drafts.open(late) == SAID


def test_a_kiosk_that_was_long_without_network_forgets_nothing_at_once(shop: Shop) -> None:
    shop.receipt(1000 * DAY)
    place = shop.drafts.place(reference.new())
    shop.drafts.keep(place, SAID)
    shop.receipt(1060 * DAY)  # the time last heard was two months old as it was kept
    assert shop.drafts.forget_old() == 0 and shop.drafts.open(place) == SAID


def test_there_is_an_end_of_room(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST", 2)
    places = [rules.Place(bytes([n]) * 32, bytes(32)) for n in range(3)]
    for place in places[:2]:
        shop.drafts.keep(place, SAID)
    with pytest.raises(StoreError, match="no room"):
        shop.drafts.keep(places[2], SAID)
    shop.drafts.keep(places[0], b"newer")
    assert shop.drafts.open(places[0]) == b"newer" and shop.drafts.count == 2
    with pytest.raises(StoreError, match="too large"):
        shop.drafts.keep(places[0], bytes(rules.LARGEST))
    assert shop.drafts.open(places[0]) == b"newer"
