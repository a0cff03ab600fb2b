"""A diary as iCalendar (RFC 5545, and 7986 for its name and how often to fetch it)."""

import datetime
import uuid
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Written

from sync.collector.diary import gather
from sync.collector.diary.gather import Closing, Diary, Listed
from sync.events import Event

PRODUCT = "-//Connected Society//Collector//EN"
OFTEN = datetime.timedelta(hours=1)


@lru_cache(maxsize=16)
def written(diary: Diary) -> bytes:
    """The file. Moments are in UTC, so that it needs no zones of its own (section 3.6.5)."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    for name in ("NAME", "X-WR-CALNAME"):
        calendar.add(name, diary.name)
    for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        calendar.add(name, OFTEN, parameters={"VALUE": "DURATION"})
    made: dict[str, Written] = {}
    for each in _every(diary):
        made.setdefault(str(each["UID"]), each)
    for each in made.values():
        calendar.add_component(each)
    return bytes(calendar.to_ical())


def _every(diary: Diary) -> Iterator[Written]:
    zone = ZoneInfo(diary.zone)
    for part in diary.parts:
        for event in gather.events(part).events:
            yield _event(diary, part, event, zone)
    for closing in diary.closings:
        yield _closing(diary, closing)


def _begun(diary: Diary, stamp: datetime.datetime, title: str, *parts: object) -> Written:
    """An event with what every one must have (section 3.6.1); its name stays with each fetch."""
    made = Written()
    named = ":".join(("connected-society", str(diary.council), *map(str, parts)))
    made.add("UID", str(uuid.uuid5(uuid.NAMESPACE_URL, named)))
    made.add("DTSTAMP", stamp.astimezone(datetime.UTC).replace(microsecond=0))
    made.add("SUMMARY", title)
    return made


def _event(diary: Diary, part: Listed, event: Event, zone: ZoneInfo) -> Written:
    title = event.title
    made = _begun(diary, part.loaded, title, part.listing, event.uid, event.start, title)
    start, end = _moment(event.start, zone), _end(event, zone)
    made.add("DTSTART", start)
    if type(end) is type(start) and end > start:
        made.add("DTEND", end)
    cost = "Free of charge" if event.cost == "0" else event.cost
    about = "\n".join(each for each in (event.text, cost) if each)
    _add(made, LOCATION=event.where, DESCRIPTION=about, URL=event.url)
    return made


def _end(event: Event, zone: ZoneInfo) -> Any:
    """The moment, or the first day, that is no more of it; None when it is not known."""
    end = _moment(event.end, zone) if event.end else None
    return end + datetime.timedelta(days=1) if end and event.whole else end


def _add(made: Written, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            made.add(name, text)


def _closing(diary: Diary, closing: Closing) -> Written:
    """A day that keeps nobody from anything else."""
    title = f"Last day to answer: {closing.title}"
    made = _begun(diary, closing.published, title, "form", closing.form_id)
    made.add("DTSTART", closing.day)
    made.add("DTEND", closing.day + datetime.timedelta(days=1))
    made.add("TRANSP", "TRANSPARENT")
    made.add("CATEGORIES", ["Consultation"])
    return made


def _moment(text: str, zone: ZoneInfo) -> Any:
    """A day, or a moment as the clocks of the place show it."""
    if "T" not in text:
        return datetime.date.fromisoformat(text)
    local = datetime.datetime.fromisoformat(text).replace(tzinfo=zone)
    return local.astimezone(datetime.UTC)
