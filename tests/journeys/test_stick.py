"""A kiosk that has no network: a USB stick carries the same bytes, and is not trusted."""

import errno
import os
import tracemalloc
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.carriers.stick import BATCH, FOLDER, REPLY
from sync.errors import CarrierError
from sync.protocol import MAX_REPLY
from tests.journeys.parts import PACK, CollectorProcess, Kiosk
from tests.journeys.test_line import wheres


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def carried(kiosk: Kiosk, root: Path) -> tuple[int, int]:
    from sync.carriers.stick import Stick

    return kiosk.parts.carry_in(Stick(root))


def out(kiosk: Kiosk, root: Path) -> int:
    from sync.carriers.stick import Stick

    return kiosk.parts.carry_out(Stick(root))


def test_out_in_and_back(
    collector: CollectorProcess, kiosk: Kiosk, stick: Path, tmp_path: Path
) -> None:
    collector.kill()
    for number in range(400):
        kiosk.report_light(f"lamp {number} {os.urandom(100).hex()}")
    assert out(kiosk, stick) == 400
    batches = list((stick / FOLDER).iterdir())
    assert len(batches) > 1 and all(len(each.name) <= 24 for each in batches)
    assert "0 refused" in collector.said("carry", "in", str(stick))
    assert kiosk.desk.status().waiting == 400  # only a receipt changes that
    kiosk.restart()
    assert carried(kiosk, stick) == (len(batches), 0)
    assert (kiosk.desk.status().waiting, kiosk.desk.status().arrived) == (0, 400)
    assert len(wheres(collector, tmp_path)) == 400
    assert list((stick / FOLDER).iterdir()) == []


def test_a_stick_brings_new_forms_too(
    collector: CollectorProcess, tmp_path: Path, stick: Path
) -> None:
    fresh = Kiosk(tmp_path / "fresh", collector.address)
    fresh.enrol(collector.said("code").split()[0])
    assert fresh.desk.offers() == []
    out(fresh, stick)
    collector.said("carry", "in", str(stick))
    carried(fresh, stick)
    assert len(fresh.desk.offers()) == len(PACK)


def test_stick_and_network_together_change_nothing(
    collector: CollectorProcess, kiosk: Kiosk, stick: Path, tmp_path: Path
) -> None:
    for number in range(3):
        kiosk.report_light(f"lamp {number}")
    out(kiosk, stick)
    kiosk.sync()
    collector.said("carry", "in", str(stick))
    collector.said("carry", "in", str(stick))
    kiosk.report_light("lamp 3")
    assert carried(kiosk, stick)[1] == 0
    kiosk.sync()
    assert wheres(collector, tmp_path) == [f"lamp {number}" for number in range(4)]


def test_a_hostile_stick_changes_nothing(
    collector: CollectorProcess, kiosk: Kiosk, stick: Path, tmp_path: Path
) -> None:
    kiosk.report_light("lamp 1")
    out(kiosk, stick)
    folder = stick / FOLDER
    (batch,) = folder.iterdir()
    good, hostile = batch.read_bytes(), 0
    secret = tmp_path / "secret"
    secret.write_bytes(b"not for the council")
    for number in range(40):
        name = f"{number:016x}"
        (folder / (name + BATCH)).write_bytes(os.urandom(100 + number))
        (folder / (name + REPLY)).write_bytes(good[: number + 70])
        hostile += 2
    (folder / ("a" * 16 + BATCH)).symlink_to(secret)
    (folder / ("b" * 16 + BATCH)).write_bytes(bytes(10_000_000))
    (folder / ("../../x" + BATCH).replace("/", "_")).write_bytes(good)
    (folder / ("c" * 16 + BATCH)).mkdir()
    os.mkfifo(folder / ("d" * 16 + REPLY))
    done = collector.command("carry", "in", str(stick))
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "1 batches taken, 40 refused" in done.stdout
    reply = folder / batch.name.replace(BATCH, REPLY)
    right = reply.read_bytes()
    for wrong in (good, right[:-1], right + b"x", bytes([right[0] ^ 1]) + right[1:]):
        reply.write_bytes(wrong)
        assert carried(kiosk, stick) == (0, 1)
        hostile += 1
    reply.write_bytes(right)
    for number in range(40):
        kiosk.parts.outbox.carry(bytes.fromhex(f"{number:016x}") + bytes(8), 1)
        with (folder / f"{number:016x}{REPLY}").open("wb") as file:
            file.truncate(MAX_REPLY)  # it takes no room on the stick
    tracemalloc.start()
    assert carried(kiosk, stick) == (1, 40)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5 * MAX_REPLY
    assert kiosk.desk.status().arrived == 1
    print(f"hostile files on the stick: {hostile + 5}, accepted: 0, {most >> 20} MB at most")


def test_two_kiosks_share_a_stick(
    collector: CollectorProcess, kiosk: Kiosk, stick: Path, tmp_path: Path
) -> None:
    """What is the other's is left for it, and not called a forgery."""
    other = Kiosk(tmp_path / "other", collector.address)
    other.enrol(collector.said("code").split()[0])
    for each in (kiosk, other):
        out(each, stick)
    collector.said("carry", "in", str(stick))
    assert carried(kiosk, stick) == (1, 0)
    assert carried(kiosk, stick) == (0, 0)
    assert carried(other, stick) == (1, 0)
    assert list((stick / FOLDER).iterdir()) == []


def test_a_locked_stick_brings_all_that_is_on_it(
    collector: CollectorProcess, kiosk: Kiosk, stick: Path
) -> None:
    """What was taken cannot be deleted there; that is no reason to leave the rest."""

    def locked(path: Path, **named: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    for number in range(2):
        kiosk.report_light(f"lamp {number}")
        out(kiosk, stick)
    collector.said("carry", "in", str(stick))
    with patch.object(os, "unlink", locked):
        assert carried(kiosk, stick) == (2, 0)
    assert kiosk.desk.status().arrived == 2


def test_a_stick_that_is_not_there_or_full_says_so(kiosk: Kiosk, tmp_path: Path) -> None:
    with pytest.raises(CarrierError, match="no folder"):
        out(kiosk, tmp_path / "none")
    locked = tmp_path / "locked"
    locked.mkdir()
    (locked / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(CarrierError, match="Nothing is lost"):
        out(kiosk, locked)
