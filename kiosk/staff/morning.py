"""The test of the morning: touch each corner, hear this, print this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Action, Notice, Screen, Text
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff


def corners(staff: Staff, words: Words) -> Screen:
    """One control in each corner of the window."""
    names = (
        ("a", words("Top left")), ("b", words("Top right")),
        ("c", words("Bottom left")), ("d", words("Bottom right")),
    )  # fmt: skip
    return Screen(
        "staff-corners",
        words("Touch each corner"),
        blocks=(Text(words("{count} of 4 answered.", count=len(staff.touched)), "lead"),),
        choices=(Action("in:well:no", words("A corner does not answer"), "choice"),),
        corners=tuple(
            Action(f"in:corner:{id}", name, icon="tick", chosen=id in staff.touched)
            for id, name in names
        ),
    )


def hear(staff: Staff, words: Words) -> Screen:
    """The screen speaks by itself."""
    return Screen(
        "staff-hear",
        words("Do you hear this?"),
        blocks=(Text(words("The kiosk reads this screen aloud."), "lead"),),
        choices=(
            Action("in:well:yes", words("Yes, I hear it"), "choice", icon="good"),
            Action("in:well:no", words("No"), "choice", icon="problem"),
        ),
    )


def printed(staff: Staff, words: Words) -> Screen:
    """A page to look at."""
    notices = (Notice(staff.problem, "problem"),) if staff.problem else ()
    return Screen(
        "staff-print",
        words("Print a page"),
        blocks=notices,
        choices=(
            Action("in:print", words("Print it now"), "choice", icon="form"),
            Action("in:well:yes", words("Yes, it is well printed"), "choice", icon="good"),
            Action("in:well:no", words("No"), "choice", icon="problem"),
        ),
    )


def tested(staff: Staff, words: Words) -> Screen:
    """The end of the test."""
    if all(staff.well):
        end = Notice(words("All works. Have a good day."), "good")
    else:
        end = Notice(
            words("Something does not work. Tell whoever looks after this kiosk."), "problem"
        )
    return Screen(
        "staff-tested",
        words("Test of the morning"),
        blocks=(end,),
        actions=(Action("in:go:menu", words("Done"), "primary"),),
    )
