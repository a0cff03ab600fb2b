"""Practice: everything as it is, but nothing is kept or sent, and every screen says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.screens import Action, Notice, Screen, Text
from kiosk.visit.overlays import bar
from kiosk.visit.services import Finished, Services, Slip
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


WIDE = ("tasks", "privacy", "check")
"""Screens with room to say it large; on the others it stands above the title."""


def services(real: Services) -> Services:
    """What a visit gets that is practice: nothing in it can keep, send or open an answer.

    A person can still be called, for somebody may need one.
    """
    return replace(real, submit=_forget, ask=None, voice=None, drafts=None, printer=None)


def _forget(finished: Finished) -> Slip:
    return Slip("", "", None)


def marked(screen: Screen, words: Words) -> Screen:
    """The screen with the words that it is practice before all others, seen and spoken."""
    told = words("Practice. Nothing is kept or sent.")
    if screen.name in WIDE:
        return replace(screen, blocks=(Notice(told, "warn"), *screen.blocks))
    return replace(screen, kicker=f"{told} {screen.kicker}".strip())


def way_out(visit: Visit) -> tuple[Action, ...]:
    """For who comes while it is practice, and means it."""
    return (Action("practice:end", visit.words("Stop practising"), "choice", icon="stop"),)


def done(visit: Visit) -> Screen:
    """In place of the reference."""
    words = visit.words
    told = words(
        "When it is real, your reference stands here. With it you can ask about what you said."
    )
    return Screen(
        "practised",
        words("Well done. This was practice."),
        blocks=(Notice(words("Nothing was kept or sent.")), Text(told)),
        actions=(Action("clear", words("Done"), "primary"),),
        bar=tuple(each for each in bar(visit) if each.id != "back"),
    )


def _practice(visit: Visit, rest: str, value: Any) -> None:
    visit.services.end_practice()
    visit.end()


DOES = {"practice": _practice}
