"""Handing over a reference: on the screen, large, part by part, by ear, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.screens import QR, Action, Block, Large, Notice, Reference, Screen, Text
from kiosk.visit.services import PrintState

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def reference(visit: Visit) -> tuple[Block, ...]:
    """The reference in words, in digits and as a square code."""
    assert visit.slip is not None
    return (
        Reference(visit.slip.reference, visit.slip.digits),
        QR(visit.slip.reference, visit.words("Your reference as a square code")),
    )


def ways(visit: Visit) -> tuple[Action, ...]:
    """The ways to take it along that this kiosk has."""
    words = visit.words
    found = [Action("big:begin", words("Show it big"), "choice", icon="size")]
    if visit.rules.speaks:
        found.append(Action("slowly", words("Say it slowly"), "choice", icon="listen"))
    if visit.services.printer is not None:
        found.append(Action("print", words("Print it"), "choice", icon="print"))
    return tuple(found)


def big(visit: Visit) -> Screen:
    """One part as large as the screen, to be written down."""
    words, parts = visit.words, _parts(visit)
    at = min(visit.part, len(parts) - 1)
    other = words("In words") if visit.in_digits else words("In digits")
    back = (Action("big:back", words("Part before"), icon="back"),) if at else ()
    last = at == len(parts) - 1
    lead = (
        Action("close", words("Done"), "primary") if last
        else Action("big:next", words("Next part"), "primary")
    )  # fmt: skip
    return Screen(
        "big",
        words("Write this down"),
        kicker=words("Part {number} of {count}", number=at + 1, count=len(parts)),
        blocks=(Large(parts[at]),),
        choices=(Action("big:digits", other, "choice"),),
        actions=(*back, lead),
    )


def _parts(visit: Visit) -> list[str]:
    assert visit.slip is not None
    if visit.in_digits:
        return visit.slip.digits.split()
    return visit.slip.reference.split("-")


def slowly(visit: Visit) -> Screen:
    """The reference letter by letter, for the ear."""
    words = visit.words
    assert visit.slip is not None
    return Screen(
        "slowly",
        words("Say it slowly"),
        blocks=(
            Text(words("You hear it in headphones only, so that it stays yours.")),
            Reference(visit.slip.reference, visit.slip.digits, slowly=True),
        ),
        actions=(
            Action("slowly", words("Say it again"), icon="listen"),
            Action("close", words("Done"), "primary"),
        ),
    )


def printed(visit: Visit) -> Screen:
    """What became of the paper; and the other ways, when there is none."""
    words = visit.words
    state: PrintState = visit.printing.state() if visit.printing else "failed"
    said: dict[PrintState, Notice] = {
        "busy": Notice(words("Your reference is being printed. Please wait.")),
        "done": Notice(words("It is printed. Please take your paper with you."), "good"),
        "paper": Notice(
            words("The printer has no paper. Please take your reference another way."), "problem"
        ),
        "failed": Notice(
            words("The printer does not answer. Please take your reference another way."), "problem"
        ),
    }
    wrong = state in ("paper", "failed")
    return Screen(
        "print",
        words("Print it"),
        blocks=(said[state],),
        choices=tuple(each for each in ways(visit) if each.id != "print") if wrong else (),
        actions=(
            *([Action("print", words("Try again"))] if wrong else []),
            Action("close", words("Done"), "primary"),
        ),
    )


def slip(visit: Visit) -> Screen:
    """What is printed: who it is from, the reference every way, and what it is for."""
    words = visit.words
    kept = visit.step == "kept"
    use = (
        words("Come back to this same screen within two weeks.")
        if kept
        else words("Keep it safe. With it you can ask about what you said.")
    )
    made = Screen(
        "slip",
        words("Your reference"),
        kicker=visit.services.council or visit.rules.council,
        blocks=(*reference(visit), Text(use)),
    )
    language = words.language
    return replace(made, language=language.code, rtl=language.rtl)


# What the controls do.


def _big(visit: Visit, what: str, value: Any) -> None:
    if what == "digits":
        visit.in_digits, visit.part = not visit.in_digits, 0
    else:
        visit.part = {"begin": 0, "next": visit.part + 1, "back": max(0, visit.part - 1)}[what]
    visit.over = "big"


def _slowly(visit: Visit, rest: str, value: Any) -> None:
    visit.over = "slowly"
    visit.sound = replace(visit.sound, on=True, asked=visit.sound.asked + 1)


def _print(visit: Visit, rest: str, value: Any) -> None:
    assert visit.services.printer is not None
    visit.over = "print"
    if visit.printing is None or visit.printing.state() != "busy":
        visit.printing = visit.services.printer(slip(visit))


DOES: dict[str, Callable[[Visit, str, Any], None]] = {
    "big": _big, "slowly": _slowly, "print": _print,
}  # fmt: skip
