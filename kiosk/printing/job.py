"""The kiosk's side of printing: starts a process, looks at it now and then, ends it in time.

Whatever the printer, its cable or its driver does, it does to that process. What is printed goes
through its standard input, never its command line.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Literal

from kiosk.printing.slip import TRIAL, slip_of
from kiosk.screens import Screen

log = logging.getLogger("kiosk.printing")
LONGEST_SECONDS = 30.0
"""After this a printer does not answer."""
NO_PAPER = 3
"""Exit code of the process when there is no paper."""


def program() -> tuple[str, ...]:
    """The command ``kiosk``, as it was started."""
    frozen = getattr(sys, "frozen", False)
    return (sys.executable,) if frozen else (sys.executable, "-m", "kiosk")


State = Literal["busy", "done", "paper", "failed"]


class Job:
    """One slip on its way."""

    def __init__(
        self, process: "subprocess.Popen[bytes] | None", longest: float,
        clock: Callable[[], float],
    ) -> None:  # fmt: skip
        """``process`` is None when it could not be started."""
        self._process, self._clock = process, clock
        self._end = clock() + longest
        self.known: State = "busy"
        """What was last seen of it."""

    def state(self) -> State:
        """What became of it so far; never waits."""
        self.known = self._look()
        return self.known

    def _look(self) -> State:
        if self._process is None:
            return "failed"
        code = self._process.poll()
        if code is None and self._clock() < self._end:
            return "busy"
        if code is None:
            log.error("the printer did not answer in time")
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None
            return "failed"
        if code == 0:
            return "done"
        return "paper" if code == NO_PAPER else "failed"


class Printer:
    """Starts jobs on one printer."""

    def __init__(
        self, address: str, width: int, longest_seconds: float = LONGEST_SECONDS,
        command: Sequence[str] | None = None, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """``address`` as the setting ``printer``; ``width`` in dots; ``command`` is the kiosk's."""
        self._arguments = [
            *(command or program()), "print", "--to", address, "--width", str(width), "--slip",
        ]  # fmt: skip
        self._longest, self._clock = longest_seconds, clock
        self._last: Job | None = None

    @property
    def in_trouble(self) -> bool:
        """Whether the last slip did not come out."""
        return self._last is not None and self._last.known in ("paper", "failed")

    def __call__(self, screen: Screen) -> Job:
        """Begin to print a screen."""
        return self._begun(slip_of(screen).written())

    def trial(self) -> Job:
        """Begin to print a slip that says that the printer works."""
        return self._begun(TRIAL.written())

    def _begun(self, content: bytes) -> Job:
        self._last = Job(self._start(content), self._longest, self._clock)
        return self._last

    def _start(self, content: bytes) -> "subprocess.Popen[bytes] | None":
        try:
            process = subprocess.Popen(
                self._arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            log.error("printing does not start: %s", type(error).__name__)
            return None
        assert process.stdin is not None
        with suppress(OSError):  # it ended already; its exit code says so
            process.stdin.write(content)  # some hundred bytes: a pipe takes them without waiting
            process.stdin.close()
        return process
