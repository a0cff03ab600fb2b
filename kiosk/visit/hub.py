"""What the hub makes of the first screens: home with its groups, closed, broken, a crisis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Action, Block, Light, Notice, Screen, Text
from kiosk.visit.answering import ANSWER
from kiosk.visit.overlays import bar, language_choices
from kiosk.visit.services import Standing
from kiosk.words import Words, other_language, said_in, weekdays

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit

HELP = "help"
"""Icon of forms with which people ask for help or offer it; in a crisis they come first."""


def home(visit: Visit, standing: Standing) -> tuple[Action, ...]:
    """Forms first, then the rooms; in a crisis what helps comes before everything else."""
    code, words = visit.words.language.code, visit.words
    forms = [
        (
            standing.crisis and offer.icon == HELP,
            Action(
                f"task:{number}", said_in(offer.title, code), "choice",
                detail=said_in(offer.description, code), icon=offer.icon or "form",
                language=other_language(offer.title, code),
            ),
        )
        for number, offer in enumerate(visit.offers)
        if offer.icon != ANSWER
    ]  # fmt: skip
    rooms = [
        (
            standing.crisis and room.first_in_crisis,
            Action(
                f"room:{number}", room.label(words), "choice", detail=room.detail(words),
                icon=room.icon,
            ),
        )
        for number, room in enumerate(visit.rooms)
    ]  # fmt: skip
    ordered = sorted([*forms, *rooms], key=lambda each: not each[0])
    return tuple(action for _, action in ordered)


def urgent(visit: Visit, standing: Standing) -> tuple[Block, ...]:
    """The emergency words of a crisis."""
    if not standing.crisis:
        return ()
    words = visit.words
    said = said_in(standing.crisis_text, words.language.code)
    blocks: list[Block] = [
        Notice(words("In danger of life, telephone 999. Staff can call for you."), "problem"),
    ]
    if said:
        blocks.append(Text(said, "lead", other_language(standing.crisis_text, words.language.code)))
    return tuple(blocks)


def shut(visit: Visit, standing: Standing) -> Screen:
    """Closed, or broken: kindly, with when it opens and where to go."""
    words = visit.words
    broken = standing.state == "broken"
    title = words("Sorry, this kiosk does not work") if broken else words("Closed for now")
    said = (
        words("We are mending it. What was saved here is safe. Please ask at the desk.")
        if broken
        else words("Please come again when it is open, or ask at the desk.")
    )
    return Screen(
        "closed",
        title,
        kicker=visit.rules.council,
        blocks=(Text(said, "lead"), *week(standing.hours, words)),
        choices=language_choices(visit, words.language.code),
        bar=bar(visit),
    )


def week(hours: tuple[str, ...], words: Words) -> tuple[Block, ...]:
    """The opening hours; days that are alike stand together."""
    names = weekdays(words)
    lights: list[Block] = []
    start = 0
    for number in range(1, len(hours) + 1):
        if number == len(hours) or hours[number] != hours[start]:
            last = names[number - 1]
            days = names[start]
            if number - 1 > start:
                days = words("{first} to {last}", first=days, last=last)
            begin, _, end = hours[start].partition("-")
            text = words("{start} to {end}", start=begin, end=end) if end else words("Closed")
            lights.append(Light(days, text))
            start = number
    return tuple(lights)
