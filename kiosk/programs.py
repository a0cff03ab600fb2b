"""Which program opens the window: the installed one, or a version that came later.

Also what the supervisor and the window's process call each other by.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

LINE, SUCCESSOR, CRASH = "KIOSK_LINE", "KIOSK_SUCCESSOR", "KIOSK_CRASH"
"""Environment of a window's process: its socket to the supervisor, the pipe on which its
predecessor hands something over, and how the one before it ended."""
LONG_ENOUGH = 30.0
"""Seconds a window must have served for its end not to count towards a loop of crashes."""


@dataclass(frozen=True)
class Program:
    """A version of the program, and what opens its window."""

    version: str
    command: tuple[str, ...]


class Programs:
    """Which version is started, and what became of it; this one knows the installed one alone."""

    def __init__(self, command: Sequence[str], version: str = "") -> None:
        self.installed = Program(version, tuple(command))

    def first(self) -> Program:
        """At a start from nothing."""
        return self.installed

    def next(self, now: Program) -> Program:
        """As the successor of a window."""
        return now

    def failed(self, program: Program, why: str, served: float = 0.0) -> None:
        """It was not drawn (``served`` is 0), or ended by itself after so many seconds."""

    def drawn(self, program: Program) -> None:
        """A window of it is on the screen."""

    def served(self, program: Program) -> None:
        """A visit has ended in a window of it, and nobody is there."""


def command_again(arguments: Sequence[str]) -> list[str]:
    """The command line that runs ``kiosk`` with these arguments once more, installed or frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "kiosk", *arguments]
