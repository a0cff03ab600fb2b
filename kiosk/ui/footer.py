"""The foot of a page: the arrows, and what leads on."""
# mypy: allow-subclassing-any

from collections.abc import Callable

from kivy.uix.widget import Widget

from kiosk.screens import Action, Screen
from kiosk.ui.brush import Brush
from kiosk.ui.buttons import button, icon_button, more_button, natural_width
from kiosk.ui.column import Viewport
from kiosk.ui.frame import Box
from kiosk.ui.theme import rgba
from kiosk.ui.widgets import Flat, Target
from kiosk.words import Words


class Footer(Widget):
    """Arrows at the side where reading starts, then what leads on, Next last."""

    def __init__(
        self, screen: Screen, brush: Brush, view: Viewport, box: Box, scroll: Callable[[int], None]
    ) -> None:
        """The arrows are there when there is more than the view shows; they tell ``scroll``."""
        super().__init__(size_hint=(None, None), pos=box[:2], size=box[2:])
        self._brush, self._view = brush, view
        line = Flat(size_hint=(None, None), ground=rgba(brush.colours.rail))
        line.pos, line.size = (box[0], box[1] + box[3] - 2), (box[2], 2)
        self.add_widget(line)
        words = Words(screen.language)
        ways = (("up", -1), ("down", 1)) if view.furthest else ()
        self._arrows = [self._arrow(name, words, by, scroll) for name, by in ways]
        m = brush.metrics
        room = self.width - 2 * m.page_pad - sum(each.width + m.gap for each in self._arrows)
        self._place([*self._arrows, *self._actions(screen.actions, room)], bool(screen.actions))
        self.shade()

    def _place(self, made: list[Target], leads_on: bool) -> None:
        """One behind the other; what leads on at the far side."""
        m = self._brush.metrics
        offset = m.page_pad
        for number, each in enumerate(made):
            if number == len(made) - 1 and leads_on:
                offset = self.width - m.page_pad - each.width
            y = self.y + (self.height - each.height) / 2
            each.pos = (self._brush.from_start(self, each, offset), y)
            offset += each.width + m.gap
            self.add_widget(each)

    def _actions(self, actions: tuple[Action, ...], room: float) -> list[Target]:
        brush, m = self._brush, self._brush.metrics
        share = (room - m.gap * (len(actions) - 1)) / max(1, len(actions))
        made = []
        for action in actions:
            wanted = max(m.target * 2.4, natural_width(brush, action) + 4 * m.gap)
            made.append(button(brush, action, min(share, wanted), m.target, m.body))
        return made

    def _arrow(self, name: str, words: Words, by: int, scroll: Callable[[int], None]) -> Target:
        brush, side = self._brush, self._brush.metrics.target
        if name == "up":
            action = Action("scroll:up", words("Further up"), icon="up")
            made = icon_button(brush, action, side, side)
        else:
            action = Action("scroll:down", words("More"), icon="down")
            made = more_button(brush, action, action.label, side)
        made.tapped = lambda: scroll(by)
        return made

    def shade(self) -> None:
        """Pale where there is nothing more that way."""
        if self._arrows:
            up, down = self._arrows
            up.opacity = 1.0 if self._view.offset > 0 else 0.3
            down.opacity = 1.0 if self._view.offset < self._view.furthest else 0.3
