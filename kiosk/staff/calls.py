"""People to call: the code that opens the list, and one person after the other.

Names and numbers are texts and never buttons, so that the voice says them into headphones alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Action, Block, Notice, Screen, Text
from kiosk.staff.code import asked
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff

REF = "calls"
STANDS = 120.0
"""Seconds without a touch for which the open list stands."""


def code(staff: Staff, words: Words) -> Screen:
    """Asks for the code on the paper of a member of staff."""
    return asked(
        staff, words, "calls", staff.code_ref, words("People to call"),
        words("Your code from the council"),
        words("Type its words and digits, or read the square with a scanner."),
    )  # fmt: skip


def person(staff: Staff, words: Words) -> Screen:
    """One of them: who, how, what for, until when."""
    if not staff.people:
        return Screen(
            "staff-called",
            words("People to call"),
            blocks=(Text(words("Nobody waits for a call.")),),
            actions=(Action("in:go:menu", words("Done"), "primary"),),
        )
    one = staff.people[0]
    problem: tuple[Block, ...] = (Notice(staff.problem, "problem"),) if staff.problem else ()
    who = "\n".join(each for each in (one.name, one.reach) if each)
    what = "\n".join((one.about, words("Until {day}", day=one.until)))
    outcomes = {
        "called": words("We spoke"), "missed": words("Not reached"),
        "wrong": words("Wrong number"),
    }  # fmt: skip
    return Screen(
        "staff-person",
        words("Still to call: {count}", count=len(staff.people)),
        blocks=(*problem, Text(who, "lead", private=True), Text(what, "small")),
        choices=tuple(Action(f"in:call:{id}", text, "choice") for id, text in outcomes.items()),
        actions=(Action("in:go:menu", words("Close the list"), "primary"),),
    )
