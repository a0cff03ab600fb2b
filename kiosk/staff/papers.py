"""Enter a paper form: which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Action, Field, Screen, Text
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff

REF = "paper"


def code(staff: Staff, words: Words) -> Screen:
    """Asks for the code that stands on the paper."""
    field = Field(
        REF, "text", words("The code on the paper"), value=staff.typed.get(REF, ""),
        problem=staff.problem, required=True, latin=True, heading=True,
    )  # fmt: skip
    told = words("Type it, or read the square with a scanner. Then every answer by the keyboard.")
    return Screen(
        "staff-paper",
        field.label,
        kicker=words("Enter a paper form"),
        blocks=(field, Text(told, "small")),
        actions=(Action("in:paper", words("Next"), "primary"),),
    )
