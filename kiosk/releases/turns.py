"""Who works at a shelf: the courier, or a stick. Two at once would spoil each other's work.

All of them are in one process, the one that has the kiosk's database open.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Shared:
    """What those who work at one shelf share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last: object = None
        """Who was at it last."""


class Turns:
    """Those of one of them."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._held = self._disturbed = False

    @contextmanager
    def taken(self, seconds: float = 0.0) -> Iterator[bool]:
        """Nobody else works there meanwhile; False when somebody does, for so many seconds."""
        if self._held:
            yield True
            return
        self._held = self._shared.lock.acquire(timeout=seconds)
        try:
            if self._held:
                self._disturbed = self._disturbed or self._shared.last is not self
                self._shared.last = self
            yield self._held
        finally:
            if self._held:
                self._held = False
                self._shared.lock.release()

    def disturbed(self) -> bool:
        """Whether somebody else was at it since this was last asked: what is on the disk counts."""
        was, self._disturbed = self._disturbed, False
        return was
