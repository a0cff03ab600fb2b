"""While nobody is here: dark outside the opening hours, or the life of the place within them."""

from typing import Any

from kiosk.screens import Screen
from kiosk.ui.attract import Attract, waits
from kiosk.ui.dark import Dark, Lamp
from kiosk.ui.idle import Rest
from kiosk.visit import Visit


class Quiet:
    """Decides what stands on the screen between two visits."""

    def __init__(
        self, window: Any, visit: Visit, rest: Rest, settings: Any, lamp: Lamp | None
    ) -> None:
        self._visit, self._rest = visit, rest
        self._dark = Dark(window, settings.dark_seconds, lamp)
        self._attract = Attract(settings.attract_seconds, lambda: visit.services.life(visit.words))

    @property
    def idle(self) -> float:
        """Seconds since anybody was here, 0 during a visit."""
        return self._rest.idle if self._visit.at_rest else 0.0

    @property
    def shows(self) -> Screen | None:
        """What shows in place of the welcome screen, if anything."""
        return self._attract.now

    def beat(self) -> bool:
        """Time passed; True when it became dark or light, and so has to be drawn."""
        idle = self.idle
        changed = self._dark.beat(idle, lambda: self._visit.services.standing().shut)
        self._attract.beat(idle, self._serves)
        return changed

    def _serves(self) -> bool:
        """Whether the welcome screen waits for somebody, as on any day, and is lit."""
        return not self._dark.on and waits(self._visit.services.standing())

    def wake(self) -> bool:
        """Somebody is here: light, and the welcome screen. Whether there was anything else."""
        dark = self._dark.wake()
        return self._attract.stop() or dark
