"""Syncs in the background while the window is open, and passes on for other kiosks."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.store import StoreError
from sync import engine
from sync.carriers.ways import Ways
from sync.errors import SyncError
from sync.network import Waker

if TYPE_CHECKING:
    from kiosk.parts import Parts
    from kiosk.releases.updates import Updates
    from sync.relay.listener import Relay

log = logging.getLogger("kiosk")
FIRST_SECONDS = 2.0
"""Until the first round trip, or until something is said: what that takes is loaded once the window
is drawn, for a small machine has enough to do until then. A kiosk that has nothing to show yet does
not wait."""


class Courier:
    """Syncs in a thread of its own; does nothing where no way to a collector is set."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._waker: Waker | None = None
        self._thread: threading.Thread | None = None
        self.relay: Relay | None = None
        """What passes on for other kiosks, where this one does."""

    @cached_property
    def _updates(self) -> Updates | None:
        """What brings new versions here, made at the first round trip and not at the start."""
        return self._parts.updates() if self._parts.settings.updates else None

    def start(self) -> None:
        """Begin, or begin again after ``stop``."""
        self._pass_on()
        if not self._parts.addresses:
            return
        self._waker = waker = Waker()
        self._thread = threading.Thread(target=self._run, args=(waker,), name="sync", daemon=True)
        self._thread.start()

    def _run(self, waker: Waker) -> None:
        """Until it is told to stop."""
        if self._parts.content.version and not waker.wait(FIRST_SECONDS):
            return
        ways = self._parts.ways()
        engine.Loop(
            once=lambda: self._once(ways, waker.called), wait=waker.wait,
            every=self._parts.settings.sync_seconds, log=log.info,
        ).run()  # fmt: skip

    def _pass_on(self) -> None:
        settings = self._parts.settings
        if settings.relay_listen:
            from sync.relay.listener import Relay

            self.relay = Relay(
                settings.relay_listen, lambda: self._parts.carrier(settings.collector)
            )
            self.relay.start()

    def _once(self, ways: Ways, called: Callable[[], bool]) -> engine.Outcome:
        """One round trip; once nothing waits, a piece of a new version, until something does."""
        try:
            outcome = self._parts.exchange(ways)
            if self._updates is None or not outcome.complete:
                return outcome
            more = self._updates.turn(ways, called)
            return dataclasses.replace(outcome, complete=not more)
        except StoreError as error:
            raise SyncError(str(error)) from error  # the loop tries again later

    def wake(self) -> None:
        """Sync now rather than later."""
        if self._waker is not None:
            self._waker.wake()

    def stop(self, seconds: float | None = None) -> None:
        """End after the round trip that may be under way, and wait for that, or so many seconds.

        Passing on ends at once: the other kiosk tries again, and nobody here waits for it.
        """
        if self.relay is not None:
            self.relay.stop()
            self.relay = None
        if self._waker is not None and self._thread is not None:
            self._waker.stop()
            self._thread.join(timeout=seconds)
