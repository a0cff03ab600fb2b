"""The page that shows: made anew for each screen, and whether anybody has seen it yet."""

from collections.abc import Callable
from typing import Any

from kivy.uix.widget import Widget

from kiosk.screens import Screen
from kiosk.ui.brush import Brush
from kiosk.ui.heap import Heap
from kiosk.ui.page import Page
from kiosk.ui.rail import Rails
from kiosk.ui.stage import Hands, Stage, stage_for
from kiosk.ui.theme import THEMES, Metrics, rgba
from kiosk.ui.widgets import SecondTap
from kiosk.visit import Look


class Easel:
    """Holds one page after another, and what is remembered of the screen it shows."""

    def __init__(
        self, window: Any, root: Widget, hands: Hands, act: Callable[..., None], tap: SecondTap
    ) -> None:
        """``act`` is told what was tapped, as a ``Brush`` tells it; ``tap`` knows when a tap is
        only the second of two."""
        self._window, self._root = window, root
        self._hands, self._act, self._tap = hands, act, tap
        self._rails = Rails()
        self._heap = Heap()
        self.stage = Stage()
        self.page: Page | None = None
        self.undrawn = False
        """Whether something changed since the last frame."""
        self.unseen = False
        """Whether the screen is another one than was last seen."""
        self.drawings = 0
        """How many changes were on a frame so far."""

    def draw(self, screen: Screen, look: Look) -> None:
        """Replace the page by that of a screen; it has to be marked as ``changed`` then."""
        self._heap.left()
        before, self.stage = self.stage, stage_for(screen, self.stage)
        self.unseen = self.unseen or self.stage is not before
        brush = self._brush(screen, look)
        self.page = Page(screen, self.stage, brush, self._hands, self._rails)
        self._root.clear_widgets()
        self._root.add_widget(self.page)
        self._window.clearcolor = rgba(brush.colours.page)

    def _brush(self, screen: Screen, look: Look) -> Brush:
        window = self._window
        metrics = Metrics(int(window.width), int(window.height), look.text_scale)
        return Brush(THEMES[look.theme], metrics, screen.language, screen.rtl, self._tap, self._act)

    def changed(self) -> None:
        """Something on the page is another than on the last frame."""
        self.undrawn = True

    def clear(self) -> None:
        """Hold nothing of the visit that ended, in widgets neither."""
        self.stage, self.page = Stage(), None
        self._rails.forget()
        self._root.clear_widgets()

    def drawn(self) -> Page | None:
        """A frame is ready: the page, when something on it changed."""
        if not self.undrawn or self.page is None:
            return None
        self.undrawn = False
        if self.unseen:
            self.unseen = False
            self._tap.shown()
        self.drawings += 1
        if self.drawings == 1:
            self._rails.forget()  # what is there now is never collected, nor what hangs on it
            self._heap.begun()
        return self.page

    def tidy(self) -> None:
        """Free the pages that were replaced."""
        self._heap.tidy()
