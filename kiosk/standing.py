"""Whether the kiosk serves, and what comes first: as staff set it, and as the council says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kiosk.store import HubState, StoreError
from kiosk.visit import Standing
from kiosk.visit.services import State
from sync.place import CrisisItem

if TYPE_CHECKING:
    from kiosk.parts import Parts

PRACTICE_SECONDS = 1800


class HubStanding:
    """What every visit asks; staff mode changes it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.state = HubState(parts.database)

    def now(self) -> Standing:
        """Whether the kiosk serves, and what comes first."""
        parts = self._parts
        told = CrisisItem.newest(parts.content.bodies("crisis"), parts.today())
        on = self.crisis() or told is not None
        hours = self.hours() if self.state.get("hours") else ()
        return Standing(
            self.serves(), hours, on, told.texts if told else {}, self.practice(),
            bool(hours) and not parts.clock_off and shut(hours, datetime.datetime.now()),
        )  # fmt: skip

    def serves(self) -> State:
        """What staff said of it."""
        state = self.state.get("state", "open")
        return state if state in ("closed", "broken") else "open"  # type: ignore[return-value]

    def crisis(self) -> bool:
        """Whether staff switched crisis mode on."""
        return self.state.get("crisis") == "on"

    def practice(self) -> bool:
        """Whether visits are practice."""
        left = self.state.number("practice") - self._parts.now()
        return 0 < left <= PRACTICE_SECONDS  # a clock set back must not make it last for ever

    def set_practice(self, on: bool) -> None:
        """Make the visits of the next half hour practice, or no more of them."""
        self.state.put(practice=str(self._parts.now() + PRACTICE_SECONDS if on else 0))

    def hours(self) -> tuple[str, ...]:
        """From Monday on, such as ``09:00-17:00``; empty for a day without."""
        week = self.state.get("hours").split(";")
        return tuple(week) if len(week) == 7 else ("",) * 7

    def set_hours(self, day: int, hours: str) -> None:
        """Of one day, Monday is 0."""
        week = list(self.hours())
        week[day] = hours
        self.state.put(hours=";".join(week))

    def ended(self, counts: Mapping[str, int]) -> None:
        """Keep what happened in a visit, as counts; a disk that fails here loses only those."""
        try:
            self.state.count(day_of(self._parts.now()), counts)
        except StoreError:
            return
        if counts.get("finished") and not self.state.number("waiting_since"):
            self.state.put(waiting_since=str(self._parts.now()))


def shut(week: Sequence[str], now: datetime.datetime) -> bool:
    """Whether ``now``, by the clock on the wall, lies outside the hours of the week."""
    start, _, end = week[now.weekday()].partition("-")
    return not start <= f"{now:%H:%M}" < end


def day_of(seconds: int) -> str:
    """The day of a time, by which counts are kept."""
    return datetime.date.fromtimestamp(seconds).isoformat()
