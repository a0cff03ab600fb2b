"""Standing still: between touches the window waits for the next event instead of turning round.

Kivy's loop draws nothing when nothing changes, yet it turns 60 times a second, and sleeps through
each turn: a touch waits for the end of one before it is read and of another before it is acted on.
SDL, which Kivy's window is made of, can wait for an event and leave it in the queue. So Kivy's own
sleep is off (``graphics.maxfps``), this one takes its place, and no touch is late.
"""

import ctypes
import time
from collections.abc import Callable
from pathlib import Path

LIVELY = 0.4
"""Seconds after an event in which waits are short."""
FRAME = 1 / 60
"""Seconds of one wait then."""
LONGEST = 0.5
"""Seconds of one wait; the clock of the visit must still be looked at."""
TURNS = 3
"""Turns of the loop after which an event that came is read, handed on and acted on."""


class Rest:
    """Waits for events when nothing has happened for a while."""

    def __init__(self, wait: Callable[[float], bool] | None = None) -> None:
        """``wait`` waits so many seconds for an event; whether there is one."""
        self._wait = wait
        self._free = 0
        self._lively_until = 0.0
        self._stirred = time.monotonic()

    @property
    def idle(self) -> float:
        """Seconds since something happened."""
        return time.monotonic() - self._stirred

    def stir(self, *ignored: object) -> bool:
        """Something happened; says False, so that the event goes on its way."""
        self._stirred = time.monotonic()
        self._lively_until = self._stirred + LIVELY
        return False

    def pause(self) -> None:
        """Wait for an event, but not long, and not while one that came is under way."""
        if self._free:
            self._free -= 1
            return
        if self._wait is None:  # only now is the library loaded
            self._wait = _sdl_wait() or _sleep
        if self._wait(FRAME if time.monotonic() < self._lively_until else LONGEST):
            self._free = TURNS


def _sleep(seconds: float) -> bool:
    """Where SDL cannot be asked: a short sleep."""
    time.sleep(min(seconds, 0.1))
    return False


def _sdl_wait() -> Callable[[float], bool] | None:
    """SDL's own wait, from the library that this process has loaded; None when there is none."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        path = next(line.split()[-1] for line in lines if "libSDL2-2" in line)
        wait = ctypes.CDLL(path).SDL_WaitEventTimeout
    except (OSError, StopIteration, AttributeError):
        return None
    return lambda seconds: bool(wait(None, int(seconds * 1000)))
