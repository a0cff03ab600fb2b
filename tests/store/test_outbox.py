"""Promise 1 on the kiosk: saved means saved, and only a receipt changes that."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store import Content, Database, Device, DeviceFile, Outbox, StoreError
from sync import feed, sealing
from sync.protocol import Receipt, chain, genesis, heads

DEVICE = bytes(range(16))
PRIVATE, PUBLIC = sealing.council_pair()
DAY = 24 * 3600


OPEN: dict[Path, Database] = {}


def outbox(path: Path) -> Outbox:
    """The outbox of a folder, as after a restart."""
    if path in OPEN:
        OPEN.pop(path).close()
    OPEN[path] = Database(path / "kiosk.db")
    return Outbox(OPEN[path], DEVICE, PUBLIC)


def test_only_one_process_writes(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    box.post(b"one")
    with pytest.raises(StoreError, match="open already"):
        Database(tmp_path / "kiosk.db")
    looking = Outbox(Database(tmp_path / "kiosk.db", read_only=True), DEVICE, PUBLIC)
    assert looking.status().waiting == 1


def receipt(box: Outbox, have: int, safe: int = 0, time: int = 1000) -> Receipt:
    part = Outbox.next_slice(box, 10**9)
    all_heads = [genesis(DEVICE), *heads(part.previous, part.records)]
    return Receipt(DEVICE, bytes(16), have, all_heads[have], safe, time)


def test_what_was_posted_is_there_after_a_restart(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    assert [box.post(b"said %d" % n).seq for n in range(5)] == [1, 2, 3, 4, 5]
    part = outbox(tmp_path).next_slice(10**6)
    opener = sealing.Opener.with_keys([PRIVATE])
    assert [opener.open(each) for each in part.records] == [b"said %d" % n for n in range(5)]
    assert (part.first, part.previous) == (1, genesis(DEVICE))


def test_the_file_holds_no_word_of_it(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    box.post(b"CANARY-7261 my name is")
    for path in tmp_path.iterdir():
        assert b"CANARY-7261" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_a_receipt_moves_the_mark_and_a_restored_collector_moves_it_back(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for n in range(4):
        box.post(b"%d" % n)
    full, less = receipt(box, 4), receipt(box, 2)
    box.settle(full)
    assert (box.waiting, box.state(4)) == (0, "arrived")
    assert box.next_slice(10**6).records == ()
    box.settle(less)
    assert (box.waiting, box.state(3), box.next_slice(10**6).first) == (2, "saved", 3)


def test_the_receipt_of_an_older_batch_takes_nothing_back(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for n in range(4):
        box.post(b"%d" % n)
    old, full = receipt(box, 2), receipt(box, 4)
    box.settle(full, 4)
    box.settle(old, 2)
    assert box.waiting == 0
    box.settle(old, 4)  # of four records it holds two: it was set back
    assert box.waiting == 2


def test_a_receipt_for_another_chain_is_not_believed(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for n in range(3):
        box.post(b"%d" % n)
    box.settle(Receipt(DEVICE, bytes(16), 2, bytes(32), 2, 1000))
    assert (box.waiting, box.status().safe) == (3, 0)
    box.settle(Receipt(DEVICE, bytes(16), 9, bytes(32), 9, 1000))
    assert (box.waiting, box.status().forked) == (3, True)


def test_only_what_is_safe_and_two_weeks_old_is_forgotten(tmp_path: Path) -> None:
    for n in range(6):
        if n in (0, 4):
            box = outbox(tmp_path)  # an epoch begins with every start
        box.post(b"%d" % n)
    first, later = receipt(box, 4, safe=4), receipt(box, 6, safe=5, time=1000 + 14 * DAY)
    box.settle(first)
    assert box.prune() == 0
    box.settle(later)
    assert box.prune() == 4
    assert (box.state(1), box.state(6), box.post(b"new").seq) == ("arrived", "arrived", 7)
    again = outbox(tmp_path)
    part = again.next_slice(10**6)
    assert (part.first, len(part.records), again.prune()) == (7, 1, 0)


def test_an_epoch_is_forgotten_wholly_or_not_at_all(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for n in range(5):
        box.post(b"%d" % n)
    for upto, forgotten in ((3, 0), (5, 5)):
        good = receipt_at(box, upto, upto)
        for days in (upto * 14, 2 * upto * 14):
            box.settle(dataclasses.replace(good, server_time=1000 + days * DAY))
        assert box.prune() == forgotten
    box.post(b"after")
    opener = sealing.Opener.with_keys([PRIVATE])
    assert [opener.open(each) for each in box.next_slice(10**6).records] == [b"after"]


def heads_of(box: Outbox) -> list[bytes]:
    part = box.slice_after(0, genesis(DEVICE), 10**9)
    return [genesis(DEVICE), *heads(part.previous, part.records)]


def renamed(path: Path, device: bytes) -> Outbox:
    outbox(path)
    return Outbox(OPEN[path], device, PUBLIC)


def test_a_device_enrolled_anew_takes_with_it_what_it_keeps(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for n in range(70):
        box.post(b"%d" % n)
    records = box.next_slice(10**6).records
    box.settle(receipt(box, 66, safe=66))
    box.settle(dataclasses.replace(receipt_at(box, 66, 66), server_time=1000 + 14 * DAY))
    assert box.prune() == 64
    other = renamed(tmp_path, bytes(16))
    part = other.next_slice(10**6)
    assert (part.first, part.previous) == (1, genesis(bytes(16)))
    assert part.records == records[64:]
    opener = sealing.Opener.with_keys([PRIVATE])
    assert [opener.open(each) for each in part.records] == [b"%d" % n for n in range(64, 70)]
    assert (other.waiting, other.post(b"new").seq) == (6, 7)
    assert renamed(tmp_path, bytes(16)).waiting == 7


def receipt_at(box: Outbox, have: int, safe: int) -> Receipt:
    return Receipt(DEVICE, bytes(16), have, heads_of(box)[have], safe, 1000)


def test_a_kiosk_taken_out_of_use_says_nothing_is_saved(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    box.post(b"one")
    box.settle(dataclasses.replace(receipt(box, 0), revoked=True))
    with pytest.raises(StoreError, match="out of use"):
        box.post(b"two")
    assert (box.waiting, box.status().revoked) == (1, True)
    box.settle(receipt(box, 0))
    assert box.post(b"three").seq == 2


def test_parts_of_files_go_before_what_names_them(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    box.post(b"first")
    posted = box.post(b"with a picture", [b"part 1", b"part 2"])
    assert (posted.seq, box.waiting) == (4, 2)
    box.settle(receipt(box, 3))
    assert (box.state(posted.seq), box.waiting, box.status().arrived) == ("saved", 1, 1)
    box.settle(receipt_at(box, 4, 0))
    assert (box.state(posted.seq), box.waiting, box.status().arrived) == ("arrived", 0, 2)


def test_batches_take_what_fits(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for _ in range(10):
        box.post(bytes(1000))
    assert len(box.next_slice(5000).records) == 4
    assert box.next_slice(10).records == ()


FULL_DISK = """
import resource, sys
from pathlib import Path
from kiosk.store import Database, Outbox, StoreError
box = Outbox(Database(Path(sys.argv[1]) / "kiosk.db"), bytes(range(16)), bytes.fromhex(sys.argv[2]))
saved = 0
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    for saved in range(1000):
        box.post(bytes(5000))
except StoreError as error:
    print(saved, error)
"""


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path), PUBLIC.hex()]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    saved, _, message = said.partition(" ")
    assert "disk" in message and "staff" in message
    box = outbox(tmp_path)
    assert box.waiting == int(saved) > 5
    opener = sealing.Opener.with_keys([PRIVATE])
    assert {opener.open(each) for each in box.next_slice(10**8).records} == {bytes(5000)}
    assert box.post(b"after").seq == int(saved) + 1


def test_an_answer_too_long_is_refused_and_the_next_is_saved(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    box.post(b"one")
    with pytest.raises(StoreError, match="too long"):
        box.post(os.urandom(70_000))
    box.post(b"two")
    opener = sealing.Opener.with_keys([PRIVATE])
    assert [opener.open(each) for each in box.next_slice(10**6).records] == [b"one", b"two"]


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="damaged"):
        Database(tmp_path / "kiosk.db")


def test_content_is_taken_whole(tmp_path: Path) -> None:
    key = sealing.Signing.new()
    items = [
        feed.FormItem(name, "1", {"": name}, {}, "form", b"<x/>", b"").encode()
        for name in ("one", "two")
    ]
    entries = tuple(feed.Entry(feed.item_key(item), "form", len(item)) for item in items)
    signed = feed.Index(1, 1, 2, entries).encode(key.sign)
    index = feed.open_index(signed, key.public, 0)
    content = Content(Database(tmp_path / "kiosk.db"))
    assert not content.take(signed, index, feed.check_items(index, items[:1]))
    assert (content.version, list(content.forms()), len(content.held())) == (0, [], 1)
    assert content.take(signed, index, feed.check_items(index, items[1:]))
    assert [form.form_id for _, form in content.forms()] == ["one", "two"]
    assert (content.version, content.held()) == (1, ())


def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = DeviceFile(tmp_path / "device.key")
    assert file.read() is None
    signing = sealing.Signing.new()
    file.write(Device(signing, b"signed", (b"keys",)))
    assert file.read() == Device(signing, b"signed", (b"keys",))
    assert file.path.stat().st_mode & 0o077 == 0
    file.path.write_bytes(b"junk")
    with pytest.raises(StoreError, match="enrol"):
        file.read()


def test_the_chain_binds_every_record_to_those_before() -> None:
    a, b = heads(genesis(DEVICE), [b"1", b"2"])
    assert b == chain(a, b"2") != chain(genesis(DEVICE), b"2")
