"""While nobody is here, the welcome screen gives way to the life of the place, one thing after
another. The first touch, or the first key, brings it back and presses nothing.

Nothing moves: a picture stands for a while and is then another one. A touch stops that too, as
WCAG 2.2 asks of what changes by itself (success criterion 2.2.2, Pause, Stop, Hide).
"""

from collections.abc import Callable, Sequence

from kiosk.screens import Screen
from kiosk.visit import Standing

EACH = 20.0
"""Seconds that one thing stands."""


def waits(standing: Standing) -> bool:
    """Whether the welcome screen waits for somebody as on any day; in a crisis it stays itself."""
    return standing.state == "open" and not standing.practice and not standing.crisis


class Attract:
    """Chooses what shows, if anything."""

    def __init__(self, seconds: float, life: Callable[[], Sequence[Screen]]) -> None:
        """``seconds`` without anybody let it begin; 0 for never. ``life`` is asked once a round."""
        self._seconds, self._life = seconds, life
        self._left: list[Screen] = []
        self._change_at = 0.0
        self.now: Screen | None = None
        """What shows; None for the welcome screen."""

    def beat(self, idle: float, may: Callable[[], bool]) -> bool:
        """``idle``: seconds since anybody was here; ``may`` says whether the kiosk serves, and is
        asked only when nobody was here for long enough. True when something else shows."""
        if not 0 < self._seconds <= idle or not may():
            return self.stop()
        if idle < self._change_at:
            return False
        before = self.now
        self._left = self._left or list(self._life())
        self.now = self._left.pop(0) if self._left else None
        self._change_at = idle + EACH
        return self.now != before

    def stop(self) -> bool:
        """Show the welcome screen; whether something else had shown."""
        was, self.now, self._left, self._change_at = self.now, None, [], 0.0
        return was is not None
