"""Which events of the calendars are to come, and which of them are in this hub."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.place.texts import folded
from sync.events import Event, EventsItem


@dataclass(frozen=True)
class Coming:
    """An event that is not over, and where it comes from."""

    event: Event
    source: str
    here: bool
    """Whether it is in this hub."""
    day: datetime.date
    """The day to show it on: today for what began before."""


def coming(items: Sequence[EventsItem], hub: str, today: datetime.date) -> list[Coming]:
    """The events of some calendars from today on, in the order of time; each once."""
    found: dict[tuple[str, str, str], Coming] = {}
    for item in items:
        for each in item.events:
            if each.last_day < today:
                continue
            here = item.hub == hub or (bool(hub) and folded(hub) in folded(each.where))
            made = Coming(each, item.name, here, max(each.day, today))
            found.setdefault((each.uid, each.start, each.title), made)
    return sorted(found.values(), key=lambda each: (each.day, each.event.start, each.event.title))
