"""Taking something along: as a square code for a telephone, or on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from kiosk.screens import QR, Action, Block, Light, Notice, Screen, Text
from kiosk.words import Words


class Job(Protocol):
    """Something on its way to paper; never waits."""

    def state(self) -> Literal["busy", "done", "paper", "failed"]: ...


Printer = Callable[[Screen], Job]


@dataclass(frozen=True)
class Keepsake:
    """What can be taken along."""

    title: str
    source: str
    """Who says it."""
    blocks: tuple[Block, ...] = field(repr=False)
    """What stands on the paper."""
    code: str = field(repr=False)
    """What a telephone understands: an event, or an entry for its address book."""


class Taking:
    """The ways to take one thing along that this kiosk has."""

    def __init__(self, printer: Printer | None) -> None:
        self._printer = printer
        self._job: Job | None = None

    def screen(self, kept: Keepsake, words: Words) -> Screen:
        """The square code, and the way to the printer."""
        told = words("Point the camera of a telephone at this square. It needs no internet.")
        ways = (Action("in:print", words("Print it"), "choice", icon="print"),)
        return Screen(
            "take",
            words("Take it with you"),
            blocks=(QR(kept.code, words("The details as a square code"), large=True), Text(told)),
            choices=ways if self._printer else (),
            actions=(Action("in:done", words("Done"), "primary"),),
        )

    def begin(self, kept: Keepsake, words: Words) -> None:
        """Print it, unless that is already on its way."""
        if self._printer and (self._job is None or self._job.state() != "busy"):
            self._job = self._printer(slip(kept, words))

    def printed(self, kept: Keepsake, words: Words) -> Screen:
        """What became of the paper."""
        state = self._job.state() if self._job else "failed"
        said = {
            "busy": Notice(words("It is being printed. Please wait.")),
            "done": Notice(words("It is printed. Please take your paper with you."), "good"),
            "paper": Notice(words("The printer has no paper. Please ask at the desk."), "problem"),
            "failed": Notice(
                words("The printer does not answer. Please ask at the desk."), "problem"
            ),
        }
        again = (Action("in:print", words("Try again")),) if state in ("paper", "failed") else ()
        return Screen(
            "printed",
            words("Print it"),
            kicker=kept.title,
            blocks=(said[state],),
            actions=(*again, Action("in:done", words("Done"), "primary")),
        )


def slip(kept: Keepsake, words: Words) -> Screen:
    """What is printed."""
    lines = tuple(
        Text(f"{block.label}: {block.text}") if isinstance(block, Light) else block
        for block in kept.blocks
    )
    code = QR(kept.code, words("The details as a square code"))
    made = Screen("slip", kept.title, kicker=kept.source, blocks=(*lines, code))
    return replace(made, language=words.language.code, rtl=words.language.rtl)
