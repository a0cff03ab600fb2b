"""A new version takes over between visits, and gives way when it fails; switching off is no fault.

The windows are small real processes with the real store; the supervisor is the real one.
"""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.database import Database
from tests.kiosk.versions import Kiosk


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path)
    yield made
    made.off()


def all_is_there_once(kiosk: Kiosk) -> None:
    """Everything that a window had saved."""
    kiosk.off()
    said = [each.split()[1] for each in kiosk.notes() if each.startswith("saved")]
    store = Database(kiosk.folder / "kiosk.db")
    with store.use() as db:
        kept = [row[0] for row in db.execute("select record from submissions")]
    store.close()
    assert said and all(kept.count(each) == 1 for each in said)


def test_a_new_version_takes_over_and_is_good_once_a_visit_ended_in_it(kiosk: Kiosk) -> None:
    kiosk.on()
    kiosk.until(lambda notes: "drawn 1.0" in notes)
    kiosk.lay("2.0", "well")
    notes = kiosk.until(lambda notes: "drawn 2.0" in notes)
    assert notes.count("drawn 1.0") == 1 and kiosk.marks() == {}
    (kiosk.folder / "visit").touch()
    kiosk.until(lambda notes: "good/2.0" in kiosk.marks())
    kiosk.off()
    before = kiosk.count("begun 1.0")
    kiosk.on()
    kiosk.until(lambda notes: notes.count("drawn 2.0") > before)
    assert kiosk.count("begun 1.0") == before, "a start from nothing is of the good one"
    all_is_there_once(kiosk)


@pytest.mark.parametrize(
    ("how", "why"),
    [("import", "Unloaded"), ("hangs", "Unloaded"), ("draws", "Undrawn"), ("store", "Undrawn"),
     ("later", "Died"), ("deaf", "Died")],
)  # fmt: skip
def test_one_that_fails_is_tried_thrice_and_the_one_before_goes_on(
    tmp_path: Path, how: str, why: str
) -> None:
    kiosk = Kiosk(tmp_path, 5.0 if how == "hangs" else 60.0)
    kiosk.lay("2.0", how)
    kiosk.on()
    try:
        kiosk.until(lambda notes: "bad/2.0" in kiosk.marks())
        drawn = kiosk.count("drawn 1.0")
        assert kiosk.marks()["bad/2.0"] == why
        kiosk.until(lambda notes: kiosk.marks().get("failed/2.0", "").split() == [why] * 3)
        assert kiosk.count("begun 2.0") == 3
        assert drawn == 1 if why == "Unloaded" else drawn >= 3
        kiosk.lay("3.0", "well")  # what comes after a bad one is tried as any is
        kiosk.until(lambda notes: "drawn 3.0" in notes)
        assert kiosk.count("begun 2.0") == 3
        all_is_there_once(kiosk)
    finally:
        kiosk.off()


def test_a_good_one_that_starts_no_more_gives_way_to_the_one_before(kiosk: Kiosk) -> None:
    for version in ("2.0", "3.0"):
        kiosk.lay(version, "well")
        (kiosk.shelf / "good").mkdir(exist_ok=True)
        (kiosk.shelf / "good" / version).touch()
    (kiosk.folder / "3.0").write_text("import")
    kiosk.on()
    notes = kiosk.until(lambda notes: "drawn 2.0" in notes)
    assert notes[0] == "begun 3.0" and "begun 1.0" not in notes
    kiosk.until(lambda notes: "bad/3.0" in kiosk.marks())
    assert kiosk.count("begun 3.0") == 3 and kiosk.count("drawn 2.0") == 1
    all_is_there_once(kiosk)


def test_where_nothing_starts_no_version_is_to_blame(kiosk: Kiosk) -> None:
    """As without a screen."""
    kiosk.lay("2.0", "ends")
    (kiosk.shelf / "good").mkdir()
    (kiosk.shelf / "good" / "2.0").touch()
    (kiosk.folder / "1.0").write_text("import")
    for _ in range(4):
        kiosk.on()
        assert kiosk.process is not None and kiosk.process.wait(timeout=60) == 1
        kiosk.process = None
    assert kiosk.marks() == {"good/2.0": ""}
    assert kiosk.count("begun 2.0") == kiosk.count("begun 1.0") == 4


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM])
def test_switching_off_at_any_step_counts_for_nothing(kiosk: Kiosk, way: signal.Signals) -> None:
    kiosk.lay("2.0", "well")
    for step in ("begun 1.0", "drawn 1.0", "begun 2.0", "quiet 1.0", "saved", "drawn 2.0"):
        before = sum(each.startswith(step) for each in kiosk.notes())
        kiosk.on()
        kiosk.until(
            lambda notes, step=step, before=before: sum(n.startswith(step) for n in notes) > before  # type: ignore[misc]
        )
        kiosk.off(way)
        assert kiosk.marks() == {}
    kiosk.on()
    drawn = kiosk.count("drawn 2.0")
    kiosk.until(lambda notes: notes.count("drawn 2.0") > drawn)
    all_is_there_once(kiosk)


def test_a_window_that_is_slow_to_let_go_is_not_the_new_ones_fault(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, 5.0)
    kiosk.lay("2.0", "well")
    (tmp_path / "slow").touch()
    kiosk.on()
    try:
        kiosk.until(lambda notes: "quiet 1.0" in notes and len(kiosk.windows()) == 1)
        assert kiosk.marks() == {}
        (tmp_path / "slow").unlink()
        kiosk.until(lambda notes: "drawn 2.0" in notes)
        assert kiosk.marks() == {}
    finally:
        kiosk.off()


def test_a_visit_that_begins_calls_the_switch_off(kiosk: Kiosk) -> None:
    kiosk.lay("2.0", "well")
    kiosk.on()
    kiosk.until(lambda notes: "begun 2.0" in notes)
    (kiosk.folder / "somebody").touch()
    notes = kiosk.until(
        lambda notes: notes[-1] in ("begun 2.0", "again 1.0") or "drawn 2.0" in notes
    )
    (kiosk.folder / "somebody").unlink()
    kiosk.until(lambda notes: "drawn 2.0" in notes)
    assert kiosk.marks() == {}, notes


def test_what_lies_in_the_kiosks_own_folder_is_not_started_where_root_has_one(
    tmp_path: Path,
) -> None:
    """Whatever wrote it there and marked it good: the program and the version before serve."""
    kiosk = Kiosk(tmp_path)
    kiosk.lay("9.0", "well")
    (kiosk.shelf / "good").mkdir()
    (kiosk.shelf / "good" / "9.0").touch()
    kiosk.programs = tmp_path / "programs"
    kiosk.on()
    try:
        kiosk.until(lambda notes: "drawn 1.0" in notes)
        kiosk.lay("2.0", "well")
        kiosk.until(lambda notes: "drawn 2.0" in notes)
        (kiosk.folder / "visit").touch()
        kiosk.until(lambda notes: "good/2.0" in kiosk.marks())
        kiosk.off()
        before = kiosk.count("begun 2.0")
        kiosk.on()
        kiosk.until(lambda notes: notes.count("begun 2.0") > before)
        kiosk.until(lambda notes: notes.count("drawn 2.0") > before)
        assert kiosk.count("begun 9.0") == 0
    finally:
        kiosk.off()
    all_is_there_once(kiosk)
