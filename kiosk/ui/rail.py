"""The controls that are always there, beside the page or above it."""
# mypy: allow-subclassing-any

import dataclasses
from typing import Any

from kivy.uix.widget import Widget

from kiosk.screens import Action
from kiosk.ui.brush import Brush
from kiosk.ui.buttons import rail_button
from kiosk.ui.frame import Box
from kiosk.ui.widgets import Target

FIRST = ("back", "over:stop", "over:help")


class Rail(Widget):
    """Leaving at one end, the look at the other; in portrait one or two rows above the page."""

    def __init__(self, bar: tuple[Action, ...], box: Box, brush: Brush) -> None:
        super().__init__(size_hint=(None, None), pos=box[:2], size=box[2:])
        self.brush = dataclasses.replace(brush, made=[])
        gap = brush.metrics.gap * 0.375
        if brush.metrics.portrait:
            self._rows(bar, gap)
        else:
            self._column(bar, gap)

    @property
    def targets(self) -> list[Target]:
        return self.brush.made

    def _column(self, bar: tuple[Action, ...], gap: float) -> None:
        high = min(self.brush.metrics.target * 1.12, (self.height - gap * 8) / 7)
        first = [action for action in bar if action.id in FIRST]
        rest = [action for action in bar if action.id not in FIRST]
        top = [self.top - (gap + high) * (place + 1) for place in range(len(first))]
        foot = [self.y + gap + (gap + high) * place for place in reversed(range(len(rest)))]
        for action, at in zip([*first, *rest], [*top, *foot], strict=True):
            made = rail_button(self.brush, action, self.width - 2 * gap, high)
            made.pos = (self.x + gap, at)
            self.add_widget(made)

    def _rows(self, bar: tuple[Action, ...], gap: float) -> None:
        rows = self.brush.metrics.rail_rows
        each = -(-len(bar) // rows)
        wide = (self.width - gap * (each + 1)) / each
        high = (self.height - gap * (rows + 1)) / rows
        for number, action in enumerate(bar):
            row, place = divmod(number, each)
            made = rail_button(self.brush, action, wide, high)
            top = self.top - (gap + high) * (row + 1)
            made.pos = (self.brush.from_start(self, made, gap + place * (wide + gap)), top)
            self.add_widget(made)


class Rails:
    """Keeps the last rail for the next page, which mostly has the same: four tenths of a page."""

    def __init__(self) -> None:
        self._key: tuple[Any, ...] = ()
        self._rail: Rail | None = None

    def rail(self, bar: tuple[Action, ...], box: Box, brush: Brush) -> Rail:
        """A rail that stands on no page."""
        key = (bar, box, brush.metrics, brush.colours, brush.language, brush.rtl)
        if self._rail is None or key != self._key:
            self._key, self._rail = key, Rail(bar, box, brush)
        if self._rail.parent is not None:
            self._rail.parent.remove_widget(self._rail)
        for target in self._rail.targets:
            target.focused = target.pressed = False
        return self._rail

    def forget(self) -> None:
        """Keep nothing, as when a visit has ended."""
        self._key, self._rail = (), None
