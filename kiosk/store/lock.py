"""The lock of staff mode: a PIN or cards, and a pause after wrong ones.

A PIN guards menus, never data: whoever takes the disk can try all PINs of four digits in minutes.
The pause is kept in the store and goes down only while the kiosk runs, by a clock that only goes
on, or by the council's time. So neither a restart nor another date shortens it.
"""

import hashlib
import itertools
import time
from collections.abc import Callable
from enum import Enum

from kiosk.store.database import StoreError
from kiosk.store.hub import HubState
from sync import sealing

FREE_TRIES = 5
"""Wrong PINs before the first pause."""
FIRST_PAUSE, LONGEST_PAUSE = 60, 3600
"""Seconds; each wrong PIN doubles the pause."""
WRITE_EVERY = 15
"""Seconds of a pause that a restart may cost again."""
SHORTEST_PIN, LONGEST_PIN = 4, 12


class Try(Enum):
    """What came of a PIN."""

    OPEN = "open"
    WRONG = "wrong"
    PAUSED = "paused"
    NONE = "none"
    """No PIN is set."""


class Lock:
    """Lets staff in."""

    def __init__(
        self, state: HubState, server_time: Callable[[], int] = lambda: 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """``server_time`` is the council's time last heard, in Unix seconds."""
        self._state, self._server_time, self._clock = state, server_time, clock
        self._since = clock()

    @property
    def ready(self) -> bool:
        """Whether a PIN or a card was set."""
        return bool(self._state.get("pin") or self._state.get("cards"))

    def set_pin(self, pin: str) -> None:
        """Take a new PIN; raises StoreError when it is too easy to guess."""
        if not (pin.isascii() and pin.isdecimal() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
            raise StoreError(f"A PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits and nothing else.")
        steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
        if steps in ({0}, {1}, {9}):
            raise StoreError("This PIN is one of the first that anybody tries; choose another.")
        self._state.put(pin=sealing.stretched(pin), failures="0", pause="0")

    def add_card(self, token: str) -> None:
        """Let a card in, by the token that its reader types."""
        cards = {*self._cards(), _digest(token)}
        self._state.put(cards=" ".join(sorted(cards)))

    def forget_cards(self) -> int:
        """Let no card in any more; how many there were."""
        count = len(self._cards())
        self._state.put(cards="")
        return count

    def card(self, token: str) -> bool:
        """Whether a card is let in. A token of 100 bits needs no pause."""
        return _digest(token) in self._cards()

    def pin(self, pin: str) -> Try:
        """Try a PIN. It counts as wrong, for good, before it is looked at."""
        kept = self._state.get("pin")
        if not kept:
            return Try.NONE
        if self.left():
            return Try.PAUSED
        failures = self._state.number("failures") + 1
        self._pause(failures)
        if not sealing.fits(kept, pin):
            return Try.PAUSED if self.left() else Try.WRONG
        self._pause(0)
        return Try.OPEN

    def left(self) -> int:
        """Seconds until another PIN may be tried."""
        pause = self._state.number("pause")
        if not pause:
            return 0
        passed = int(self._clock() - self._since)
        begun = self._state.number("paused_at")
        if begun and self._server_time() - begun >= self._state.number("pause_whole"):
            passed = pause
        if passed >= min(WRITE_EVERY, pause):
            pause, self._since = max(0, pause - passed), self._clock()
            self._state.put(pause=str(pause))
            return pause
        return pause - passed

    def _pause(self, failures: int) -> None:
        over = failures - FREE_TRIES
        pause = min(FIRST_PAUSE << min(over, 10), LONGEST_PAUSE) if over >= 0 else 0
        self._since = self._clock()
        self._state.put(
            failures=str(failures), pause=str(pause), pause_whole=str(pause),
            paused_at=str(self._server_time()),
        )  # fmt: skip

    def _cards(self) -> list[str]:
        return self._state.get("cards").split()


def _digest(token: str) -> str:
    plain = token.strip().upper().replace("-", "").encode()
    return hashlib.blake2b(plain, digest_size=32, person=b"cs-card").hexdigest()
