"""What's on: an item of the feed with the events of one calendar, or of a part of a long one.

Whatever repeats has been written out by the collector. Times are those on the clock of the place,
without a zone, as people there read them.
"""

import datetime
import re
from dataclasses import dataclass, field

from sync import codec, wire
from sync.errors import FeedError
from sync.notices import opened, short

MOST = 250
"""Events of one item; a longer calendar is several items."""
LONGEST_NAME, LONGEST_TITLE, LONGEST_TEXT = 200, 200, 1500
"""Characters."""
LARGEST = 4 * 1024 * 1024
"""Bytes of an item when opened."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")


@dataclass(frozen=True)
class Event:
    """One event, or one of the days of one that repeats."""

    uid: str
    """What the calendar calls it; all days of one that repeats share it."""
    title: str
    start: str
    """``2026-12-03T14:00``, or ``2026-12-03`` when it lasts the whole day."""
    end: str
    """As ``start``, the last day included; empty when it is not known."""
    where: str = ""
    text: str = field(default="", repr=False)
    cost: str = ""
    """As ``sync.directory.Service.cost``."""
    url: str = ""

    @property
    def whole(self) -> bool:
        """Whether it lasts the whole day."""
        return "T" not in self.start

    @property
    def day(self) -> datetime.date:
        """The first day."""
        return datetime.date.fromisoformat(self.start[:10])

    @property
    def last_day(self) -> datetime.date:
        """The last day, which is the first when no end is known."""
        return datetime.date.fromisoformat((self.end or self.start)[:10])


@dataclass(frozen=True)
class EventsItem:
    """Events as they travel."""

    name: str
    """What the council calls the calendar."""
    hub: str
    """The only hub whose calendar this is; empty when it is for several."""
    events: tuple[Event, ...]

    def encode(self) -> bytes:
        """Bytes of the item of the feed."""
        lines = [_line(each) for each in self.events]
        return wire.dump(["events", codec.compress(wire.dump([self.name, self.hub, lines]), b"")])

    @classmethod
    def decode(cls, item: bytes) -> "EventsItem":
        """Read an item; raises FeedError."""
        name, hub, lines = opened(item, "events", (str, str, list), LARGEST)
        if len(lines) > MOST:
            raise FeedError("An item of the feed has more events than it may.")
        return cls(
            short(name, LONGEST_NAME),
            short(hub, LONGEST_NAME),
            tuple(_event(each) for each in lines),
        )


def _line(event: Event) -> list[str]:
    return [
        event.uid, event.title, event.start, event.end, event.where, event.text, event.cost,
        event.url,
    ]  # fmt: skip


def _event(line: object) -> Event:
    if not isinstance(line, list) or [type(part) for part in line] != [str] * 8:
        raise FeedError("An event of the feed is not of the shape it must be.")
    for part in line:
        short(part, LONGEST_TEXT)
    event = Event(*line)
    if event.title and _is_moment(event.start) and (not event.end or _is_moment(event.end)):
        return event
    raise FeedError("An event of the feed has no title, or no day.")


def _is_moment(text: str) -> bool:
    if not MOMENT.fullmatch(text):
        return False
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
