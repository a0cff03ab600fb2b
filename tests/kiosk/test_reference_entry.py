"""Typing a reference: in words, in digits, with slips, and not too often."""

import pytest

from kiosk.screens import Field, Notice, Screen, Summary
from kiosk.visit import Rules, Visit, reference
from sync import reference as references
from tests.kiosk.fakes import Desk

NUMBER = references.of(123_456_789_012)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What a purpose of ours was given; it knows NUMBER only."""
    found: list[bytes] = []

    def take(visit: Visit, read: bytes) -> str:
        if read != NUMBER:
            visit.pace.missed()
            return "Nothing is kept under it."
        visit.pace.found()
        found.append(read)
        visit.step = "tasks"
        return ""

    purpose = reference.Purpose(lambda words: "Try it", take)
    monkeypatch.setitem(reference.PURPOSES, "trial", purpose)
    return found


@pytest.fixture
def visit(opened: list[bytes]) -> Visit:
    made = Visit(Desk().services(), Rules())
    made.act("language:en")
    reference.begin(made, "trial", None)
    return made


def field(visit: Visit) -> Field:
    return visit.screen().fields()[0]


def type_in(visit: Visit, text: str) -> None:
    visit.act("fill:" + field(visit).ref, text)


def all_of(visit: Visit, text: str) -> None:
    for part in text.replace("-", " ").split():
        type_in(visit, part)
        visit.act("part")


def notice(screen: Screen) -> str:
    return next((b.text for b in screen.blocks if isinstance(b, Notice)), "")


def test_words_are_completed_as_they_are_typed(visit: Visit, opened: list[bytes]) -> None:
    for part in references.words(NUMBER).split("-"):
        if part.isdigit():
            assert field(visit).digits
            type_in(visit, part)
            visit.act("part")
            continue
        assert field(visit).latin and not visit.screen().choices
        type_in(visit, part[:4])
        assert len(visit.screen().choices) <= reference.MOST_WORDS
        visit.act(f"word:{part.lower()}")
    assert opened == [NUMBER] and visit.screen().name == "tasks" and visit.typing is None


def test_enough_of_a_word_is_the_word(visit: Visit) -> None:
    type_in(visit, "b")
    visit.act("part")
    assert len(references.beginning("b")) > 1
    assert field(visit).problem == "Please type more of the word."
    word = next(each for each in references.beginning("") if each[:5] != each)
    type_in(visit, word[:5])
    assert references.beginning(word[:5]) == (word,)
    visit.act("part")
    assert visit.typing is not None and visit.typing.parts[0] == word and visit.typing.at == 1
    visit.act("back")
    type_in(visit, "xyzzy")
    visit.act("part")
    assert field(visit).problem.startswith("This word is not one we use")


def test_digits_alone(visit: Visit, opened: list[bytes]) -> None:
    visit.act("manner")
    type_in(visit, "12a4")
    visit.act("part")
    assert field(visit).problem == "Please type four digits."
    all_of(visit, references.digits(NUMBER))
    assert opened == [NUMBER]


def test_a_slip_is_said_and_the_part_can_be_changed(visit: Visit, opened: list[bytes]) -> None:
    visit.act("manner")
    groups = references.digits(NUMBER).split()
    wrong = f"{(int(groups[2]) + 1) % 10_000:04}"
    all_of(visit, " ".join([*groups[:2], wrong, groups[3]]))
    shown = visit.screen()
    assert shown.name == "reference-check" and "slip" in notice(shown)
    assert groups[0] not in repr(shown), "a reference is in no representation"
    rows = next(b for b in shown.blocks if isinstance(b, Summary)).rows
    assert [row.value for row in rows] == [*groups[:2], wrong, groups[3]]
    visit.act("retype:2")
    type_in(visit, groups[2])
    visit.act("part")
    assert opened == [NUMBER]


def test_tries_slow_down_whatever_visit_they_are_of(visit: Visit, opened: list[bytes]) -> None:
    now = 0.0
    visit.pace = reference.Pace(clock=lambda: now)
    other = references.digits(references.of(5))
    waits = []
    for _ in range(8):
        visit.act("manner")
        all_of(visit, other)
        waits.append(visit.pace.left())
        visit.end()
        visit.act("language:en")
        reference.begin(visit, "trial", None)
        visit.act("manner")
        all_of(visit, references.digits(NUMBER))
        assert "Please wait" in notice(visit.screen()) and not opened
        now += waits[-1]
        visit.end()
        visit.act("language:en")
        reference.begin(visit, "trial", None)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    visit.act("manner")
    all_of(visit, references.digits(NUMBER))
    assert opened == [NUMBER] and visit.pace.left() == 0


def test_back_goes_part_by_part_and_out(visit: Visit) -> None:
    type_in(visit, references.words(NUMBER).split("-")[0])
    visit.act("part")
    visit.act("back")
    assert field(visit).value == references.words(NUMBER).split("-")[0].lower()
    visit.act("back")
    assert visit.screen().name == "tasks" and visit.typing is None
