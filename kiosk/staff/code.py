"""Asks staff for a code that stands on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Action, Field, Screen, Text
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff


def asked(
    staff: Staff, words: Words, name: str, ref: str, kicker: str, label: str, told: str
) -> Screen:
    """The screen ``staff-NAME``, whose Next is ``in:NAME``; ``told`` says how to give the code."""
    field = Field(
        ref, "text", label, value=staff.typed.get(ref, ""), problem=staff.problem,
        required=True, latin=True, heading=True,
    )  # fmt: skip
    return Screen(
        f"staff-{name}",
        label,
        kicker=kicker,
        blocks=(field, Text(told, "small")),
        actions=(Action(f"in:{name}", words("Next"), "primary"),),
    )
