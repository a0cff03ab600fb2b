"""Notices that staff write here, and those that this kiosk shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Action, Block, Choice, Field, Notice, Screen, Text
from kiosk.staff.services import Written
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff

LONGEST_TITLE, LONGEST_TEXT = 100, 1000
DAYS = (1, 7, 30)


def write(staff: Staff, words: Words) -> Screen:
    """A title, a text, how long and where: a minute's work."""
    typed = staff.typed
    stays = {1: words("Today"), 7: words("One week"), 30: words("One month")}
    places = (
        Choice("here", words("In this hub")),
        Choice("everywhere", words("In every hub of the council")),
    )
    blocks: list[Block] = [Notice(staff.problem, "problem") for _ in [0] if staff.problem]
    blocks += [
        Field("title", "text", words("Title"), value=typed.get("title", ""), required=True),
        Field("text", "text", words("Text"), value=typed.get("text", ""), required=True, long=True),
        Field(
            "days", "one", words("How long does it stay?"), value=typed.get("days", ""),
            choices=tuple(Choice(str(days), stays[days]) for days in DAYS), required=True,
        ),
        Field(
            "where", "one", words("Where does it show?"), value=typed.get("where", "here"),
            choices=places, required=True,
        ),
        Text(words("Please write no private names or telephone numbers."), "small"),
    ]  # fmt: skip
    return Screen(
        "staff-write",
        words("Write a notice"),
        blocks=tuple(blocks),
        actions=(Action("in:post", words("Show it now"), "primary"),),
    )


def written(typed: dict[str, str], language: str) -> Written | None:
    """The notice; None when something is missing."""
    title, text = typed.get("title", "").strip(), typed.get("text", "").strip()
    days = typed.get("days", "")
    if not title or not text or days not in {str(each) for each in DAYS}:
        return None
    everywhere = typed.get("where") == "everywhere"
    title, text = " ".join(title.split())[:LONGEST_TITLE], text[:LONGEST_TEXT]
    return Written(title, text, int(days), everywhere, language)


def posted(staff: Staff, words: Words) -> Screen:
    """It shows, and it goes on its way."""
    return Screen(
        "staff-posted",
        words("Your notice shows now"),
        blocks=(
            Notice(words("It is on this kiosk's noticeboard."), "good"),
            Text(words("The others show it as soon as there is a connection.")),
        ),
        actions=(Action("in:go:menu", words("Done"), "primary"),),
    )


def here(staff: Staff, words: Words) -> Screen:
    """What this kiosk shows; each can be taken down."""
    notices = staff.services.notices()
    problem = (Notice(staff.problem, "problem"),) if staff.problem else ()
    empty = () if notices else (Text(words("There is no notice.")),)
    hint = (Text(words("Touch a notice to take it down.")),) if notices else ()
    return Screen(
        "staff-board",
        words("Notices on this kiosk"),
        blocks=(*problem, *hint, *empty),
        choices=tuple(
            Action(
                f"in:down:{number}", each.title, "choice", icon="delete",
                detail=words("Until {day}", day=each.until),
            )
            for number, each in enumerate(notices)
        ),
    )  # fmt: skip
