"""Staff mode without a window: the door, the one thing to do, and what each page does."""

import dataclasses
from typing import Any

import pytest

from kiosk.screens import Field, Light, Notice
from kiosk.staff.health import findings, overall
from kiosk.staff.services import Version
from kiosk.visit import Standing, Visit
from kiosk.words import Words
from tests.kiosk.fakes import ILL, WELL, Desk

OUT, IN = "in:out:/media/STICK", "in:in:/media/STICK"


class Walk:
    """A visit at the door of staff mode."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.visit = Visit(self.desk.services())
        self.visit.staff()

    def act(self, *ids: str) -> "Walk":
        for id in ids:
            self.visit.act(*id.split("=", 1))
            if job := getattr(self.visit.room, "job", None):
                assert job.ended.wait(10)
        return self

    def inside(self) -> "Walk":
        return self.act("fill:pin=2580", "in:open")

    @property
    def name(self) -> str:
        return self.visit.screen().name

    @property
    def said(self) -> str:
        return " ".join(b.text for b in self.visit.screen().blocks if isinstance(b, Notice | Light))


def test_nothing_but_the_pin_page_without_the_pin() -> None:
    walk = Walk().act("fill:pin=1111", "in:open")
    assert walk.name == "staff-pin"
    for id in ("in:go:menu", "in:leave", "in:state:broken", "in:crisis:on", "in:go:board"):
        walk.act(id)
        walk.visit.room.act(id.removeprefix("in:"))  # even past the check of what is offered
        assert walk.name == "staff-pin"
    assert (walk.desk.staff.state, walk.desk.staff.crisis) == ("open", False)
    (asked,) = [b for b in walk.visit.screen().blocks if isinstance(b, Field)]
    assert asked.secret and asked.problem and not asked.value


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"ready": "9.1"}, "9.1 starts when nobody is here"),
        ({"unstarted": "9.1"}, "9.1 did not start; the old one goes on"),
        ({}, ""),
    ],
)
def test_a_new_version_is_told_and_asks_nothing_of_staff(facts: dict[str, str], said: str) -> None:
    walk = Walk().inside()
    walk.desk.staff.facts = dataclasses.replace(WELL, **facts)  # type: ignore[arg-type]
    walk.act("in:go:status")
    assert said in walk.said
    assert (
        "New version" in [b.label for b in walk.visit.screen().blocks if isinstance(b, Light)]
    ) == (bool(said))
    assert overall(findings(walk.desk.staff.facts, Words())) == ("good", "")


def test_only_the_welcome_screen_has_the_door() -> None:
    desk = Desk()
    visit = Visit(desk.services())
    visit.act("language:en")
    visit.act("task:0")
    visit.act("start")
    visit.staff()
    assert visit.screen().name == "question"


def test_a_card_opens_and_a_strange_one_does_not() -> None:
    desk = Desk()
    visit = Visit(desk.services())
    visit.staff("C" * 20)
    assert visit.screen().name == "staff-menu"
    visit.end()
    visit.staff("D" * 20)
    assert visit.screen().name == "staff-pin"


def test_walking_away_leaves_staff_mode_and_counts_nothing() -> None:
    walk = Walk().inside()
    walk.visit.tick(walk.visit.rules.walk_away_seconds + walk.visit.rules.warning_seconds + 1)
    assert walk.name == "welcome" and walk.desk.counts == []


def test_an_open_list_closes_by_itself_however_late_the_warning_is() -> None:
    walk = Walk()
    walk.visit.rules = dataclasses.replace(walk.visit.rules, walk_away_seconds=3600.0)
    walk.inside().act("in:go:calls", "fill:calls-1=HAZEL-4821-FERN-OTTER-PLUM", "in:calls")
    for _ in range(3):
        walk.visit.tick(119)
        assert walk.name == "staff-person"
        walk.act("in:call:missed" if len(walk.visit.room.people) > 1 else "over:help", "close")
    walk.visit.tick(119)
    assert walk.visit.room.people
    walk.visit.tick(1)
    assert walk.name == "staff-menu" and not walk.visit.room.people
    walk.visit.tick(3000)
    assert walk.name == "staff-menu", "what tells nothing stands on"
    assert walk.act("in:go:calls").name == "staff-calls", "the code is asked for again"


WORSE: list[tuple[dict[str, Any], str, str]] = [
    ({"waiting": 3, "oldest": 3600}, "good", ""),
    ({"waiting": 3, "oldest": 2 * 86_400}, "warn", "USB stick"),
    ({"waiting": 3, "oldest": 8 * 86_400}, "problem", "USB stick"),
    ({"last_sync": None}, "problem", "network once"),
    ({"last_sync": 3 * 86_400}, "warn", "network cable"),
    ({"last_sync": 3 * 86_400, "network": False}, "warn", "to the council and back"),
    ({"page": True}, "warn", "sign-in"),
    ({"page": True, "waiting": 3, "oldest": 8 * 86_400}, "problem", "USB stick"),
    ({"relayed": True}, "good", ""),
    ({"clock_off": True}, "warn", "clock"),
    ({"disk_free": 500 << 20}, "warn", "disk"),
    ({"disk_free": 1 << 20}, "problem", "disk"),
    ({"printer": False}, "warn", "paper"),
    ({"printer": None}, "good", ""),
    ({"sound": False}, "warn", "speak"),
    ({"content_age": None}, "problem", "network once"),
    ({"content_old": True}, "warn", "new forms"),
    ({"incidents": 1}, "warn", "Restart"),
    ({"tested": False}, "warn", "test"),
    ({"tested": None}, "good", ""),
    ({"revoked": True}, "problem", "enrol"),
    ({"forked": True}, "problem", "enrol"),
    ({"forked": True, "printer": False, "waiting": 1, "oldest": 10**6}, "problem", "enrol"),
]


@pytest.mark.parametrize(("facts", "tone", "todo"), WORSE)
def test_one_light_and_one_thing_to_do(facts: dict[str, Any], tone: str, todo: str) -> None:
    found = overall(findings(dataclasses.replace(WELL, **facts), Words()))
    assert found[0] == tone and todo in found[1] and bool(found[1]) == (tone != "good")


def test_it_is_said_that_the_council_is_heard_through_the_other_kiosk() -> None:
    for facts, told in ((WELL, False), (dataclasses.replace(WELL, relayed=True), True)):
        walk = Walk()
        walk.desk.staff.facts = facts
        said = walk.inside().act("in:go:status").visit.screen()
        lights = [each.text for each in said.blocks if isinstance(each, Light)]
        assert ("2 minutes ago, through the other kiosk" in lights) == told, lights


def test_every_light_that_is_not_green_says_what_to_do() -> None:
    for each in findings(ILL, Words()):
        assert bool(each.todo) or each.light.tone == "calm" or each.light.tone == "good"


def test_the_stick_has_a_plain_end() -> None:
    walk = Walk().inside().act("in:go:stick", OUT)
    assert "214 are on the stick. It is safe to take it out." in walk.said
    assert "3 taken, 1 were not from the council" in walk.act(IN).said
    walk.desk.staff.fails = "The stick cannot be written."
    assert "nothing is lost. The stick cannot be written." in walk.act(OUT).said
    walk.desk.staff.places = ()
    assert walk.act("back", "in:go:stick").visit.screen().choices == ()


def test_a_stick_that_is_pulled_out_before_the_tap_is_not_taken_for_another() -> None:
    walk = Walk().inside()
    walk.desk.staff.places = ("/media/a", "/media/b")
    walk.act("in:go:stick")
    walk.desk.staff.places = ("/media/b",)
    for tap in ("in:out:/media/a", "in:in:/media/a", "in:in:/etc"):
        assert walk.act(tap).visit.room.job is None  # type: ignore[union-attr]
    assert "214 are on the stick" in walk.act("in:out:/media/b").said


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (Version("9.1", True), "9.1 starts when nobody is here"),
        (Version("9.1", False), "Not all of a new version is here yet. The next stick goes on"),
        (Version("9.1", False, "The disk is full."), "nothing is lost. The disk is full."),
    ],
)
def test_the_stick_brings_a_new_version_too(came: Version, said: str) -> None:
    walk = Walk().inside().act("in:go:stick")
    walk.desk.staff.version = came
    walk.act(IN)
    assert said in walk.said and "3 taken" in walk.said
    walk.desk.staff.answers = (0, 0)
    walk.act(IN)
    assert said in walk.said and "nothing on this stick" not in walk.said
    walk.desk.staff.version = None
    assert "nothing on this stick" in walk.act(IN).said


def test_closed_and_broken_are_for_everybody_and_open_again() -> None:
    walk = Walk().inside().act("in:go:opening", "in:state:broken")
    assert walk.desk.staff.state == "broken"
    walk.desk.standing = Standing("broken")
    walk.act("back", "in:leave")
    assert walk.name == "closed"
    assert walk.act("language:cy").visit.screen().language == "cy" and walk.name == "closed"
    walk.visit.tick(1000)
    assert walk.visit.screen().language == "en"
    walk.desk.standing = Standing()
    assert walk.act("language:en").name == "tasks"


def test_hours_are_kept_only_when_they_make_sense() -> None:
    walk = Walk().inside().act("in:go:opening", "in:go:hours", "in:day:6", "in:hours:save")
    assert "Type when it opens" in walk.said
    walk.act("fill:start=17:00:00", "fill:end=09:00:00", "in:hours:save")
    assert walk.name == "staff-day"
    walk.act("fill:start=10:00:00", "in:hours:save", "fill:end=12:30:00", "in:hours:save")
    assert walk.desk.staff.week[6] == "10:00-12:30"
    walk.act("in:day:6", "in:hours:none")
    assert walk.desk.staff.week[6] == ""


def test_the_test_of_the_morning_needs_all_four_corners_and_speaks() -> None:
    walk = Walk().inside().act("in:go:corners")
    assert len(walk.visit.screen().corners) == 4
    walk.act(*(f"in:corner:{each}" for each in "abc"))
    assert walk.name == "staff-corners"
    walk.act("in:corner:d")
    assert walk.name == "staff-hear" and walk.visit.sound.on
    walk.act("in:well:yes", "in:print", "in:well:yes")
    assert walk.name == "staff-tested" and walk.desk.staff.results == [True]
    walk.act("in:go:menu", "in:go:corners", "in:well:no", "in:well:yes", "in:well:yes")
    assert walk.desk.staff.results == [True, False]


def test_a_notice_takes_a_title_a_text_and_a_time() -> None:
    walk = Walk().inside().act("in:go:write", "in:post")
    assert "Type a title" in walk.said
    walk.act("fill:title=Warm hub", "fill:text=Soup from noon.", "fill:days=7", "in:post")
    (written,) = walk.desk.staff.posted
    assert (walk.name, written.title, written.days) == ("staff-posted", "Warm hub", 7)
    assert not written.everywhere


def test_in_a_crisis_help_comes_first() -> None:
    desk = Desk()
    visit = Visit(desk.services())
    visit.act("language:en")
    calm = [each.id for each in visit.screen().choices]
    desk.standing = Standing(crisis=True, crisis_text={"en": "The river is high."})
    crisis = visit.screen()
    assert "room:0" in calm[1:]
    assert crisis.choices[0].id == "room:0"
    texts = [getattr(block, "text", "") for block in crisis.blocks]
    assert "999" in texts[0] and texts[1] == "The river is high."


def test_what_happened_is_counted_once_and_names_nobody() -> None:
    desk = Desk()
    visit = Visit(desk.services())
    for id in ("language:en", "task:1", "assisted", "agree", "start", "over:help", "close"):
        visit.act(id)
    visit.act("over:stop")
    visit.act("clear")
    (counts,) = desk.counts
    assert {name: number for name, number in counts.items() if number} == {
        "visit": 1, "help": 1, "stopped": 1,
    }  # fmt: skip
