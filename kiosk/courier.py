"""Syncs in the background while the window is open."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from kiosk.store import StoreError
from sync import engine
from sync.errors import SyncError
from sync.network import Waker

if TYPE_CHECKING:
    from kiosk.app import Parts

log = logging.getLogger("kiosk")


class Courier:
    """Syncs in a thread of its own; does nothing where no collector is set."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._waker: Waker | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, or begin again after ``stop``."""
        address = self._parts.settings.collector
        if not address:
            return
        carrier, waker = self._parts.carrier(address), Waker()
        loop = engine.Loop(
            once=lambda: self._once(carrier), wait=waker.wait,
            every=self._parts.settings.sync_seconds, log=log.info,
        )  # fmt: skip
        self._waker = waker
        self._thread = threading.Thread(target=loop.run, name="sync", daemon=True)
        self._thread.start()

    def _once(self, carrier: engine.Carrier) -> engine.Outcome:
        try:
            return self._parts.sync(carrier)
        except StoreError as error:
            raise SyncError(str(error)) from error  # the loop tries again later

    def wake(self) -> None:
        """Sync now rather than later."""
        if self._waker is not None:
            self._waker.wake()

    def stop(self, seconds: float | None = None) -> None:
        """End after the round trip that may be under way, and wait for that, or so many seconds."""
        if self._waker is not None and self._thread is not None:
            self._waker.stop()
            self._thread.join(timeout=seconds)
