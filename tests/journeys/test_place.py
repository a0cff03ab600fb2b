"""What's on and find help from the council's files to the kiosks, and what a bad file changes."""

import atexit
import datetime
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kiosk.visit import Rules, Visit
from sync import feed
from tests.collector.officer import Officer, officer
from tests.journeys.parts import CollectorProcess, Kiosk

DAY = datetime.timedelta(days=1)


@cache
def begun() -> Path:
    """Its folder, made once by commands and then copied."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = CollectorProcess(folder / "collector")
    made.init()
    made.said("addhub", "North Library")
    return made.data


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[CollectorProcess]:
    """One without forms, with two hubs."""
    shutil.copytree(begun(), tmp_path / "collector")
    made = CollectorProcess(tmp_path / "collector")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def kiosk(tmp_path: Path, collector: CollectorProcess) -> Kiosk:
    return enrolled(tmp_path / "kiosk", collector, "Central Library")


@pytest.fixture
def other(tmp_path: Path, collector: CollectorProcess) -> Kiosk:
    return enrolled(tmp_path / "other", collector, "North Library")


def enrolled(folder: Path, collector: CollectorProcess, hub: str) -> Kiosk:
    made = Kiosk(folder, collector.address)
    made.enrol(collector.said("code", "--hub", hub).split()[0])
    made.sync()
    return made


def today() -> datetime.date:
    return datetime.date.today()


def event(uid: str, title: str, *lines: str, day: int = 1) -> str:
    start = f"DTSTART;VALUE=DATE:{today() + day * DAY:%Y%m%d}"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", start, *lines,
                        "END:VEVENT", ""])  # fmt: skip


def calendar(path: Path, *events: str) -> str:
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n")
    return str(path)


def directory(path: Path, *names: str, **more: Any) -> str:
    made = [{"id": name, "name": name, "status": "active", **more} for name in names]
    path.write_text(json.dumps({"contents": made}))
    return str(path)


def publish(collector: CollectorProcess, folder: Path) -> None:
    """One event and somebody who helps."""
    soup = event("a", "Soup", "LOCATION:Central Library", "DESCRIPTION:Everybody is welcome.")
    collector.said("events", calendar(folder / "town.ics", soup))
    term: Any = [{"id": "t", "taxonomy_term": {"id": "f", "name": "Food banks", "description": ""}}]
    phones = [{"id": "p", "number": "0161 496 0000"}]
    path = directory(folder / "help.json", "St Mary's", attributes=term, phones=phones)
    collector.said("directory", path)


def titles(kiosk: Kiosk) -> list[str]:
    return [each.event.title for each in kiosk.desk.commons.events()]


def helpers(kiosk: Kiosk) -> list[str]:
    return [each.name for each in kiosk.desk.commons.services()]


def test_a_calendar_goes_to_the_kiosks_of_its_hubs(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, tmp_path: Path
) -> None:
    weekly = event("a", "Soup", "RRULE:FREQ=WEEKLY;COUNT=3", "LOCATION:Central Library")
    mine = calendar(tmp_path / "library.ics", weekly)
    assert "3 events" in collector.said("events", mine, "--hub", "Central Library")
    collector.said("events", calendar(tmp_path / "town.ics", event("b", "Market")))
    for each in (kiosk, other):
        each.sync()
    assert sorted(titles(kiosk)) == ["Market", "Soup", "Soup", "Soup"]
    assert titles(other) == ["Market"]
    visit = Visit(kiosk.desk.services(), Rules())
    visit.act("language:en")
    (room,) = visit.screen().choices[:1]
    assert (room.label, room.detail) == ("What's on", "Events: 4")
    visit.act(room.id)
    visit.act("in:near")
    first = visit.screen().choices[0]
    assert first.label == "Soup" and first.detail.startswith("Here. Tomorrow, All day")


def test_a_new_file_takes_the_place_of_the_old_and_a_broken_one_does_not(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    path = tmp_path / "town.ics"
    collector.said("events", calendar(path, event("a", "Soup"), event("b", "Market")))
    kiosk.sync()
    assert titles(kiosk) == ["Market", "Soup"]
    collector.said("events", calendar(path, event("a", "Stew")))
    kiosk.sync()
    assert titles(kiosk) == ["Stew"]
    done = collector.command("events", calendar(path, event("a", "Soup", "RRULE:FREQ=SECONDLY")))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "town.ics: Event 1, 'Soup', repeats every second" in done.stderr
    kiosk.sync()
    kiosk.restart()
    assert titles(kiosk) == ["Stew"]
    assert collector.said("events", "--list") == "town  1 events in the next 60 days  every hub"
    collector.said("events", "--down", "town")
    kiosk.sync()
    assert titles(kiosk) == [] and list(kiosk.desk.commons.rooms()) == []
    assert collector.command("events", "--down", "town").returncode == 1


def test_days_that_have_moved_on_are_written_out_again(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    daily = event("a", "Soup", "RRULE:FREQ=DAILY", day=-100)
    collector.said("events", calendar(tmp_path / "town.ics", daily))
    kiosk.sync()
    assert len(titles(kiosk)) == 60
    with sqlite3.connect(collector.data / "collector.db", timeout=30) as db:
        for days in (5, 8):  # as if it had been published so long ago
            first = (today() - days * DAY).isoformat()
            db.execute("update collector_listing set first_day = ?, count = 1", [first])
            db.commit()
            collector.said("tend")
            told = db.execute("select count from collector_listing").fetchone()
            assert told == (1 if days == 5 else 60,)
        left = db.execute("select count(*) from collector_feeditem where kind = 'events'")
        assert left.fetchone() == (1,)
        broken = [b"nothing", (today() - 9 * DAY).isoformat()]
        db.execute("update collector_listing set source = ?, first_day = ?", broken)
        db.commit()
    collector.said("tend")  # which cannot be: what is there stays
    kiosk.sync()
    assert len(titles(kiosk)) == 60


def test_a_directory_in_parts_from_a_folder(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, tmp_path: Path
) -> None:
    folder = tmp_path / "anytown"
    folder.mkdir()
    for page in range(3):
        names = [f"Help {page}-{number}" for number in range(200)]
        directory(folder / f"{page}.json", *names, assured_date="2026-06-03")
    directory(folder / "9.json", "Gone", status="defunct")
    told = collector.said("directory", str(folder), "--hub", "North Library")
    assert "600 services. 1 are left out, because they are not active." in told
    with sqlite3.connect(collector.data / "collector.db", timeout=30) as db:
        sizes = db.execute(
            "select length(content) from collector_feeditem where kind = 'directory'"
        ).fetchall()
    assert len(sizes) == 3 and all(size < feed.MAX_ITEM for (size,) in sizes)
    for each in (kiosk, other):
        each.sync()
    assert len(helpers(other)) == 600 and helpers(kiosk) == []
    (folder / "1.json").write_text('[{"id": "x", "status": "active"}]')
    done = collector.command("directory", str(folder))
    assert "Service 201: 'name' is missing." in done.stderr
    other.sync()
    assert len(helpers(other)) == 600


def counts(collector: CollectorProcess) -> list[tuple[Any, ...]]:
    with sqlite3.connect(collector.data / "collector.db", timeout=30) as db:
        return db.execute(
            "select kind, name, count from collector_listing order by kind"
        ).fetchall()


def sent(who: Officer, page: str, *files: tuple[str, str], **fields: str) -> tuple[int, str]:
    given = [("file", name, Path(path).read_bytes()) for name, path in files]
    answer = who.upload(page, given, **fields)
    return answer.status, answer.text


def test_a_publisher_uploads_by_the_pages_and_an_officer_only_looks(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    publisher = officer(collector, "amina", "publisher")
    good = calendar(tmp_path / "a.ics", event("a", "<b>Soup</b>"))
    assert sent(publisher, "/whats-on/", ("a.ics", good), name="Town")[0] == 302
    pages = [directory(tmp_path / f"{each}.json", each) for each in ("one", "two")]
    files = [(Path(each).name, each) for each in pages]
    assert sent(publisher, "/find-help/", *files, name="Helpers")[0] == 302
    there = [("directory", "Helpers", 2), ("events", "Town", 1)]
    assert counts(collector) == there
    kiosk.sync()
    assert (titles(kiosk), helpers(kiosk)) == (["Soup"], ["one", "two"])
    bad = directory(tmp_path / "bad.json", " ")
    status, text = sent(publisher, "/find-help/", ("bad.json", bad), name="Helpers")
    assert status == 400 and "is empty. What the kiosks have stays as it is." in text
    bomb = calendar(tmp_path / "bomb.ics", event("a", "Soup", "RRULE:FREQ=MINUTELY"))
    status, text = sent(publisher, "/whats-on/", ("bomb.ics", bomb), name="Town")
    assert status == 400 and "repeats every minute" in text
    assert sent(publisher, "/whats-on/", name="Town")[0] == 400
    reader = officer(collector, "bilal", "officer")
    assert "Town" in reader.get("/whats-on/").text
    assert "Upload a calendar" not in reader.get("/whats-on/").text
    for path in ("/whats-on/", "/find-help/", "/listings/1/down"):
        assert reader.post(path, page="/").status == 403
    assert counts(collector) == there
    assert publisher.post("/listings/1/down", page="/whats-on/").status == 302
    kiosk.sync()
    assert titles(kiosk) == [] and len(helpers(kiosk)) == 2
    with sqlite3.connect(collector.data / "collector.db", timeout=30) as db:
        log = db.execute("select action, subject from collector_audit order by id").fetchall()
    wanted = [("published events", "Town"), ("published directory", "Helpers"),
              ("withdrew events", "Town")]  # fmt: skip
    assert [each for each in log if each in wanted] == wanted
