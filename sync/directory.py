"""Find help: an item of the feed with the services of a directory, or of a part of a long one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from sync import codec, wire
from sync.errors import FeedError
from sync.notices import opened, short

MOST = 250
"""Services of one item; a longer directory is several items."""
LONGEST_NAME, LONGEST_TEXT = 200, 1500
"""Characters."""
MOST_LINES = 20
"""Telephone numbers, addresses and the like of one service."""
LARGEST = 8 * 1024 * 1024
"""Bytes of an item when opened."""


@dataclass(frozen=True)
class Hours:
    """When a service is open, on some days of every week or in words."""

    days: str
    """Numbers of the days from Monday as 0, such as ``01234``; empty when ``text`` says it."""
    opens: str
    """Such as ``09:00``; empty when it is not known."""
    closes: str
    text: str = ""


@dataclass(frozen=True)
class Service:
    """Somebody who helps."""

    id: str
    name: str
    by: str
    """The organisation that offers it."""
    text: str = field(default="", repr=False)
    who: str = ""
    """Who it is for; empty for everybody."""
    ages: str = ""
    """Such as ``12–17`` or ``60+``; empty for every age."""
    cost: str = ""
    """What it costs; ``0`` when it is free of charge, empty when that is not known."""
    alert: str = ""
    """What is otherwise for a while."""
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    hours: tuple[Hours, ...] = ()
    needs: tuple[str, ...] = ()
    """What it helps with, in the directory's own terms."""
    checked: str = ""
    """The day on which somebody made sure of all this, such as ``2026-06-03``; may be empty."""


@dataclass(frozen=True)
class DirectoryItem:
    """Services as they travel."""

    name: str
    """What the council calls the directory."""
    services: tuple[Service, ...]

    def encode(self) -> bytes:
        """Bytes of the item of the feed."""
        lines = [_line(each) for each in self.services]
        return wire.dump(["directory", codec.compress(wire.dump([self.name, lines]), b"")])

    @classmethod
    def decode(cls, item: bytes) -> "DirectoryItem":
        """Read an item; raises FeedError."""
        name, lines = opened(item, "directory", (str, list), LARGEST)
        if len(lines) > MOST:
            raise FeedError("An item of the feed has more services than it may.")
        return cls(short(name, LONGEST_NAME), tuple(_service(each) for each in lines))


def _line(service: Service) -> list[object]:
    return [
        service.id, service.name, service.by, service.text, service.who, service.ages,
        service.cost, service.alert, list(service.phones), list(service.addresses),
        service.email, service.url,
        [[each.days, each.opens, each.closes, each.text] for each in service.hours],
        list(service.needs), service.checked,
    ]  # fmt: skip


SHAPE = [str] * 8 + [list, list, str, str, list, list, str]


def _service(line: object) -> Service:
    if not isinstance(line, list) or [type(part) for part in line] != SHAPE:
        raise FeedError("A service of the feed is not of the shape it must be.")
    for part in line:
        if isinstance(part, str):
            short(part, LONGEST_TEXT)
    hours = tuple(Hours(*_texts(each, 4)) for each in line[12][:MOST_LINES])
    phones, places, needs = (_texts(line[each]) for each in (8, 9, 13))
    made = [*line[:8], phones, places, *line[10:12], hours, needs, line[14]]
    return _sound(Service(*made))


def _texts(value: object, count: int | None = None) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise FeedError("A service of the feed is not of the shape it must be.")
    if len(value) > MOST_LINES or (count is not None and len(value) != count):
        raise FeedError("A service of the feed is not of the shape it must be.")
    return tuple(short(each, LONGEST_TEXT) for each in value)


def _sound(service: Service) -> Service:
    days: Sequence[str] = [day for each in service.hours for day in each.days]
    if not service.name or not set(days) <= set("0123456"):
        raise FeedError("A service of the feed has no name, or is open on days there are not.")
    if service.checked:
        try:
            datetime.date.fromisoformat(service.checked)
        except ValueError as error:
            raise FeedError("A service of the feed was checked on no day.") from error
    return service
