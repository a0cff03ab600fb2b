"""The whole line with real parts: what a resident was told is saved arrives, once."""

import json
import re
from pathlib import Path

import pytest

from sync.errors import CarrierError
from tests.journeys.parts import CollectorProcess, Kiosk


def wheres(collector: CollectorProcess, tmp_path: Path) -> list[str]:
    """What the council can read of where the lights are, sorted."""
    collector.said("read", "--once")
    file = tmp_path / "answers.csv"
    collector.said("export", "report_problem", "--csv", str(file))
    return sorted(re.findall(r"lamp \d+", file.read_text(encoding="utf-8-sig")))


def test_from_a_tap_to_the_council(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    titles = {offer.title["en"] for offer in kiosk.desk.offers()}
    assert titles == {"Your High Street", "Report a problem", "Ask for help", "How are we doing?"}
    reference = kiosk.report_light("lamp 1")
    assert re.fullmatch(r"[A-Z]+-\d{4}(-[A-Z]+){3}", reference)
    assert kiosk.desk.status().waiting == 1
    kiosk.sync()
    assert (kiosk.desk.status().waiting, kiosk.desk.status().arrived) == (0, 1)
    assert wheres(collector, tmp_path) == ["lamp 1"]
    held = json.loads(collector.said("show", "--json"))
    assert (held["submissions"], held["unread"], held["set_aside"]) == (1, 0, 0)


def test_an_hour_without_the_collector_and_a_restart(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    """Promise 1: the collector is killed, the kiosk restarts, everything arrives once."""
    for number in range(5):
        kiosk.report_light(f"lamp {number}")
    kiosk.sync()
    collector.kill()
    for number in range(5, 12):
        kiosk.report_light(f"lamp {number}")
        with pytest.raises(CarrierError):
            kiosk.sync()
    kiosk.restart()
    assert (kiosk.desk.status().waiting, kiosk.desk.status().arrived) == (7, 5)
    kiosk.desk.offers()
    for number in range(12, 15):
        kiosk.report_light(f"lamp {number}")
    collector.start()
    kiosk.sync()
    kiosk.sync()
    assert kiosk.desk.status().waiting == 0
    assert wheres(collector, tmp_path) == sorted(f"lamp {number}" for number in range(15))
    print("arrived once: 15 of 15, lost 0, duplicated 0")


def test_a_receipt_that_is_lost_changes_nothing(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    """The batch arrives, the answer does not; the same batch comes again."""
    kiosk.report_light("lamp 1")
    good = kiosk.carrier.sync

    def cut(batch: bytes) -> bytes:
        good(batch)
        raise CarrierError("cut")

    kiosk.carrier.sync = cut  # type: ignore[method-assign]
    for _ in range(3):
        with pytest.raises(CarrierError):
            kiosk.sync()
    kiosk.carrier.sync = good  # type: ignore[method-assign]
    kiosk.restart()
    kiosk.sync()
    assert wheres(collector, tmp_path) == ["lamp 1"]


def test_the_disk_of_the_kiosk_tells_nothing(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    """Promise 2: what was said stands nowhere on the kiosk, nor blind on the collector."""
    canary = "lamp 7261 beside CANARYWHARFSTREET"
    kiosk.report_light(canary)
    kiosk.sync()
    looked = 0
    for folder in (tmp_path / "kiosk", tmp_path / "collector"):
        for path in folder.rglob("*"):
            if path.is_file():
                looked += 1
                assert b"CANARYWHARF" not in path.read_bytes(), path
    assert wheres(collector, tmp_path) == ["lamp 7261"]
    print(f"files looked through: {looked}, canaries found: 0")


def test_a_collector_set_back_to_a_copy_gets_everything_again(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk.report_light("lamp 1")
    kiosk.sync()
    copy = Path(collector.said("backup").partition(": ")[0])
    for number in (2, 3):
        kiosk.report_light(f"lamp {number}")
    kiosk.sync()
    collector.kill()
    for old in collector.data.glob("collector.db*"):
        old.unlink()
    (collector.data / "collector.db").write_bytes(copy.read_bytes())
    collector.start()
    kiosk.sync()
    kiosk.sync()
    assert kiosk.desk.status().waiting == 0
    assert wheres(collector, tmp_path) == ["lamp 1", "lamp 2", "lamp 3"]
