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
from sync.relay.listener import Relay

if TYPE_CHECKING:
    from kiosk.app import Parts
    from kiosk.releases.updates import Updates

log = logging.getLogger("kiosk")


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
        ways, waker = self._parts.ways(), Waker()
        loop = engine.Loop(
            once=lambda: self._once(ways, waker.called), wait=waker.wait,
            every=self._parts.settings.sync_seconds, log=log.info,
        )  # fmt: skip
        self._waker = waker
        self._thread = threading.Thread(target=loop.run, name="sync", daemon=True)
        self._thread.start()

    def _pass_on(self) -> None:
        settings = self._parts.settings
        if settings.relay_listen:
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
