"""A sheet to draw on with a finger: a signature, or a sketch of where something is."""
# mypy: allow-subclassing-any

from collections.abc import Callable
from typing import Any

from kivy.graphics import Color, Line

from kiosk.ui.brush import Brush
from kiosk.ui.theme import rgba
from kiosk.ui.widgets import Plate
from kiosk.visit import drawing

NEAR = 3.0
"""Pixels a finger moves before another point is kept."""


class Sheet(Plate):
    """Keeps lines as they are drawn; ``done`` gets all of them as a text after each."""

    def __init__(
        self, brush: Brush, value: str, width: float, done: Callable[[str], None],
        hidden: bool = False,
    ) -> None:  # fmt: skip
        """``hidden`` lines are kept, but only the one under the finger is drawn."""
        high = width * drawing.HIGH / drawing.WIDE
        super().__init__(
            size=(width, high), ground=rgba("#FFFFFF"), edge=rgba(brush.colours.line), radius=6
        )
        self.done, self.hidden = done, hidden
        self.thick = max(2.0, brush.metrics.unit * 4)
        self.lines = drawing.lines(value)
        self._now: drawing.Line | None = None
        self.bind(pos=lambda *_: self._draw())

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self._now = [self._point(touch)]
        self.lines.append(self._now)
        self._last = touch.pos
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self or self._now is None:
            return False
        (x, y), (old_x, old_y) = touch.pos, self._last
        if abs(x - old_x) + abs(y - old_y) >= NEAR:
            self._now.append(self._point(touch))
            self._last = touch.pos
            self._draw()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._now = None
        self.done(drawing.written(self.lines))
        return True

    def _point(self, touch: Any) -> tuple[int, int]:
        """A touch in the sheet's own measure, y from the top."""
        across = (touch.x - self.x) / self.width * drawing.WIDE
        down = (self.top - touch.y) / self.height * drawing.HIGH
        return (
            round(min(max(across, 0), drawing.WIDE)), round(min(max(down, 0), drawing.HIGH))
        )  # fmt: skip

    def _draw(self) -> None:
        self.canvas.after.clear()
        with self.canvas.after:
            Color(0, 0, 0, 1)
            drawn = [self._now] if self.hidden and self._now else self.lines
            for line in drawn if self._now or not self.hidden else ():
                Line(points=self._pixels(line), width=self.thick / 2)

    def _pixels(self, line: drawing.Line) -> list[float]:
        found: list[float] = []
        for x, y in line if len(line) > 1 else line * 2:
            found.append(self.x + x / drawing.WIDE * self.width)
            found.append(self.top - y / drawing.HIGH * self.height)
        return found
