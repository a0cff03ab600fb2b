"""Good turns, stories, and the screen that shows the life of the place while nobody is there."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.place.turns import shortened
from kiosk.screens import Picture, Screen, Text
from kiosk.ui.attract import EACH, Attract, waits
from kiosk.visit import Rules, Standing, Visit
from kiosk.voice.spoken import spoken
from kiosk.words import Words
from sync.cards import KINDS, CardItem, CardLine, live
from tests.kiosk.fakes import Desk
from tests.kiosk.neighbours import STORIES, TURNS, life
from tests.kiosk.robot import Robot

Opener = Callable[..., tuple[Robot, subprocess.Popen]]


def visiting(desk: Desk, *ids: str) -> Visit:
    visit = Visit(desk.services(), Rules())
    for id in ("language:en", *ids):
        assert id == "back" or visit.screen().action(id), (id, visit.screen())
        visit.act(id)
    return visit


def test_answering_fills_the_number_in_and_back_leads_to_the_card() -> None:
    visit = visiting(Desk(), "room:4", "in:kind:ask", "in:card:7", "in:answer", "start")
    (asked,) = visit.screen().fields()
    assert asked.value == "7"
    visit.act("back")
    visit.act("back")
    assert visit.screen().name == "card"
    visit.act("back")
    visit.act("in:card:5")
    visit.act("in:answer")
    visit.act("start")
    assert visit.screen().fields()[0].value == "5", "nothing of the first card is left"


def test_a_number_does_not_go_with_another_form() -> None:
    visit = visiting(Desk(), "room:4", "in:kind:ask", "in:card:7", "in:answer")
    for id in ("back", "back", "back", "back"):
        visit.act(id)
    assert visit.screen().name == "tasks"
    visit.act("task:0")
    visit.act("back")
    assert visit.screen().name == "tasks" and visit.card == ""


def test_where_no_form_answers_cards_none_is_offered() -> None:
    desk = Desk()
    offers = [each for each in desk.offers() if each.icon != "answer"]
    visit = Visit(replace(desk.services(), forms=lambda: offers), Rules())
    for id in ("language:en", "room:4", "in:kind:ask", "in:card:7", "in:answer"):
        visit.act(id)
    assert visit.screen().name == "card", "a form that was withdrawn meanwhile opens nothing"


def test_stories_follow_each_other_and_are_spoken() -> None:
    visit = visiting(Desk(), "room:5", "in:story:0")
    said = " ".join(each.text for each in spoken(visit.screen()))
    assert "We saved the old bandstand" in said and "A picture by a resident" in said
    visit.act("in:next")
    assert visit.screen().title == "A thank you" and visit.screen().action("in:next") is None
    visit.act("back")
    assert visit.screen().name == "proud"


CARDS = st.builds(
    CardItem, st.integers(1, 99), st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, 9),
    st.just("en"), st.just((CardLine({"": "a"}, {"": "b"}),)),
)  # fmt: skip


@given(st.lists(CARDS), st.sampled_from([("ask", "offer"), ("story",)]), st.integers(0, 9))
def test_only_what_holds_and_the_newest_first(
    cards: list[CardItem], kinds: tuple[str, ...], now: int
) -> None:
    found = live(cards, kinds, now)
    assert sorted(map(repr, found)) == sorted(
        repr(each) for each in cards if each.kind in kinds and each.until > now
    )
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)


@given(st.text(), st.integers(1, 80))
def test_a_text_that_is_shortened_begins_as_it_did(text: str, longest: int) -> None:
    made, flat = shortened(text, longest), " ".join(text.split())
    assert len(made) <= longest + 2 and (made == flat or made.endswith("…"))
    assert flat.startswith(made.removesuffix(" …"))


# While nobody is there


def test_everything_shows_in_turn_and_nothing_that_is_asked_for() -> None:
    shown = life(Words("en"))
    assert [each.kicker for each in shown][:4] == [
        "Proud of this place", "What's on", "You said, we did", "Central Library"
    ]  # fmt: skip
    said = repr([each.blocks for each in shown])
    assert "bandstand" in repr([block.text for block in shown[0].blocks if isinstance(block, Text)])
    assert [block for block in shown[0].blocks if isinstance(block, Picture)]
    assert not any(line.texts.get("", "-") in said for card in TURNS for line in card.lines)
    assert not any(each.controls() for each in shown), "there is nothing to press"
    assert len(STORIES) == 2


def test_one_thing_stands_for_a_while_and_the_round_begins_anew() -> None:
    rounds: list[int] = []

    def round_() -> list[Screen]:
        rounds.append(1)
        return [Screen("life", "a"), Screen("life", "b")]

    attract = Attract(60, round_)
    seen = []
    for second in range(60 + 3 * int(EACH)):
        if attract.beat(float(second), lambda: True):
            seen.append((second, attract.now and attract.now.title))
    assert seen == [(60, "a"), (80, "b"), (100, "a")] and len(rounds) == 2
    assert attract.stop() and attract.now is None and not attract.stop()
    assert not attract.beat(5.0, lambda: True), "somebody is here"
    assert attract.beat(61.0, lambda: True)
    assert attract.beat(62.0, lambda: False), "the kiosk closes"
    assert attract.now is None


def test_without_anything_to_show_or_with_zero_it_never_begins() -> None:
    for attract in (Attract(60, list), Attract(0, lambda: [Screen("life", "a")])):
        assert not any(attract.beat(float(second), lambda: True) for second in range(200))


@pytest.mark.window
def test_the_window_shows_the_place_and_a_touch_or_a_key_leads_to_the_languages(
    kiosk: Opener,
) -> None:
    robot, _ = kiosk(languages=["en"], attract_seconds=6.0)
    language = robot.control("language:en")
    assert robot.wait_for("life")["controls"] == []
    robot.press_at(language, times=1, pause=0.5)
    robot.wait_for("welcome")
    robot.wait_for("life")
    robot.press("Return")
    assert robot.wait_for("welcome")["focused"] == ""
    robot.wait_for("life")
    robot.press("Tab")
    assert robot.wait_for("welcome")["focused"] == "", "a key that wakes does nothing else"
    robot.tap("language:en")
    robot.wait_for("tasks")
    time.sleep(8)
    assert robot.state()["screen"] == "tasks", "never while somebody visits"


def test_a_crisis_practice_or_a_closed_kiosk_show_no_stories() -> None:
    assert waits(Standing())
    for standing in (Standing(crisis=True), Standing(practice=True), Standing("closed")):
        assert not waits(standing)
