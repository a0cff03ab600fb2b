"""Whatever a device may have sealed, it never blocks what stands behind it."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync import codec, feed, reference
from sync.symbols import table
from tests.collector.device import Device
from tests.journeys.parts import CollectorProcess


@pytest.fixture
def device(collector: CollectorProcess) -> Iterator[Device]:
    yield Device(collector)


def counted(collector: CollectorProcess) -> tuple[int, int, int]:
    collector.said("read", "--once")
    held = json.loads(collector.said("show", "--json"))
    return held["submissions"], held["unread"], held["set_aside"]


def packed(device: Device, body: bytes, head: bytes = bytes(6)) -> bytes:
    """A record of any body, in the codes of its form's dictionary."""
    key, words = feed.item_key(device.item)[: codec.FORM_KEY], table(device.form.dictionary)
    return key + head + bytes(3) + words.encode(body)


def hostile(device: Device) -> list[bytes]:
    good = codec.pack(device.form.xml, b'<data id="report_problem"><where>x</where></data>')
    control = b'<data id="report_problem"><where>y</where></data>'
    bad_text = codec.pack(device.form.xml, control).replace(b"y", b"\0")
    begun = b"\x93\xa2en\x90"
    return [
        b"",
        b"short",
        b"\1" * 3 + device.plain("another form")[3:],
        device.plain("cut")[:-3],
        packed(device, b""),
        packed(device, begun),
        packed(device, begun + good, bytes([0x20, *bytes(5)])),
        packed(device, begun + good, bytes([0x80, *bytes(5)])),
        packed(device, b"\x93\x01\x90" + good),
        packed(device, b"\x93\xa2en\x91\x01" + good),
        packed(device, begun + b"\xc1"),
        packed(device, begun + b"\x93\x01\x02\x03"),
        packed(device, begun + bad_text),
    ]


def test_nonsense_is_set_aside_and_the_rest_is_read(
    collector: CollectorProcess, device: Device
) -> None:
    read, unread, aside = counted(collector)
    plains = hostile(device)
    for plain in plains:
        device.seal(plain, device.plain("good behind it"))
    device.send()
    assert counted(collector) == (read + len(plains), unread, aside + len(plains))
    assert counted(collector) == (read + len(plains), unread, aside + len(plains))
    print(f"hostile records set aside: {len(plains)}, good ones behind them read: {len(plains)}")


def test_an_odd_language_does_no_harm(collector: CollectorProcess, device: Device) -> None:
    read, unread, aside = counted(collector)
    device.seal(device.plain("a", language="x" * 500), device.plain("b", language="e\0n"))
    device.send()
    assert counted(collector) == (read + 2, unread, aside)


def test_an_altered_record_spoils_its_epoch_and_no_other(
    collector: CollectorProcess, device: Device
) -> None:
    read, unread, aside = counted(collector)
    device.seal(*(device.plain(f"lamp {number}") for number in range(4)))
    device.records[1] = device.records[1][:-1] + bytes([device.records[1][-1] ^ 1])
    device.sealer.abandon()
    device.seal(device.plain("the next epoch"))
    device.send()
    assert counted(collector) == (read + 2, unread, aside + 3)


@pytest.mark.parametrize("more", [[], ["--again"]])
def test_without_the_key_it_says_so_and_touches_nothing(
    collector: CollectorProcess, device: Device, tmp_path: Path, more: list[str]
) -> None:
    read, unread, aside = counted(collector)
    (key,) = (collector.data / "reading").glob("*.key")
    key.rename(tmp_path / key.name)
    said = reference.new()
    device.seal(device.plain("lamp 1"), device.plain("lamp 2", said=said))
    device.send()
    done = collector.command("read", "--once", *more)
    assert done.returncode == 1 and done.stdout == ""
    assert "The private key is not in" in done.stderr and "Traceback" not in done.stderr
    assert "Nothing with this" in collector.command("erase", reference.digits(said)).stderr
    held = json.loads(collector.said("show", "--json"))
    assert (held["submissions"], held["unread"], held["set_aside"]) == (read, unread + 2, aside)
    (tmp_path / key.name).rename(key)
    assert counted(collector) == (read + 2, unread, aside)


def test_a_worker_waits_for_its_key_and_goes_on_with_it(
    collector: CollectorProcess, device: Device, tmp_path: Path
) -> None:
    read, unread, aside = counted(collector)
    (key,) = (collector.data / "reading").glob("*.key")
    key.rename(tmp_path / key.name)
    device.seal(device.plain("lamp 1"))
    device.send()
    line = [sys.executable, "-m", "sync.collector", "--data", str(collector.data), "read"]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        said = iter(worker.stderr)
        assert next(each for each in said if "The private key is not in" in each)
        (tmp_path / key.name).rename(key)
        assert next(each for each in said if "1 read, 0 set aside" in each)
        worker.terminate()
    assert counted(collector) == (read + 1, unread, aside)


def test_what_was_set_aside_is_tried_again_when_an_old_key_is_back(
    collector: CollectorProcess, device: Device, tmp_path: Path
) -> None:
    read, unread, aside = counted(collector)
    (key,) = (collector.data / "reading").glob("*.key")
    collector.said("keys", "--renew", "council")
    key.rename(tmp_path / key.name)
    device.seal(device.plain("lamp 1"), device.plain("lamp 2"))  # it has not heard of the new one
    device.send()
    assert counted(collector) == (read, unread, aside + 2)
    (tmp_path / key.name).rename(key)
    collector.said("read", "--once", "--again")
    assert counted(collector) == (read + 2, unread, aside)


def test_what_cannot_be_kept_is_not_called_read(tmp_path: Path) -> None:
    """As when an older program runs on the database of a newer one: it waits, nothing is lost."""
    collector = CollectorProcess(tmp_path / "collector")
    collector.begin()
    collector.start()
    device = Device(collector)
    device.seal(device.plain("said once"))
    device.send()
    collector.kill()
    with closing(sqlite3.connect(collector.data / "collector.db", timeout=90)) as db:
        made = "select sql from sqlite_master where name = 'collector_submission'"
        as_it_is = db.execute(made).fetchone()[0]
        newer = as_it_is.replace("(", '("later" text not null, ', 1)
        db.executescript(f"drop table collector_submission; {newer};")
        assert collector.command("read", "--once").returncode == 1
        waiting = "select count(*) from collector_sealedrecord where read_at is null"
        assert db.execute(waiting).fetchone()[0] == 1
        db.executescript(f"drop table collector_submission; {as_it_is};")
    assert counted(collector) == (1, 0, 0)
