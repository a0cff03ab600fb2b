"""The ways to the door of staff mode: a long press, a key, a card that a reader types."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock

if TYPE_CHECKING:
    from kiosk.ui.shell import KioskApp

SHORTEST_TOKEN = 16
"""Letters that a card's token has at least."""
TYPED_WITHIN = 3.0
"""Seconds between two letters of a reader at most."""
STILL = 30
"""Pixels a finger may wander in a long press."""
SCREENS = ("welcome", "closed")


class Door:
    """Watches the welcome screen for staff."""

    def __init__(self, app: KioskApp, hold_seconds: float) -> None:
        self.app, self.hold_seconds = app, hold_seconds
        self._waiting: Any = None
        self._at = (0.0, 0.0)
        self._typed, self._then = "", 0.0

    @property
    def here(self) -> bool:
        """Whether staff may come in from this screen."""
        page = self.app.page
        return page is not None and page.screen.name in SCREENS

    def down(self, window: Any, touch: Any) -> None:
        """A touch beside every control begins a long press."""
        self.up()
        page = self.app.page
        if page is None or not self.here or not self.hold_seconds:
            return
        if any(page.inside(each) or each.collide_point(*touch.pos) for each in page.targets
               if each.collide_point(*each.to_widget(*touch.pos))):  # fmt: skip
            return
        self._at = touch.pos
        self._waiting = Clock.schedule_once(lambda _: self.open(), self.hold_seconds)

    def moved(self, window: Any, touch: Any) -> None:
        """A finger that wanders is no long press."""
        if max(abs(touch.pos[0] - self._at[0]), abs(touch.pos[1] - self._at[1])) > STILL:
            self.up()

    def up(self, *ignored: Any) -> None:
        """Let go: no long press."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def open(self, card: str = "") -> None:
        """To the door."""
        self.up()
        self._typed = ""
        self.app.visit.staff(card)
        self.app.redraw()

    def typed(self, text: str) -> bool:
        """Whether letters are a card's: those typed on the welcome screen."""
        if not self.here or not text.strip():
            return False
        now = time.monotonic()
        if now - self._then > TYPED_WITHIN:
            self._typed = ""
        self._typed, self._then = (self._typed + text)[:200], now
        return True

    def entered(self) -> bool:
        """Enter was pressed: whether it ended a card's token."""
        token, self._typed = self._typed, ""
        if not self.here or len(token) < SHORTEST_TOKEN:
            return False
        self.open(token)
        return True
