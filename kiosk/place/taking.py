"""Taking something along: as a square code for a telephone, or on paper."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from kiosk.place.trail import Trail
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


class Takeable(Trail):
    """A room whose things can be taken along, one at a time."""

    def __init__(self, first: str, printer: Printer | None) -> None:
        super().__init__(first)
        self.taking = Taking(printer)
        self.words = Words()
        self.screens = {
            "take": lambda words, stop: self.taking.screen(self.kept(words), words),
            "printed": lambda words, stop: self.taking.printed(self.kept(words), words),
        }
        self.does |= {
            "take": lambda rest, value: self.go("take", self.here.about),
            "print": self._print, "done": self._done,
        }  # fmt: skip

    @abstractmethod
    def kept(self, words: Words) -> Keepsake:
        """What can be taken along of the thing that shows."""

    def screen(self, words: Words) -> Screen:
        """What the page shows."""
        self.words = words
        return super().screen(words)

    def _print(self, rest: str, value: Any) -> None:
        self.taking.begin(self.kept(self.words), self.words)
        if self.here.name != "printed":
            self.go("printed", self.here.about)

    def _done(self, rest: str, value: Any) -> None:
        """Back to the page of the thing."""
        while self.here.name in ("take", "printed"):
            self.trail.pop()


def slip(kept: Keepsake, words: Words) -> Screen:
    """What is printed."""
    lines = tuple(
        Text(f"{block.label}: {block.text}") if isinstance(block, Light) else block
        for block in kept.blocks
    )
    code = QR(kept.code, words("The details as a square code"))
    made = Screen("slip", kept.title, kicker=kept.source, blocks=(*lines, code))
    return replace(made, language=words.language.code, rtl=words.language.rtl)
