"""Hearing back at the kiosk: every state is said as it is, and nothing of it stays behind."""

import pytest

from kiosk.screens import Notice, Screen, Text
from kiosk.visit import Rules, Visit
from kiosk.voice.spoken import plain, spoken
from sync import reference
from tests.kiosk.fakes import REPLIES, Desk

WORDS = "CHURCH-4039-VANILLA-ALBUM-ACORN"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def asked(desk: Desk, text: str = WORDS, language: str = "en") -> Visit:
    """A visit that has typed, or scanned, a reference."""
    visit = Visit(desk.services(), Rules(walk_away_seconds=60, warning_seconds=20))
    visit.act(f"language:{language}")
    visit.act("reference:reply")
    visit.act(f"fill:{visit.screen().fields()[0].ref}", text)
    visit.act("part")
    return visit


def heard(desk: Desk, language: str = "en") -> Visit:
    visit = asked(desk, language=language)
    assert visit.screen().name == "moment"
    visit.tick(1)
    assert visit.screen().name == "moment"  # the first look was too early
    visit.tick(1)
    return visit


def texts(screen: Screen) -> list[str]:
    return [block.text for block in screen.blocks if isinstance(block, Text | Notice)]


def test_a_reply_shows_in_the_residents_language(desk: Desk) -> None:
    screen = heard(desk).screen()
    assert (screen.name, screen.kicker) == ("reply", "Report a problem")
    assert texts(screen)[:3] == [
        "The council has answered you.",
        "Thank you for telling us about lamp 42.",
        "It was mended on Monday.",
    ]
    assert "شکریہ" in texts(heard(desk, language="ur").screen())[1]


def test_a_reply_in_another_language_is_spoken_in_that(desk: Desk) -> None:
    screen = heard(desk, language="cy").screen()
    said = next(each for each in spoken(screen) if "lamp 42" in each.text)
    assert said.language == "en"


def test_a_reply_is_spoken_to_headphones_alone(desk: Desk) -> None:
    screen = heard(desk).screen()
    private = [each for each in spoken(screen) if each.private]
    assert [each.text for each in private] == REPLIES["answered"].texts["en"].split("\n")
    assert all("headphones" in plain(each, screen).text for each in private)
    assert "lamp 42" not in repr(screen)


@pytest.mark.parametrize(
    ("stand", "says"),
    [
        ("", "knows nothing"), ("saved", "waits for a connection"), ("sent", "on its way"),
        ("arrived", "has arrived"), ("read", "has read it"), ("looking", "looking into it"),
        ("refused", "says no, and why"),
    ],
)  # fmt: skip
def test_every_state_is_one_honest_sentence(desk: Desk, stand: str, says: str) -> None:
    desk.heard = REPLIES[stand]
    first = heard(desk).screen().blocks[0]
    assert isinstance(first, Notice) and says in first.text


def test_a_scanner_types_words_or_digits_at_once(desk: Desk) -> None:
    for text in (WORDS, "0000 0309 8765 4039", "0000030987654039", WORDS.lower()):
        assert asked(desk, text).screen().name == "moment"
    slip = asked(desk, WORDS.replace("4039", "4038"))
    assert slip.screen().name == "reference-check"


def test_what_opens_nothing_makes_the_next_try_wait(desk: Desk) -> None:
    desk.heard = REPLIES[""]
    visit = heard(desk)
    visit.act("reference:reply")
    visit.act(f"fill:{visit.screen().fields()[0].ref}", reference.words(reference.new()))
    visit.act("part")
    assert "wait" in texts(visit.screen())[0]


def test_a_failure_says_that_nothing_is_lost(desk: Desk) -> None:
    desk.heard = None
    visit = asked(desk)
    visit.tick(1)
    assert visit.screen().name == "unheard"
    assert "Nothing is lost" in texts(visit.screen())[0]


def test_nothing_stays_behind_the_resident(desk: Desk) -> None:
    for leave in ("clear", "walk away", "back"):
        visit = heard(desk)
        if leave == "walk away":
            visit.tick(81)
        else:
            visit.act(leave)
        assert visit.heard is None and visit.asked is None
        assert visit.screen().name == ("tasks" if leave == "back" else "welcome")


def test_leaving_while_it_is_looked_for_brings_nothing_later(desk: Desk) -> None:
    visit = asked(desk)
    visit.act("over:stop")
    visit.act("clear")
    for _ in range(3):
        visit.tick(1)
    assert visit.screen().name == "welcome" and visit.heard is None


def test_what_came_of_a_consultation(desk: Desk) -> None:
    visit = Visit(desk.services(), Rules())
    visit.act("language:en")
    visit.act("outcome")
    assert [each.label for each in visit.screen().choices] == ["Your High Street"]
    visit.act("outcome:0")
    shown = texts(visit.screen())
    assert shown[0] == "What people said" and "A crossing by the library." in shown
    assert "toilets" in shown[-1]
    visit.act("over:language")
    visit.act("language:ur")
    said = next(each for each in spoken(visit.screen()) if "toilets" in each.text)
    assert said.language == "en"  # the council has not written that part in Urdu
    visit.act("back")
    assert visit.screen().name == "outcomes"


def test_without_outcomes_nothing_is_offered(desk: Desk) -> None:
    services = desk.services()
    object.__setattr__(services, "outcomes", lambda: ())
    visit = Visit(services, Rules())
    visit.act("language:en")
    assert visit.screen().action("outcome") is None and visit.screen().action("reference:reply")
