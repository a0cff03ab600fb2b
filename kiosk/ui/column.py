"""Widgets one below the other, and the window through which a long column is seen."""
# mypy: allow-subclassing-any

from collections.abc import Sequence
from math import ceil
from typing import Any

from kivy.graphics.scissor_instructions import ScissorPop, ScissorPush
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget

from kiosk.ui.brush import Brush

BLEED = 12.0
"""Pixels at both sides for strokes that stand out of their line, as in Nastaliq."""
Spans = Sequence[tuple[float, float]]
"""Where things begin and end, in pixels from the top."""


class Column:
    """Collects widgets from top to bottom in one width."""

    def __init__(self, brush: Brush, width: float) -> None:
        self.brush = brush
        self.width = width
        self.height = 0.0
        self._items: list[tuple[Widget, float, float]] = []

    def add(self, widget: Widget, gap: float | None = None, offset: float = 0.0) -> Widget:
        """Put a widget that has its size below the last; ``gap`` pixels apart."""
        space = self.brush.metrics.gap if gap is None else gap
        self.height += space if self._items else 0
        self._items.append((widget, self.height, offset))
        self.height += widget.height
        return widget

    def row(self, widgets: list[Widget], gap: float, above: float | None = None) -> None:
        """Put widgets side by side, from the side where reading starts."""
        box = Widget(size_hint=(None, None), size=(self.width, max(w.height for w in widgets)))
        self.add(box, above)
        x = 0.0
        for widget in widgets:
            top = self.height - box.height
            self._items.append((widget, top, x))
            x += widget.width + gap

    def text(
        self, text: str, size: float, ink: str = "", gap: float | None = None, **options: Any
    ) -> None:
        """A paragraph in the whole width."""
        label = self.brush.text(text, size, ink, **options)
        label.lay(self.width)
        self.add(label, gap)

    @property
    def spans(self) -> Spans:
        """Where each widget begins and ends, in pixels from the top."""
        return [(top, top + widget.height) for widget, top, _ in self._items]

    def placed(self) -> RelativeLayout:
        """Everything in one widget that can be moved as one."""
        box = RelativeLayout(size_hint=(None, None), size=(self.width, self.height))
        for widget, top, offset in self._items:
            start = self.width - offset - widget.width if self.brush.rtl else offset
            widget.pos = (start, self.height - top - widget.height)
            box.add_widget(widget)
        return box


def further(spans: Spans, offset: float, height: float, by: int) -> float:
    """Where to go on down (1) or up (-1) in a window of that height, in pixels from the top.

    What was cut off then stands at the top, whole; within what is higher than the window it is
    three quarters of the window further.
    """
    if by > 0:
        after = [top for top, end in spans if end > offset + height + 1 and top < offset + height]
    else:
        after = [top for top, _ in spans if offset - height <= top]
    found = min(after, default=offset)
    moved = (found - offset) * by
    return found if moved >= height * 0.3 else offset + by * height * 0.75


class Viewport(Widget):
    """A box that shows part of a longer content; moved by buttons only.

    It cuts by the graphics card's scissors, which costs nothing; a stencil draws the whole box
    twice more.
    """

    def __init__(
        self, content: RelativeLayout, box: tuple[float, float, float, float],
        spans: Spans = (),
    ) -> None:  # fmt: skip
        x, y, width, height = box
        super().__init__(
            size_hint=(None, None), pos=(x - BLEED, y), size=(width + 2 * BLEED, height)
        )
        with self.canvas.before:
            ScissorPush(x=int(self.x), y=int(self.y), width=ceil(self.width),
                        height=ceil(self.height))  # fmt: skip
        with self.canvas.after:
            ScissorPop()
        self.content = content
        self.spans = spans
        self.furthest = max(0.0, content.height - self.height)
        self.offset = 0.0
        self.add_widget(content)
        self.move_to(0)

    def move_to(self, offset: float) -> float:
        """Show the content from ``offset`` pixels below its top; returns what was possible."""
        self.offset = max(0.0, min(self.furthest, offset))
        self.content.pos = (self.x + BLEED, self.top - self.content.height + self.offset)
        return self.offset

    def reveal(self, widget: Widget, margin: float) -> float:
        """Move as little as makes a widget of the content visible."""
        _, low = widget.to_window(*widget.pos)
        bottom = self.content.top - low + margin
        top = bottom - widget.height - 2 * margin
        if bottom > self.offset + self.height:
            self.move_to(bottom - self.height)
        if top < self.offset:
            self.move_to(top)
        return self.offset

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        return bool(super().on_touch_down(touch))
