"""A new version by USB stick: from the collector onto the shelf of kiosks that have no network."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.releases.carried import bring
from kiosk.releases.own import Running
from kiosk.releases.shelf import Shelf
from kiosk.releases.updates import Updates
from kiosk.staff.services import StaffError, Version
from sync.carriers.pieces import Pieces
from sync.carriers.stick import FOLDER, PIECES, REPLY, Stick
from tests.journeys.parts import ROOT, CollectorProcess, Kiosk
from tests.journeys.test_updates import MINE, OURS, made, publish, root
from tests.kiosk.shop import content

TIGHT = """import shutil, sys
real = shutil.disk_usage
room = 50_000_000 + int(sys.argv.pop(1))
shutil.disk_usage = lambda path: real(path)._replace(free=room)
from sync.collector.__main__ import main
sys.exit(main())
"""
"""The collector's command, with a stick that has so many bytes free beside what stays free."""


@dataclass(frozen=True)
class Town:
    """All of them."""

    collector: CollectorProcess
    kiosks: dict[str, Kiosk]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A collector, and kiosks that were enrolled while there was a network; then there is none.

    Each test has hubs and versions of its own.
    """
    folder = tmp_path_factory.mktemp("carried")
    collector, kiosks = CollectorProcess(folder / "collector"), {}
    collector.init()
    collector.start()
    for hub in ("South", "East", "West", "Mill"):
        collector.said("addhub", hub, *OURS)
        kiosks[hub] = Kiosk(folder / hub, collector.address)
        kiosks[hub].enrol(collector.said("code", "--hub", hub, *OURS).split()[0])
    collector.kill()
    yield Town(collector, kiosks)
    collector.kill()


@pytest.fixture
def council(town: Town) -> CollectorProcess:
    return town.collector


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def round_trip(collector: CollectorProcess, stick: Path, *kiosks: Kiosk) -> str:
    """A stick to the council and back to these kiosks, without the version on it; what was said."""
    for kiosk in kiosks:
        kiosk.parts.carry_out(Stick(stick))
    said = collector.said("carry", "in", str(stick))
    for kiosk in kiosks:
        assert kiosk.parts.carry_in(Stick(stick))[0] == 1
    return said


def command(kiosk: Kiosk, stick: Path) -> tuple[int, str, str]:
    """``kiosk carry in``: its exit code, and what it says."""
    kiosk.parts.database.close()
    line = [sys.executable, "-m", "kiosk", "--data", str(kiosk.data), "carry", "in", str(stick)]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=False)
    kiosk.restart()
    return done.returncode, done.stdout, done.stderr


def versions(kiosk: Kiosk) -> list[str]:
    return [each.version for each in kiosk.parts.shelf.versions()]


def files(stick: Path) -> dict[str, int]:
    """The pieces on a stick, and when each was written."""
    found = (stick / FOLDER / PIECES).glob("*")
    return {each.name: each.stat().st_mtime_ns for each in found}


def runs(kiosk: Kiosk, version: str) -> Updates:
    """As if that version, which lies on its shelf, were the one that runs."""
    folder, who = kiosk.settings.shelf, kiosk.parts.identity
    return Updates(
        Shelf(folder), Running(version, MINE, folder / version), who.enrolled.device,
        kiosk.parts.updates()._items, lambda: who.trust.keys.root,
    )  # fmt: skip


def test_by_stick_alone_and_by_a_step_to_the_next(
    town: Town, council: CollectorProcess, tmp_path: Path, stick: Path
) -> None:
    kiosk = town.kiosks["South"]
    publish(council, made(council, tmp_path, "1.0"), "South")
    kiosk.parts.carry_out(Stick(stick))
    assert f"Program 1.0 for {MINE} is on the stick" in council.said("carry", "in", str(stick))
    code, said, _ = command(kiosk, stick)
    assert code == 0 and "Version 1.0 is here whole" in said
    assert versions(kiosk) == ["1.0"]
    assert content(kiosk.settings.shelf / "1.0") == content(tmp_path / "program-1.0")
    first = files(stick)
    assert first and all(len(name) <= 24 and name == name.lower() for name in first)
    code, said, _ = command(kiosk, stick)
    assert code == 0 and said.startswith("0 replies") and "Version" not in said

    spoilt = stick / FOLDER / PIECES / min(first)
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    first = files(stick)
    costs = publish(council, made(council, tmp_path, "1.1"), "South")
    round_trip(council, stick, kiosk)
    second = files(stick)
    assert spoilt.name not in second or second[spoilt.name] > first[spoilt.name]
    again = set(first) & set(second) - {spoilt.name}
    assert again and all(first[name] == second[name] for name in again), "whole: not written again"
    updates = runs(kiosk, "1.0")
    came = bring(updates, Pieces(Stick(stick)), lambda: False)
    assert came and came.whole and updates.pieces.fetched == costs["fetched_from"]["1.0"]
    assert costs["fetched_from"]["1.0"] < costs["fetched"] / 10
    assert content(kiosk.settings.shelf / "1.1") == content(tmp_path / "program-1.1")

    council.said("release", "withdraw", "1.1", *OURS)
    round_trip(council, stick, kiosk)
    assert set(files(stick)) == set(first) != set(second), "what is needed no more goes"


def test_one_stick_for_two_hubs_and_nothing_for_who_was_revoked(
    town: Town, council: CollectorProcess, tmp_path: Path, stick: Path
) -> None:
    east, west = town.kiosks["East"], town.kiosks["West"]
    publish(council, made(council, tmp_path, "2.0"), "East")
    publish(council, made(council, tmp_path, "2.1"), "West")

    east.parts.carry_out(Stick(stick))
    said = council.said("carry", "in", str(stick), "--no-releases")
    assert "Program" not in said and not files(stick)
    east.parts.carry_in(Stick(stick))
    said = round_trip(council, stick, east, west)
    assert "Program 2.0" in said and "Program 2.1" in said
    council.said("carry", "in", str(stick))  # put in once more, by mistake
    told: list[tuple[int, int]] = []
    for kiosk, version in ((east, "2.0"), (west, "2.1")):
        room = kiosk.desk.backroom.services()
        came = room.carry_version(str(stick), lambda done, of: told.append((done, of)))
        assert came == Version(version, True) and versions(kiosk) == [version]
        assert content(kiosk.settings.shelf / version) == content(tmp_path / f"program-{version}")
        parts = [done / of for done, of in told]
        assert parts == sorted(parts) and 0 < parts[0] < parts[-1] <= 1
        told.clear()

    room = east.desk.backroom.services()
    with pytest.raises(StaffError, match="put the stick in"):  # it was pulled out after the replies
        room.carry_version(str(stick / "gone"), lambda done, of: None)
    shutil.rmtree(stick / FOLDER)
    council.said("devices", "--revoke", west.parts.identity.enrolled.device.hex(), *OURS)
    said = round_trip(council, stick, west)
    assert "1 batches taken" in said and "Program" not in said and not files(stick)


def test_a_stick_with_too_little_room_brings_the_replies_and_the_next_goes_on(
    town: Town, council: CollectorProcess, tmp_path: Path, stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    kiosk = town.kiosks["Mill"]
    publish(council, made(council, tmp_path, "3.0"), "Mill")
    kiosk.parts.carry_out(Stick(stick))
    line = [sys.executable, "-c", TIGHT, "20000", "--data", str(council.data), "carry", "in"]
    done = subprocess.run([*line, stick], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0 and "1 batches taken, 0 refused" in done.stdout
    assert done.stderr.count("\n") == 1 and "too little room" in done.stderr
    assert not files(stick)
    assert command(kiosk, stick)[0] == 0 and versions(kiosk) == []

    kiosk.parts.carry_out(Stick(stick))
    (stick / FOLDER / PIECES).write_text("a file where the folder should be")
    locked = council.command("carry", "in", str(stick))
    assert locked.returncode == 0 and "the replies are" in locked.stderr
    assert "Traceback" not in locked.stderr and "1 batches taken" in locked.stdout
    assert [each.name[-7:] for each in (stick / FOLDER).glob("*.cs")] == [REPLY]
    (stick / FOLDER / PIECES).unlink()

    kiosk.parts.carry_out(Stick(stick))
    council.said("carry", "in", str(stick))
    *rest, largest = sorted((stick / FOLDER / PIECES).iterdir(), key=lambda p: p.stat().st_size)
    kept = largest.read_bytes()
    largest.unlink()
    code, said, why = command(kiosk, stick)
    assert code == 1 and versions(kiosk) == [] and "2 replies taken" in said
    assert why == (
        "kiosk: Version 3.0 is not here yet. Not all of the new version is on this stick, or it"
        " was taken out; what came is kept, and the next stick or the network goes on from"
        " there.\n"
    )
    for path in rest:
        path.unlink()
    largest.write_bytes(kept)
    assert command(kiosk, stick)[0] == 1, "that piece is here now, and more are not"
    council.start()
    kiosk.sync()
    updates, ways = kiosk.parts.updates(), kiosk.parts.ways()
    while updates.turn(ways, lambda: False):
        pass
    council.kill()
    assert versions(kiosk) == ["3.0"], "the network goes on where the stick ended"
    assert updates.pieces.fetched < len(kept)
    assert content(kiosk.settings.shelf / "3.0") == content(tmp_path / "program-3.0")

    round_trip(council, stick, kiosk)
    may = kiosk.settings
    kiosk.settings = replace(may, updates=False)
    kiosk.restart()
    shutil.rmtree(may.shelf)
    assert kiosk.parts.bring(Stick(stick)) is None and not may.shelf.exists()
    kiosk.settings = may
    with root(kiosk, tmp_path, monkeypatch) as programs:
        came = kiosk.parts.bring(Stick(stick))
        assert came and came.whole and versions(kiosk) == ["3.0"]
        assert content(programs / "3.0") == content(tmp_path / "program-3.0")
        assert [each.name for each in kiosk.settings.shelf.glob("*.part")] == []
