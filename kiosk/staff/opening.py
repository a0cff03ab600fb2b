"""Open, closed or broken; the hours of the week; crisis mode; practice mode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiosk.screens import Action, Block, Field, Notice, Screen, Text
from kiosk.words import Words, weekdays

if TYPE_CHECKING:
    from kiosk.staff.room import Staff

HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


def state(staff: Staff, words: Words) -> Screen:
    """What the welcome screen says."""
    now = staff.services.state()
    names = (
        ("open", words("Open"), words("Visitors can use this kiosk.")),
        ("closed", words("Closed for now"), words("The screen says when it opens again.")),
        ("broken", words("Broken"), words("The screen says sorry and asks to go to the desk.")),
    )
    choices = [
        Action(f"in:state:{name}", label, "choice", detail=detail, chosen=name == now)
        for name, label, detail in names
    ]
    choices.append(Action("in:go:hours", words("Opening hours"), "choice", icon="clock"))
    return Screen("staff-opening", words("Open, closed or broken"), choices=tuple(choices))


def hours(staff: Staff, words: Words) -> Screen:
    """The week."""
    week = staff.services.hours()
    return Screen(
        "staff-hours",
        words("Opening hours"),
        choices=tuple(
            Action(f"in:day:{number}", name, "choice", detail=said(week[number], words))
            for number, name in enumerate(weekdays(words))
        ),
    )


def said(day: str, words: Words) -> str:
    """The hours of a day as people read them."""
    if not day:
        return words("Closed")
    return words("{start} to {end}", **dict(zip(("start", "end"), day.split("-"), strict=True)))


def day(staff: Staff, words: Words) -> Screen:
    """When one day begins and ends."""
    start, _, end = staff.services.hours()[staff.day].partition("-")
    typed = staff.typed
    blocks: list[Block] = [Notice(staff.problem, "problem") for _ in [0] if staff.problem]
    blocks += [
        Field("start", "time", words("Opens at"), value=typed.get("start", start), required=True),
        Field("end", "time", words("Closes at"), value=typed.get("end", end), required=True),
    ]
    return Screen(
        "staff-day",
        weekdays(words)[staff.day],
        blocks=tuple(blocks),
        actions=(
            Action("in:hours:none", words("Closed all day")),
            Action("in:hours:save", words("Keep"), "primary"),
        ),
    )


def hours_of(typed: dict[str, str], before: str) -> str | None:
    """Hours such as ``09:00-17:00``; None when something is missing or the wrong way round."""
    old = before.split("-") if before else ["", ""]
    start, end = (typed.get(name, was)[:5] for name, was in zip(("start", "end"), old, strict=True))
    made = f"{start}-{end}"
    return made if HOURS.fullmatch(made) and start < end else None


def crisis(staff: Staff, words: Words) -> Screen:
    """Switch crisis mode on or off."""
    on = staff.services.crisis()
    told = words(
        "In crisis mode the first screen shows emergency words, help, and offers of help"
        " before everything else. It works without a network."
    )
    now = Notice(words("Crisis mode is on."), "problem") if on else Notice(words("It is off."))
    turn = words("Switch crisis mode off") if on else words("Switch crisis mode on")
    return _switch("crisis", words("Crisis mode"), now, told, on, turn, "problem")


def practice(staff: Staff, words: Words) -> Screen:
    """Switch practice mode on or off."""
    on = staff.services.practice()
    told = words(
        "Learners can try everything, and you can show it. Every screen says that it is"
        " practice. It ends by itself after half an hour."
    )
    now = Notice(words("Practice mode is on."), "warn") if on else Notice(words("It is off."))
    turn = words("Switch practice mode off") if on else words("Switch practice mode on")
    return _switch("practice", words("Practice mode"), now, told, on, turn, "again")


def _switch(
    name: str, title: str, now: Notice, told: str, on: bool, turn: str, icon: str
) -> Screen:  # fmt: skip
    """A page with one thing that is on or off; ``icon`` is the one for switching it on."""
    way, drawn = ("off", "good") if on else ("on", icon)
    action = Action(f"in:{name}:{way}", turn, "choice", icon=drawn)
    return Screen(f"staff-{name}", title, blocks=(now, Text(told)), choices=(action,))
