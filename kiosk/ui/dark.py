"""Outside the opening hours, while nobody is there, the screen is black and its lamp off.

The first touch, or the first key, only wakes it: nobody presses what cannot be seen.
"""

from collections.abc import Callable
from typing import Any, Protocol

from kivy.graphics import Color, InstructionGroup, Rectangle


class Lamp(Protocol):
    """The lamp behind the screen."""

    def off(self) -> None:
        """Switch it off, where that can be done."""

    def on(self) -> None:
        """Switch it on again."""


class Dark:
    """Blackens one window."""

    def __init__(self, window: Any, seconds: float, lamp: Lamp | None = None) -> None:
        """``seconds`` without anybody make it dark; 0 for never."""
        self._window, self._seconds, self._lamp = window, seconds, lamp
        self._cover: InstructionGroup | None = None

    @property
    def on(self) -> bool:
        """Whether it is dark."""
        return self._cover is not None

    def beat(self, idle: float, shut: Callable[[], bool]) -> bool:
        """``idle``: seconds since anybody was here; ``shut`` says whether it is outside the hours,
        and is asked only when nobody was here for long enough.

        True when it changed, and so has to be drawn.
        """
        wanted = 0 < self._seconds <= idle and shut()
        if wanted == self.on:
            return False
        if not wanted:
            return self.wake()
        self._cover = InstructionGroup()
        self._cover.add(Color(0, 0, 0, 1))
        self._cover.add(Rectangle(size=self._window.size))
        self._window.canvas.after.add(self._cover)
        if self._lamp:
            self._lamp.off()
        return True

    def wake(self, *ignored: object, **more: object) -> bool:
        """Show what is there again; whether it was dark."""
        if self._cover is None:
            return False
        if self._lamp:
            self._lamp.on()
        self._window.canvas.after.remove(self._cover)
        self._cover = None
        return True
