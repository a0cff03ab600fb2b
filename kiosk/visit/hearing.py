"""Hearing back: what became of what was said, and what came of what everyone said."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kiosk.screens import Action, Block, Notice, Screen, Text
from kiosk.visit.overlays import bar
from kiosk.visit.reference import PURPOSES, Purpose
from kiosk.visit.services import Heard, said_in
from kiosk.words import Words, other_language

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def ways(visit: Visit) -> tuple[Action, ...]:
    """What can be done besides saying something."""
    words = visit.words
    found = []
    if visit.services.ask is not None:
        about = words("With your reference: how far it is, and what the council says.")
        found.append(Action("reference:reply", words("Your reply"), "choice", about, "reply"))
    if visit.outcomes:
        about = words("What came of what people said here.")
        found.append(Action("outcome", words("You said, we did"), "choice", about, "outcome"))
    return tuple(found)


# Your reply


def ask(visit: Visit, reference: bytes) -> str:
    """Begin to look; the screen says that it takes a moment."""
    assert visit.services.ask is not None
    visit.asked, visit.heard = visit.services.ask(reference), None
    visit.step = "moment"
    return ""


PURPOSES["reply"] = Purpose(lambda words: words("Your reply"), ask)


def look(visit: Visit) -> None:
    """Go on once the answer is there; a reference that opens nothing makes the next try wait."""
    if visit.step != "moment" or visit.asked is None:
        return
    try:
        heard = visit.asked.answer()
    except LookupError:
        visit.asked, visit.step = None, "unheard"
        return
    if heard is not None:
        visit.heard, visit.asked, visit.step = heard, None, "reply"
        (visit.pace.found if heard.stand else visit.pace.missed)()


def moment(visit: Visit) -> Screen:
    """While the reference is stretched."""
    words = visit.words
    return Screen(
        "moment",
        words("One moment"),
        blocks=(Text(words("We are looking for your reply."), "lead"),),
        bar=bar(visit),
    )


def unheard(visit: Visit) -> Screen:
    """It could not be found out; nothing is lost."""
    words = visit.words
    return Screen(
        "unheard",
        words("Your reply"),
        blocks=(
            Notice(words("That did not work. Nothing is lost."), "problem"),
            Text(words("Try again, or get a person to help you.")),
        ),
        actions=(Action("reference:reply", words("Try again"), "primary"),),
        bar=bar(visit),
    )


def reply(visit: Visit) -> Screen:
    """How far it is and, when there are, the council's words."""
    words, heard = visit.words, visit.heard
    assert heard is not None
    again = words("Try again") if not heard.stand else words("Another reference")
    return Screen(
        "reply",
        words("Your reply"),
        kicker=said_in(heard.about, words.language.code),
        kicker_language=other_language(heard.about, words.language.code),
        blocks=(*_stands(words, heard), *_said(words, heard), *_fresh(visit, heard)),
        actions=(
            Action("reference:reply", again),
            Action("clear", words("Done"), "primary"),
        ),
        bar=bar(visit),
    )


def _stands(words: Words, heard: Heard) -> tuple[Block, ...]:
    """One sentence that says how far it is, and one that says what to expect."""
    waits = words("There is no answer yet. Please ask again in a few days.")
    said: dict[str, tuple[str, str]] = {
        "": (words("This screen knows nothing of this reference yet."),
             words("Look at the reference again. If you said it at another screen, it may still be"
                   " on its way.")),
        "saved": (words("It is saved here, and waits for a connection to the council."), ""),
        "sent": (words("It has left this screen, and is on its way to the council."), ""),
        "arrived": (words("It has arrived at the council. We do not know yet whether somebody has"
                          " read it."), waits),
        "read": (words("Somebody at the council has read it."), waits),
        "looking": (words("Somebody at the council is looking into it."), ""),
        "answered": (words("The council has answered you."), ""),
        "refused": (words("The council has answered you. It says no, and why."), ""),
    }  # fmt: skip
    stands, then = said[heard.stand]
    calm = heard.stand in ("", "refused")
    notice = Notice(stands, "calm" if calm else "good")
    return (notice, *((Text(then),) if then else ()))


def _said(words: Words, heard: Heard) -> tuple[Block, ...]:
    """The council's own words, in the resident's language where there are any."""
    texts = heard.texts
    if not texts:
        return ()
    mine = words.language.code
    code = mine if mine in texts else "en" if "en" in texts else next(iter(texts))
    other = code if code != mine else ""
    dated = words("Answered on {day}", day=day(heard.at))
    parts = [part.strip() for part in texts[code].split("\n") if part.strip()]
    return (*(Text(part, "lead", other, True) for part in parts), Text(dated, "small"))


def _fresh(visit: Visit, heard: Heard) -> tuple[Block, ...]:
    """How old what this screen knows is, where that matters."""
    last = visit.services.status().last_heard
    if heard.texts or not last:
        return ()
    text = visit.words("This screen last heard from the council on {day}.", day=day(last))
    return (Text(text, "small"),)


def day(seconds: int) -> str:
    """A day as people here write it."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%d/%m/%Y")


# You said, we did


def came(visit: Visit, number: str, value: Any) -> None:
    """All outcomes, or the one of that number."""
    visit.outcome = visit.outcomes[int(number)] if number else None
    visit.step = "outcome" if number else "outcomes"


def outcomes(visit: Visit) -> Screen:
    """Every outcome by its title."""
    words, code = visit.words, visit.words.language.code
    return Screen(
        "outcomes",
        words("You said, we did"),
        choices=tuple(
            Action(f"outcome:{number}", said_in(each.title, code), "choice",
                   words("Told on {day}", day=day(each.at)), "outcome")
            for number, each in enumerate(visit.outcomes)
        ),
        bar=bar(visit),
    )  # fmt: skip


def outcome(visit: Visit) -> Screen:
    """What people said, what the council does, and what it does not do and why."""
    words, each = visit.words, visit.outcome
    assert each is not None
    parts = (
        (words("What people said"), each.said),
        (words("What the council is doing"), each.will),
        (words("What it is not doing, and why"), each.wont),
    )
    return Screen(
        "outcome",
        said_in(each.title, words.language.code),
        title_language=other_language(each.title, words.language.code),
        kicker=words("You said, we did"),
        blocks=tuple(block for head, texts in parts for block in _part(words, head, texts)),
        actions=(Action("clear", words("Done"), "primary"),),
        bar=bar(visit),
    )


def _part(words: Words, head: str, texts: Mapping[str, str]) -> tuple[Block, ...]:
    mine = words.language.code
    code = next((each for each in (mine, "", "en", *texts) if texts.get(each)), "")
    if not texts.get(code):
        return ()
    other = code if code not in ("", mine) else ""
    parts = [part.strip() for part in texts[code].split("\n") if part.strip()]
    return (Text(head, "lead"), *(Text(part, language=other) for part in parts))


def forget(visit: Visit) -> None:
    """Nothing of it stays behind the resident."""
    visit.asked = visit.heard = visit.outcome = None


DOES: dict[str, Callable[[Visit, str, Any], None]] = {"outcome": came}
STEPS: dict[str, Callable[[Visit], Screen]] = {
    "moment": moment, "unheard": unheard, "reply": reply, "outcomes": outcomes, "outcome": outcome,
}  # fmt: skip
BEFORE = {
    "moment": "tasks", "unheard": "tasks", "reply": "tasks", "outcomes": "tasks",
    "outcome": "outcomes",
}  # fmt: skip
"""Which step Back leads to."""
