"""Keeps one window open, and replaces its process by a fresh one while nobody is there.

The process that showed somebody's answers still has pages of memory with pieces of them, whatever
is forgotten in Python. So once a visit has ended and the kiosk stands idle, the supervisor starts a
successor, which loads all it needs and waits; the old window lets go of the database and stays on
the screen until the new one is drawn over it; then the old process ends, and its memory with it.
A touch in between calls it off. For a moment there are two processes, but no black screen and no
deaf one, which putting another program into the same process (exec) would give for all of a start.

A window that dies is opened again, ever later when it dies soon after each start.

The successor may be of another version of the program (``Programs`` says which); one that fails
leaves the old window as it is. So this line is spoken between versions: a window says ``loaded``,
``drawn``, ``alive``, ``renew``, ``newer``, ``busy`` and ``yielded``, and is told ``yield`` and
``go``. Words may be added, and one that is not known is passed over; none may change its meaning.
"""

import logging
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

from kiosk.child import Child
from kiosk.programs import CRASH, LINE, LONG_ENOUGH, SUCCESSOR, Program, Programs

log = logging.getLogger("kiosk")
CANNOT = (1, 2)
"""Exit codes that say that another start would not help either."""
PATIENCE = 120.0
"""Seconds for a successor to be loaded, or to be drawn, before it is given up."""
LONGEST = 60.0
"""Seconds between two starts at most, after crash upon crash."""
CALM = 3600.0
"""Seconds until renewal is tried again at most, after one failure upon another."""
STILL = 45.0
"""Seconds without a word after which a window of a version that came later counts as dead: less
than systemd's watchdog waits, which would end the supervisor as well."""
SETTLE = 2.0
"""Seconds this process must outlive what it saw fail: a machine that is being switched off ends
its processes one after another, and that is nobody's fault."""


class Supervisor:
    """Serves until the window is closed, cannot be opened, or a signal comes."""

    def __init__(
        self, command: Sequence[str], clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep, programs: Programs | None = None,
    ) -> None:  # fmt: skip
        """``command`` opens the window; it gets its line in its environment. ``programs`` says
        what else may open one."""
        self.programs = programs or Programs(command)
        self._clock, self._sleep = clock, sleep
        self._selector = selectors.DefaultSelector()
        self.window: Child | None = None
        self.successor: Child | None = None
        self._crashes = self._failed = 0
        self._not_before = 0.0
        self._handing = -1
        self._let_go = False
        self._crash = ""

    def run(self) -> int:
        """Keep a window open; the exit code of the last one."""
        signal.signal(signal.SIGTERM, _stop)
        try:
            while True:
                self.window = self._open()
                code = self._serve()
                if code is not None:
                    return code
                self._sleep(self._pause())
        finally:
            for child in (self.successor, self.window):
                if child is not None:
                    child.end()

    # One window after another

    def _serve(self) -> int | None:
        """Until the window ends; its exit code when that is the end of all, None to go on."""
        assert self.window is not None
        while True:
            for child in self._ready():
                words = child.words()
                if words is None:
                    code = self._ended(child)
                    if child is self.successor and self._give_up():
                        return None
                    if child is self.window:
                        return self._judged(child, code)
                for word in words or ():
                    self._hear(child, word)
            late = self.successor is not None and self._clock() > self.successor.until
            if late and self._give_up(late=True):
                return None
            if self._clock() > self.window.until:
                log.error("the window is dead")
                self._forget(self.window)
                return self._judged(self.window, self.window.end() or 1)

    def _hear(self, child: Child, word: str) -> None:
        if word == "drawn":
            child.drawn = True
            self._lives(child)
            self.programs.drawn(child.program)
            if child is self.successor:
                self._swap()
        elif word == "loaded" and child is self.successor and self.window is not None:
            child.loaded = True
            self._ask(child)
        elif child is self.window:
            self._heard_of_window(word)

    def _heard_of_window(self, word: str) -> None:
        assert self.window is not None
        if word == "alive" and self.window.drawn:
            self._lives(self.window)
        elif word == "renew":
            self.programs.served(self.window.program)
        if word in ("renew", "newer") and self.successor is None:
            program = self.programs.next(self.window.program)
            another = program != self.window.program
            if another or (word == "renew" and self._clock() >= self._not_before):
                self._succeed(program)
        elif word == "busy" and self.successor is not None:
            self._drop_successor()
        elif word == "yielded" and self.successor is not None:
            self.window.until = float("inf")  # it only stays on the screen now
            self.successor.until = self._clock() + PATIENCE
            self._let_go = True
            self.successor.tell("go")

    # Renewal

    def _succeed(self, program: Program) -> None:
        reading, self._handing = os.pipe()
        self._let_go = False
        try:
            self.successor = self._start(program, reading)
            self.successor.until = self._clock() + PATIENCE
        except OSError:
            self._close_pipe()
            self._blame(program, "CannotRun")
        finally:
            os.close(reading)

    def _ask(self, successor: Child) -> None:
        """Ask the window to let go; it hands over by a pipe that only the two of them read."""
        assert self.window is not None
        self.window.tell("yield", self._handing)
        self._close_pipe()

    def _swap(self) -> None:
        old, self.window, self.successor = self.window, self.successor, None
        assert old is not None and self.window is not None
        self._failed = 0
        self._forget(old)
        old.end()

    def _drop_successor(self) -> None:
        if self.successor is not None:
            self._forget(self.successor)
            self.successor.end()
            self.successor = None
        self._close_pipe()

    def _give_up(self, late: bool = False) -> bool:
        """The successor failed; True when the window, too, must be opened anew.

        One that is loaded and waits in vain is not to blame: the window took too long to let go.
        """
        assert self.successor is not None and self.window is not None
        waited = late and self.successor.loaded and not self._let_go
        program, why = self.successor.program, "Undrawn" if self._let_go else "Unloaded"
        log.warning("a successor of the window failed; it is tried again later")
        self._drop_successor()
        if program == self.window.program:
            self._failed += 1
            self._not_before = self._clock() + min(CALM, 60.0 * 2 ** min(self._failed, 10))
        elif not waited:
            self._blame(program, why)
        if not self._let_go:
            return False
        self._forget(self.window)
        self.window.end()
        self.window, self._crash = None, "SuccessorFailed"
        return True

    def _close_pipe(self) -> None:
        if self._handing >= 0:
            os.close(self._handing)
        self._handing = -1

    # Versions

    def _later(self, child: Child) -> bool:
        """Whether it is of a version that came after the installed one."""
        return child.program != self.programs.installed

    def _lives(self, child: Child) -> None:
        child.until = self._clock() + STILL if self._later(child) else float("inf")

    def _blame(self, program: Program, why: str, served: float = 0.0) -> None:
        """A version failed, unless this process is being ended as well."""
        self._sleep(SETTLE)
        self.programs.failed(program, why, served)
        if self.window is not None and self.window.drawn and not self._let_go:
            self.programs.drawn(self.window.program)  # it still serves

    def _open(self) -> Child:
        """A window where there is none."""
        self._let_go = False
        program = self.programs.first()
        try:
            child = self._start(program)
        except OSError:
            if program == self.programs.installed:
                raise
            self._blame(program, "CannotRun")
            return self._open()
        if self._later(child):
            child.until = self._clock() + PATIENCE
        return child

    # Processes

    def _start(self, program: Program, handed: int | None = None) -> Child:
        ours, theirs = socket.socketpair()
        environment = {**os.environ, LINE: str(theirs.fileno()), CRASH: self._crash}
        passed = [theirs.fileno()]
        environment.pop(SUCCESSOR, None)
        if handed is not None:
            environment[SUCCESSOR] = str(handed)
            passed.append(handed)
        try:
            process = subprocess.Popen(program.command, env=environment, pass_fds=passed)
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        self._crash = ""
        child = Child(program, process, ours, self._clock())
        self._selector.register(ours, selectors.EVENT_READ, child)
        return child

    def _ready(self) -> list[Child]:
        until = min(each.until for each in (self.window, self.successor) if each is not None)
        wait = None if until == float("inf") else max(0.0, until - self._clock())
        return [key.data for key, _ in self._selector.select(wait)]

    def _forget(self, child: Child) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(child.line)

    def _ended(self, child: Child) -> int:
        self._forget(child)
        try:
            return child.process.wait(timeout=5)  # its line is closed, so it is ending
        except subprocess.TimeoutExpired:
            return child.end()

    def _judged(self, child: Child, code: int) -> int | None:
        """What to do after the window ended: its code to end as well, None for another start."""
        self._drop_successor()
        self.window = None
        later = self._later(child)
        ends = code == 0 or (code in CANNOT and not child.drawn)
        if ends and (child.drawn or not later):
            return code
        served = self._clock() - child.started
        if later:
            self._blame(child.program, "Died" if child.drawn else "NoStart", served * child.drawn)
        self._crashes = 1 if served >= LONG_ENOUGH else self._crashes + 1
        self._crash = signal.Signals(-code).name if code < 0 else f"Exit{code}"
        log.error("the window ended by itself (%s) and is opened again", self._crash)
        return None

    def _pause(self) -> float:
        """Seconds before another start: none after the first crash, ever more after others."""
        return min(LONGEST, 2.0 ** min(self._crashes - 1, 10) - 1) if self._crashes else 0.0


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)
