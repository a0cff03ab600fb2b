"""How the council was last reached, for staff and ``kiosk doctor`` to see."""

from typing import Literal

from kiosk.store.database import Database
from kiosk.store.hub import HubState

Reached = Literal["", "straight", "relay", "page", "away"]
"""By its own address, through another kiosk, not because of a log-in page, or not at all; empty
before the first try."""


class NetworkNote:
    """The outcome of the last try, written only when it is another."""

    def __init__(self, database: Database) -> None:
        self._state = HubState(database)
        self._last: Reached | None = None

    def note(self, reached: Reached) -> None:
        """How it went just now; raises StoreError."""
        if reached != self._last:
            self._state.put(reached=reached)
            self._last = reached

    def last(self) -> Reached:
        """How it went at the last try."""
        value = self._state.get("reached")
        known: tuple[Reached, ...] = ("straight", "relay", "page", "away")
        return next((each for each in known if each == value), "")
