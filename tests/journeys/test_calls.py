"""People to call: agreed to at a kiosk, read in its staff mode with a code, and by nobody else."""

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.parts import Parts
from kiosk.visit import Finished
from sync import followups, reference, sealing
from sync.collector import slips
from tests.collector.officer import Officer
from tests.journeys.parts import ROOT, Kiosk
from tests.journeys.town import begun, copied

NAME, PHONE, SAID = "qz-Ruth", "0161 4960773", "qz-damp-in-the-flat"
"""Canaries: two that staff may see, and one that they may never see."""
FORM = ROOT / "assets" / "pack" / "ask_for_help.xlsx"
ABOUT = "A call about help"
KIOSKS = (("kiosk", "Central Library"),)


class Town:
    """A collector, a kiosk with the form of the pack that asks for consent, and an officer."""

    def __init__(self, folder: Path) -> None:
        made, cookies = begun((FORM,), KIOSKS, "protection")
        self.collector = copied(made, folder, KIOSKS)
        self.kiosk = Kiosk(folder / "kiosk", self.collector.address)
        self.officer = Officer(self.collector, dict(cookies))

    def say(self, consent: str, name: str = NAME) -> str:
        (offer,) = self.kiosk.desk.offers()
        answers = self.kiosk.desk.open_form(offer.key).start()
        said = {"soon": "week", "way": "phone", "contact_name": name, "contact_phone": PHONE,
                "may_we_call": consent, "more": SAID}  # fmt: skip
        answers.answer("/data/needs", "company")
        for question, value in said.items():
            answers.answer(f"/data/{question}", value)
        done = Finished(offer.key, answers.finish(), "en", False, answers.files())
        return self.kiosk.desk.submit(done).reference

    def settle(self) -> None:
        """What was said and done arrives, and what the council makes of it comes back."""
        self.kiosk.sync()
        self.collector.said("read", "--once")
        self.kiosk.sync()

    def allow(self, do: str = "on", **given: str) -> str:
        """By the page; what it says."""
        page = self.officer.get("/calls/").text
        hub = re.search(r'<option value="(\d+)">', page)
        assert hub is not None
        answer = self.officer.post("/calls/", do=do, hub=hub[1], at=hub[1], **given)
        assert answer.status in (200, 302), answer.text
        return answer.text

    def code(self, called: str) -> str:
        found = re.search(r"<b>([A-Z]+-\d{4}(?:-[A-Z]+){3})</b>", self.allow("code", called=called))
        assert found is not None
        return found[1]

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What the collector's database says; what was asked of it to change stands then."""
        with closing(sqlite3.connect(self.collector.data / "collector.db", timeout=90)) as db, db:
            return db.execute(question).fetchall()

    def names(self, code: str) -> list[str]:
        people = self.staff.open_calls(code)
        assert people is not None
        return [each.name for each in people]

    @property
    def staff(self):  # type: ignore[no-untyped-def]
        return self.kiosk.desk.backroom.services()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.collector.kill()


def test_who_agreed_is_called_and_what_came_of_it_goes_back(town: Town) -> None:
    for consent, name in (("yes", NAME), ("no", "qz-Omar"), ("yes", "qz-Lena")):
        town.say(consent, name)
    town.settle()
    assert not town.staff.calls(), "nothing of it is there before the council says so"
    town.allow(form="ask_for_help", days="14", about=ABOUT)
    town.settle()
    assert not town.staff.calls(), "without a code there is no list"
    code = town.code("Sam")
    town.settle()
    people = town.staff.open_calls(code)
    assert people is not None and {each.name for each in people} == {NAME, "qz-Lena"}
    assert {(each.reach, each.about) for each in people} == {(PHONE, ABOUT)}
    assert town.staff.open_calls(code.lower().replace("-", " ")) == people
    town.staff.called(people[0].id, "called")
    town.staff.called(people[1].id, "missed")
    left = town.staff.open_calls(code)
    assert left == [people[1]], "who was spoken to is gone at once, without a network"
    town.settle()
    assert town.staff.open_calls(code) == [people[1]]
    row = town.officer.get("/calls/").text
    told = dict(re.findall(r'data-label="([^"]+)">(\d+)<', row))
    assert told == {"Days": "14", "To call": "0", "Not reached": "1", "Called": "1",
                    "Wrong number": "0"}  # fmt: skip
    assert SAID not in row and PHONE not in row
    assert "let hub staff call" in town.officer.get("/protection/log").text
    assert "See name and number" in town.officer.get("/protection/assessment").text


def test_a_stolen_kiosk_tells_nothing_and_a_wrong_code_is_slowed(town: Town) -> None:
    town.say("yes")
    town.allow(form="ask_for_help", days="14")
    code = town.code("Sam")
    town.settle()
    (body,) = town.kiosk.parts.content.bodies("calls")
    assert followups.opened(body, sealing.calls_key(reference.read(code)))
    for _ in range(3):
        assert followups.opened(body, sealing.calls_key(reference.new())) is None
    assert followups.opened(body, sealing.reply_key(reference.read(code))) is None
    assert town.staff.open_calls(code)
    before = [path for path in town.kiosk.data.rglob("*") if path.is_file()]
    for path in before:
        content = path.read_bytes()
        for canary in (NAME, PHONE, SAID, code):
            assert canary.encode() not in content, (path, canary)
    assert town.staff.open_calls("HAZEL-4821-FERN-OTTER-PLUM") is None, "a slip costs nothing"
    assert town.staff.calls_pause() == 0
    assert town.staff.open_calls(reference.words(reference.new())) is None
    assert town.staff.calls_pause() > 0 and town.staff.open_calls(code) is None


def test_an_entry_ends_after_its_days_at_the_council_and_on_a_kiosk_that_hears_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.say("yes")
    town.allow(form="ask_for_help", days="14")
    code = town.code("Sam")
    town.settle()
    older = "update collector_submission set received_at = datetime(received_at, '-{} days')"
    town.rows(older.format(5))
    town.say("yes", "qz-Lena")
    town.settle()
    assert sorted(town.names(code)) == ["qz-Lena", NAME]
    now = Parts.now
    for days, left in ((8, ["qz-Lena", NAME]), (10, ["qz-Lena"]), (15, [])):
        later = lambda parts, days=days: now(parts) + days * 86_400  # noqa: E731
        monkeypatch.setattr(Parts, "today", later)
        assert sorted(town.names(code)) == left, days
    monkeypatch.undo()
    town.rows(older.format(10))
    town.settle()
    assert town.names(code) == ["qz-Lena"]
    told = re.findall(r'data-label="To call">(\d+)<', town.officer.get("/calls/").text)
    assert told == ["1"], "the page counts those who may still be called"


def test_the_residents_copy_tells_of_the_call_and_an_erasure_takes_it(town: Town) -> None:
    said = town.say("yes")
    town.allow(form="ask_for_help", days="14")
    code = town.code("Sam")
    town.settle()
    for outcome, told in (("missed", "missed"), ("called", "called")):
        (person,) = town.staff.open_calls(code)
        town.staff.called(person.id, outcome)
        town.settle()
        answer = town.officer.post("/protection/copy", reference=said)
        pack = zipfile.ZipFile(io.BytesIO(answer.body))
        (only,) = json.loads(pack.read("data.json"))["said"]
        assert [each["outcome"] for each in only["calls"]] == [told]
        assert f"</dt><dd>{told}</dd>" in pack.read("read-me-first.html").decode()
    assert town.rows("select outcome from collector_followup") == [("called",)]
    town.collector.said("erase", said)
    assert town.rows("select outcome from collector_followup") == []
    town.kiosk.sync()
    assert town.names(code) == []


def test_a_code_is_a_square_on_the_page_and_on_paper(town: Town, tmp_path: Path) -> None:
    """A scanner types what the square says; the page to print is for one pair of eyes."""
    page = town.allow("code", called="Sam")
    words = re.findall(r"<b>([A-Z0-9-]+)</b>", page)
    assert len(words) == 1 and slips.square(words[0]) in page
    into = tmp_path / "alex.html"
    told = town.collector.said("calls", "code", "Alex", "--into", str(into))
    assert into.stat().st_mode & 0o777 == 0o600
    (word,) = re.findall(r"<b>([A-Z0-9-]+)</b>", into.read_text())
    assert slips.square(word) in into.read_text() and word not in told
    town.say("yes")
    town.allow(form="ask_for_help", days="14")
    town.settle()
    assert town.names(word) == town.names(words[0]) == [NAME]
    for bad in (into, tmp_path / "none" / "a.html", tmp_path / "a.txt"):
        done = town.collector.command("calls", "code", "Qz-Bo", "--into", str(bad))
        assert done.returncode == 1 and "Name a new .html file" in done.stderr
    assert "Qz-Bo" not in town.officer.get("/calls/").text, "no code without its paper"


def test_revoked_erased_and_ended_are_off_the_kiosk_after_a_sync(town: Town) -> None:
    said = town.say("yes")
    town.say("yes", "qz-Lena")
    town.allow(form="ask_for_help", days="14")
    sam, alex = town.code("Sam"), town.code("Alex")
    town.settle()
    town.collector.said("erase", said)
    town.kiosk.sync()
    people = town.staff.open_calls(sam)
    assert people is not None and [each.name for each in people] == ["qz-Lena"]
    town.collector.said("calls", "revoke", "Sam")
    town.kiosk.sync()
    assert town.staff.open_calls(alex) == people
    assert town.staff.open_calls(sam) is None
    town.collector.said("calls", "off", "ask_for_help")
    town.kiosk.sync()
    assert not town.staff.calls()


def test_a_form_that_does_not_ask_cannot_be_let(town: Town) -> None:
    done = town.collector.command("calls", "on", "high_street")
    assert done.returncode == 1 and "may_we_call" in done.stderr
    done = town.collector.command("calls", "on", "ask_for_help", "--days", "400")
    assert done.returncode == 1 and "1 to 90 days" in done.stderr
