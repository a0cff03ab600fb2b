"""Answering a card: the form for it, with the card's number filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit

ANSWER = "answer"
"""Icon of the form with which people answer a card; it is opened from the card alone."""
NUMBER = "card_number"
"""Its question for the number of the card."""


def begin(visit: Visit) -> None:
    """Open the form when a room asks for it; nothing where the council has none."""
    number = getattr(visit.room, "answering", "")
    offer = next((each for each in visit.offers if each.icon == ANSWER), None)
    if visit.room is None or not number or offer is None:
        return
    visit.room.answering = ""  # type: ignore[attr-defined]
    visit.offer, visit.card, visit.step = offer, number, "privacy"


def fill(visit: Visit) -> None:
    """Fill the number in as the form begins."""
    if not visit.card or visit.asking is None:
        return
    answers = visit.asking.answers
    refs = [ref for page in answers.pages() for ref in page.questions]
    for ref in refs:
        if ref.rpartition("/")[2] == NUMBER:
            answers.answer(ref, visit.card)
