"""Standing still: between touches the window waits for the next event instead of turning round.

Kivy's loop draws nothing when nothing changes, yet it turns 60 times a second. SDL, which Kivy's
window is made of, can wait for an event and leave it in the queue; so the first touch is not late.
"""

import ctypes
import time
from collections.abc import Callable
from pathlib import Path

LIVELY = 0.4
"""Seconds after an event in which the loop turns freely."""
LONGEST = 0.5
"""Seconds of one wait; the clock of the visit must still be looked at."""


class Rest:
    """Waits for events when nothing has happened for a while."""

    def __init__(self, wait: Callable[[float], None] | None = None) -> None:
        self._wait = wait
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
        """Wait for an event, but not long, and not when something has just happened."""
        if time.monotonic() < self._lively_until:
            return
        if self._wait is None:  # only now is the library loaded
            self._wait = _sdl_wait() or (lambda seconds: time.sleep(min(seconds, 0.1)))
        self._wait(LONGEST)


def _sdl_wait() -> Callable[[float], None] | None:
    """SDL's own wait, from the library that this process has loaded; None when there is none."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        path = next(line.split()[-1] for line in lines if "libSDL2-2" in line)
        wait = ctypes.CDLL(path).SDL_WaitEventTimeout
    except (OSError, StopIteration, AttributeError):
        return None
    return lambda seconds: wait(None, int(seconds * 1000)) and None
