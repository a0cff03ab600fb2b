"""Wi-Fi as staff set it up: joined, and whether the council is reached through it."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.wifi import Asked, Look, Radio, WifiError
from sync.errors import CarrierError

if TYPE_CHECKING:
    from kiosk.staff.services import Ended
    from sync.carriers.http import HttpCarrier

SETTLES = 20.0
"""Seconds until a network that was just joined carries anything; names may come late."""
BETWEEN = 1.0
FRESH = 20.0
"""Seconds for which how strong it is holds."""


class Wireless:
    """The radio, and the council behind it."""

    def __init__(
        self, radio: Radio, carriers: Callable[[], "Sequence[HttpCarrier]"],
        joined: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """``carriers`` are the ways to the council, made for one look; ``joined`` is called after
        joining, as to wake the sync."""
        self._radio, self._carriers, self._joined = radio, carriers, joined
        self._strength: int | None = None
        self._asked = -FRESH
        self._asking = threading.Lock()

    def look(self) -> Look:
        """Everything that is heard; raises WifiError."""
        return self._radio.look()

    def forget(self, ssid: bytes) -> None:
        """Forget a network and its password; raises WifiError."""
        self._radio.forget(ssid)

    def join(self, asked: Asked) -> "Ended":
        """Join, then look for the council; raises WifiError."""
        outcome = self._radio.join(asked)
        self._asked = -FRESH
        if outcome != "joined":
            return outcome
        self._joined()
        until = time.monotonic() + SETTLES
        while (found := self._found()) == "away" and time.monotonic() < until:
            time.sleep(BETWEEN)
        return found

    def _found(self) -> "Ended":
        from sync.carriers import portal

        page = False
        for carrier in self._carriers():
            try:
                carrier.look()
                return "council"
            except CarrierError:
                page = page or portal.stands_before(carrier.address)
            finally:
                carrier.close()
        return "page" if page else "away"

    def strength(self) -> int | None:
        """How strong the Wi-Fi in use is, as known last; never waits. See ``Facts.wifi``."""
        stale = time.monotonic() - self._asked >= FRESH
        if stale and self._asking.acquire(blocking=False):
            self._asked = time.monotonic()
            threading.Thread(target=self._ask, name="wifi", daemon=True).start()
        return self._strength

    def _ask(self) -> None:
        try:
            strength = self._radio.strength()
            self._strength = -1 if strength is None else strength
        except WifiError:
            self._strength = None
        finally:
            self._asking.release()
