"""My place from the council's files to the kiosks: a change travels small, a bad file changes
nothing."""

import sqlite3
from pathlib import Path

from kiosk.place.area import Area
from kiosk.screens import Text
from kiosk.visit import Rules, Visit
from tests.journeys import my_place as files
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_place import collector, kiosk, other

__all__ = ["collector", "kiosk", "other"]


def area(kiosk: Kiosk) -> Area:
    kiosk.sync()
    return kiosk.desk.commons.area()


def ward(kiosk: Kiosk, typed: str) -> list[str]:
    return [each.name for each in area(kiosk).found(typed)[0]]


def load(collector: CollectorProcess, folder: Path) -> None:
    collector.said("place", "councillors", files.councillors(folder))
    collector.said("place", "postcodes", files.postcodes(folder / "onspd.csv"))


def test_all_of_it_goes_to_the_kiosks(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, tmp_path: Path
) -> None:
    early = collector.command("place", "postcodes", files.postcodes(tmp_path / "onspd.csv"))
    assert early.returncode == 1 and "Load the councillors first" in early.stderr
    told = collector.said("place", "councillors", files.councillors(tmp_path))
    assert told == "3 councillors of 2 wards, 1 pictures. They go to every hub."
    more = files.postcodes(
        tmp_path / "more.csv", *files.POSTCODES[1:], ("AN2 1AA", "E05000003", "")
    )
    told = collector.said("place", "postcodes", more, "--authority", files.AUTHORITY)
    assert "3 postcodes of 3 wards" in told
    assert "No councillors are loaded for E05000003." in told
    told = collector.said("place", "postcodes", str(tmp_path / "onspd.csv"))
    assert told.startswith("3 postcodes of 2 wards, 1 of them not in use any more")
    collector.said("place", "decisions", files.table(tmp_path / "d.csv", files.DECISIONS))
    speaking = files.table(tmp_path / "s.csv", files.SPEAKING)
    collector.said("place", "speaking", speaking, "--hub", "Central Library")
    assert [each.name for each in area(kiosk).wards] == ["Abbey", "Brook"]
    lee = area(kiosk).wards[0].councillors[0]
    assert (lee.name, lee.party, lee.picture[:2]) == ("Ann Lee", "The Town Party", b"\xff\xd8")
    assert lee.surgeries == ("Saturdays, 10, Central Library",)
    assert ward(kiosk, "an1 iaa") == ["Abbey"] and ward(kiosk, "AN11AB") == ["Brook"]
    assert area(kiosk).found("AN9 9ZZ")[1] and ward(kiosk, "ZZ1 1AA") == []
    assert [each.titles["en"] for each in area(kiosk).decisions] == [
        "Six new benches", "The council tax",
    ]  # fmt: skip
    assert len(area(kiosk).steps) == 2 and area(other).steps == []
    assert collector.said("place").splitlines()[0] == "decisions  2  every hub"
    kiosk.restart()
    visit = Visit(kiosk.desk.services(), Rules())
    for id in ("language:pl", "room:0", "in:wards", "in:ward:E05000001", "in:speaking"):
        visit.act(id)
    assert visit.screen().blocks[0] == Text("Przed zebraniem", "lead")
    collector.said("place", "councillors", "--down")
    assert area(kiosk).wards == () and list(kiosk.desk.commons.rooms()) == []
    assert collector.command("place", "councillors", "--down").returncode == 1


def keys(collector: CollectorProcess) -> dict[str, int]:
    with sqlite3.connect(collector.data / "collector.db", timeout=30) as db:
        found = db.execute(
            "select key, length(content) from collector_feeditem where kind in"
            " ('postcodes', 'wards')"
        )
        return dict(found.fetchall())


def test_what_changes_is_the_item_of_one_ward_and_a_bad_file_changes_nothing(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    load(collector, tmp_path)
    before = keys(collector)
    moved = [("AN1 1AA", "E05000001", ""), ("AN1 1AB", "E05000002", ""), ("AN1 1AD", "E05000002",
             ""), ("AN9 9ZZ", "E05000001", "199606")]  # fmt: skip
    collector.said("place", "postcodes", files.postcodes(tmp_path / "onspd.csv", *moved))
    after = keys(collector)
    new = {key: size for key, size in after.items() if key not in before}
    assert len(before) == len(after) == 4 and len(new) == 1 and max(new.values()) < 100
    assert ward(kiosk, "AN1 1AD") == ["Brook"]
    collector.said("place", "postcodes", str(tmp_path / "onspd.csv"))
    collector.said("place", "councillors", files.councillors(tmp_path))
    assert keys(collector) == after  # the same again is nothing to send
    bad_files_change_nothing(collector, kiosk, tmp_path)


def bad_files_change_nothing(collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path) -> None:
    there, held = area(kiosk), keys(collector)
    lost = files.COUNCILLORS.replace("lee.jpg", "gone.jpg")
    twice = files.COUNCILLORS.replace("Bashir Khan", "Ann Lee")
    elsewhere = files.postcodes(tmp_path / "x.csv", ("XY1 1AA", "E05000077", ""))
    wrong = files.table(tmp_path / "wrong.csv", "postcode,ward name\nAN1 1AA,Abbey\n")
    for part, path, words in (
        ("councillors", files.table(tmp_path / "lost.csv", lost), "gone.jpg (row 2)"),
        ("councillors", files.table(tmp_path / "twice.csv", twice), "row 3 names Ann Lee"),
        ("postcodes", elsewhere, "none of its 21 postcodes is in your wards, such as E05000001"),
        ("postcodes", wrong, "wrong.csv: its first line names no column of the postcode"),
        ("decisions", str(tmp_path), "There is no file"),
    ):
        done = collector.command("place", part, path)
        assert done.returncode == 1 and words in done.stderr, (part, path, done.stderr)
        assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1
    assert keys(collector) == held and area(kiosk) == there
