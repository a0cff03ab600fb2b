"""Calendars in: iCalendar (RFC 5545) checked, and whatever repeats written out for some weeks."""

import datetime
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sync.collector.local import lines, repeats
from sync.collector.local.plain import Refused, line, plain, web
from sync.events import LONGEST_TEXT, LONGEST_TITLE, Event

DAYS = 60
"""How far ahead kiosks show; what repeats is written out again before a part of it has passed."""
MOST_EVENTS = 2000
WORDS = {
    "DTSTART": "its start (DTSTART)", "DTEND": "its end (DTEND)",
    "DURATION": "how long it lasts (DURATION)", "RRULE": "how it repeats (RRULE)",
    "RDATE": "the days it repeats on (RDATE)", "EXDATE": "the days it is left out (EXDATE)",
    "RECURRENCE-ID": "which day it stands for (RECURRENCE-ID)",
}  # fmt: skip
"""Members of an event without which it would show at a wrong time, as people say them."""
Moment = datetime.date | datetime.datetime


def read(content: bytes, first: datetime.date, zone: str) -> tuple[str, list[Event]]:
    """The calendar's own name and its events from a day on; raises Refused."""
    calendar = _parsed(content)
    every = list(calendar.walk("VEVENT"))
    if not every:
        raise Refused("This calendar holds no events (VEVENT).")
    most = 0
    for number, event in enumerate(every, 1):
        title = _checked(event, number)
        most += repeats.at_most(event, title, DAYS)
        if most > repeats.MOST:
            raise Refused(
                f"This calendar has more than {repeats.MOST} events in {DAYS} days;"
                " publish it in parts."
            )
    name = line(calendar.get("X-WR-CALNAME", calendar.get("NAME", "")), LONGEST_TITLE)
    return name, sorted(_events(calendar, first, ZoneInfo(zone)), key=lambda e: (e.start, e.title))


def _parsed(content: bytes) -> Any:
    """The calendar; a line that is none is named by its number."""
    from icalendar import Calendar

    text = lines.text(content)
    lines.check(text)
    if text.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        raise Refused(f"This calendar has more than {MOST_EVENTS} events; publish it in parts.")
    try:
        return Calendar.from_ical(text)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        said = " ".join(str(error).split())[:120]
        raise Refused(f"This calendar cannot be read: {said}") from error
    except RecursionError as error:
        raise Refused("The parts of this calendar stand too deep in one another.") from error


def _checked(event: Any, number: int) -> str:
    """What the event is called in a refusal; raises Refused when it cannot be shown rightly."""
    title = line(_one(event, "SUMMARY"), LONGEST_TITLE)
    called = f"Event {number}" + (f", {title!r}," if title else "")
    for name, _ in event.errors:
        if name in WORDS:
            raise Refused(f"{called} cannot be shown: {WORDS[name]} cannot be read.")
    for name in ("SUMMARY", "DTSTART"):
        if not event.get(name) or (name == "SUMMARY" and not title):
            missing = "title (SUMMARY)" if name == "SUMMARY" else "start (DTSTART)"
            raise Refused(f"{called} has no {missing}.")
    if isinstance(event["DTSTART"], list) or isinstance(event.get("DTEND"), list):
        raise Refused(f"{called} has two starts or two ends.")
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    if end is not None and _alike(start) > _alike(end):
        raise Refused(f"{called} ends before it begins.")
    return called


def _one(event: Any, name: str) -> Any:
    """A member of an event; the first where there are several of it."""
    found = event.get(name, "")
    return found[0] if isinstance(found, list) and found else found


def _alike(moment: Moment) -> datetime.datetime:
    """A day or a moment, so that they compare: without a zone one day can be two."""
    if isinstance(moment, datetime.datetime):
        return (
            moment.astimezone(datetime.UTC)
            if moment.tzinfo
            else moment.replace(tzinfo=datetime.UTC)
        )
    return datetime.datetime.combine(moment, datetime.time(), datetime.UTC)


def _events(calendar: Any, first: datetime.date, zone: ZoneInfo) -> Iterator[Event]:
    import recurring_ical_events

    last = first + datetime.timedelta(days=DAYS)
    try:
        found = recurring_ical_events.of(calendar).between(first, last)
    except (ValueError, TypeError, OverflowError, KeyError, AttributeError) as error:
        raise Refused("How an event of this calendar repeats cannot be worked out.") from error
    for each in found:
        if str(each.get("STATUS", "")).upper() != "CANCELLED":
            yield _event(each, zone)


def _event(each: Any, zone: ZoneInfo) -> Event:
    start = each["DTSTART"].dt
    end = each["DTEND"].dt if "DTEND" in each else start
    whole = not isinstance(start, datetime.datetime)
    if whole and end > start:
        end -= datetime.timedelta(days=1)  # the end of a day is the beginning of the next
    cost = line(_one(each, "X-COST"), 100)
    free = cost.lower().strip("£ ") in ("0", "0.00", "free")
    return Event(
        uid=line(_one(each, "UID"), 100), title=line(_one(each, "SUMMARY"), LONGEST_TITLE),
        start=_written(start, zone), end=_written(end, zone) if end != start else "",
        where=line(_one(each, "LOCATION"), LONGEST_TITLE),
        text=plain(_one(each, "DESCRIPTION"), LONGEST_TEXT),
        cost="0" if free else cost, url=web(_one(each, "URL")),
    )  # fmt: skip


def _written(moment: Moment, zone: ZoneInfo) -> str:
    """A day, or a moment as the clocks of the place show it."""
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return local.strftime("%Y-%m-%dT%H:%M")
