"""What is not in the screen's language is spoken in its own, and numbers as they are meant."""

import pytest

from kiosk.screens import Action, Row, Screen, Summary
from kiosk.visit import Visit
from kiosk.voice import spoken
from kiosk.voice.spoken import joined, one_by_one
from tests.kiosk.fakes import Desk


def said(screen: Screen) -> dict[str, set[str]]:
    """Everything that is said, by the language it is said in."""
    found: dict[str, set[str]] = {}
    for each in spoken(screen):
        found.setdefault(each.language, set()).add(each.text)
    return found


@pytest.fixture
def visit() -> Visit:
    """At the first question of a form that is there in English and Urdu."""
    return Visit(Desk().services())


def to(visit: Visit, language: str, *ids: str) -> dict[str, set[str]]:
    for id in (f"language:{language}", *ids):
        visit.act(id)
    return said(visit.screen())


def test_a_form_that_is_not_in_polish_is_spoken_in_english(visit: Visit) -> None:
    home = to(visit, "pl")
    assert any(each.startswith("Your High Street.") for each in home["en"])
    assert "Your High Street" in to(visit, "pl", "task:0")["en"]
    visit.act("start")
    asked = to(visit, "pl", "next")
    title = visit.screen().title
    assert title in asked["en"] and title not in asked["pl"]
    assert "Every week" in asked["en"] and "Dalej" in asked["pl"]
    visit.act("fill:/data/often", "weekly")
    assert "Every week, chosen" in said(visit.screen())["en"]


def test_a_form_in_urdu_is_spoken_in_urdu(visit: Visit) -> None:
    asked = to(visit, "ur", "task:0", "start", "next")
    assert visit.screen().title in asked["ur"] and "en" not in asked


def test_it_changes_with_the_language_in_the_middle_of_a_form(visit: Visit) -> None:
    to(visit, "ur", "task:0", "start", "next")
    visit.act("over:language")
    asked = to(visit, "pl")
    assert visit.screen().title in asked["en"]


def test_what_to_change_is_said_in_two_languages() -> None:
    change = Action("change:/a", "Zmień", "quiet", "Which number can we ring?",
                    detail_language="en")  # fmt: skip
    row = Row("Which number can we ring?", "0161 496 0123", change, "en")
    words = said(Screen("check", "Sprawdź", (Summary((row,)),), language="pl"))
    assert words["en"] == {"Which number can we ring?"}
    assert {"Zmień", "0, 1, 6, 1, 4, 9, 6, 0, 1, 2, 3"} <= words["pl"]


@pytest.mark.parametrize(
    ("text", "heard"),
    [("01614960123", "0, 1, 6, 1, 4, 9, 6, 0, 1, 2, 3"), ("12", "12"), ("2026", "2026"),
     ("20/11/2026", "20/11/2026"), ("behind 12 Mill Lane", "behind 12 Mill Lane")],
)  # fmt: skip
def test_a_telephone_number_is_no_amount(text: str, heard: str) -> None:
    assert one_by_one(text) == heard


def test_a_question_mark_needs_no_full_stop() -> None:
    assert joined("How are we doing?", "About two minutes.") == (
        "How are we doing? About two minutes."
    )
    assert joined("ہم کیسے ہیں؟", "دو منٹ۔") == "ہم کیسے ہیں؟ دو منٹ۔"
    assert joined("Soup", "", "Noon") == "Soup. Noon"


def test_nothing_is_told_of_nothing(visit: Visit) -> None:
    """Nought arrived and nought waiting is one sentence more to sit through."""
    assert not [each for each in to(visit, "en")["en"] if "arrived at the council" in each]
    visit.services.submit(None)  # type: ignore[arg-type]
    assert [each for each in said(visit.screen())["en"] if "1 saved here" in each]
