"""What somebody wrote on paper, typed in by staff: the same way through a form, all by keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.screens import Action, Block, Field, Notice, Screen, Text
from kiosk.visit import handing
from kiosk.words import Words
from sync import papers

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The key of each choice, in its order; the paper has the same before its boxes."""


def begin(visit: Visit, code: str) -> None:
    """Open the form of a code, or say that it is not here."""
    offer = visit.services.of_paper(code)
    if offer is None:
        visit.room.refuse_paper()  # type: ignore[union-attr]
        return
    visit.offer, visit.paper = offer, True
    visit.paper_language = papers.read(code)[1]
    visit.act_start()


def back_to_the_code(visit: Visit) -> None:
    """Nothing of this paper is kept; the next one, or the same again."""
    visit.asking = visit.offer = visit.slip = visit.typing = None
    visit.voice, visit.paper, visit.arrived, visit.step = b"", False, False, "room"
    if visit.room is not None:
        visit.room.go("paper")  # type: ignore[attr-defined]


def marked(screen: Screen, words: Words) -> Screen:
    """The screen with the key of each choice before it, and with the words that it is paper."""
    kicker = f"{words('Enter a paper form')}. {screen.kicker}".strip()
    return replace(screen, kicker=kicker, blocks=tuple(_keyed(each) for each in screen.blocks))


def _keyed(block: Block) -> Block:
    if not isinstance(block, Field) or not block.choices:
        return block
    named = (
        replace(each, label=f"{key}  {each.label}")
        for key, each in zip(KEYS, block.choices, strict=False)
    )
    return replace(block, choices=(*named, *block.choices[len(KEYS) :]))


def chosen(screen: Screen, letter: str) -> tuple[str, str] | None:
    """What a key stands for: the field, and the value it has from then on."""
    fields = screen.fields()
    if len(fields) != 1 or not fields[0].choices or letter not in KEYS:
        return None
    asked, place = fields[0], KEYS.index(letter)
    if place >= len(asked.choices):
        return None
    value = asked.choices[place].value
    if asked.kind not in ("many", "rank"):
        return asked.ref, "" if asked.kind == "tick" and asked.value else value
    said = asked.value.split()
    left = [each for each in said if each != value]
    return asked.ref, " ".join([*left, value] if value not in said else left)


def saved(visit: Visit) -> Screen:
    """The reference for the paper, and the next one at once."""
    words = visit.words
    told = words("Write this reference on the paper. Whoever filled it in can ask with it.")
    return Screen(
        "saved",
        words("It is saved."),
        blocks=(
            Notice(words("Saved here. It goes to the council as soon as there is a connection."),
                   "good"),
            Text(told),
            *handing.reference(visit),
        ),
        choices=handing.ways(visit),
        actions=(
            Action("clear", words("Done")),
            Action("paper:next", words("The next paper"), "primary"),
        ),
    )  # fmt: skip


def _next(visit: Visit, rest: str, value: Any) -> None:
    back_to_the_code(visit)


DOES = {"paper": _next}
