"""Enter a paper form: which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Screen
from kiosk.staff.code import asked
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff

REF = "paper"


def code(staff: Staff, words: Words) -> Screen:
    """Asks for the code that stands on the paper."""
    return asked(
        staff, words, REF, REF, words("Enter a paper form"), words("The code on the paper"),
        words("Type it, or read the square with a scanner. Then every answer by the keyboard."),
    )  # fmt: skip
