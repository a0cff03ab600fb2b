"""How this kiosk is, told to the council when it is new: nothing of it is about anybody."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.releases.own import installed
from sync.health import Health, Printer, Update

EVERY_SECONDS = 6 * 3600
"""So often it is told even when nothing has changed, so that a clock that drifts is seen."""
NOTABLE = 0.02
"""Part of the disk that has to fill or empty before it is told again."""


class Watched(Protocol):
    """A printer."""

    @property
    def in_trouble(self) -> bool:
        """Whether the last slip did not come out."""


class Reporter:
    """Says how the kiosk is, once for each change."""

    def __init__(
        self, data: Path, printer: Callable[[], Printer] = lambda: Printer.NONE,
        monotonic: Callable[[], float] = time.monotonic,
        update: Callable[[], tuple[Update, str]] = lambda: (Update.NONE, ""),
    ) -> None:  # fmt: skip
        """``data`` is where submissions wait; its disk is looked at. ``update`` says how far a new
        version of the program is."""
        self._update = update
        self._data, self._printer, self._monotonic = data, printer, monotonic
        self._last: Health | None = None
        self._last_at = 0.0
        self._offered: Health | None = None

    def watch(self, printer: "Watched") -> None:
        """Say of this printer whether it prints."""
        self._printer = lambda: Printer.TROUBLE if printer.in_trouble else Printer.READY

    def news(self) -> bytes:
        """What has to be told now; empty when nothing is new."""
        now = self._look()
        if now is None or not self._is_news(now):
            return b""
        self._offered = now
        return now.encode()

    def told(self, said: bytes) -> None:
        """The council has heard it."""
        if said:
            self._last, self._last_at = self._offered, self._monotonic()

    def _look(self) -> Health | None:
        try:
            disk = shutil.disk_usage(self._data)
        except OSError:
            return None
        free, size = disk.free // 1_000_000, disk.total // 1_000_000
        clock = max(0, int(time.time()))
        return Health(installed(), free, size, clock, self._printer(), *self._update())

    def _is_news(self, now: Health) -> bool:
        last = self._last
        if last is None or self._monotonic() - self._last_at >= EVERY_SECONDS:
            return True
        changed = abs(now.disk_free - last.disk_free) >= max(1, now.disk_size * NOTABLE)
        return changed or _state(now) != _state(last)


def _state(said: Health) -> tuple[object, ...]:
    return said.printer, said.program, said.update, said.version
