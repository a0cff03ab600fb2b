"""What a square code tells a telephone: an event (RFC 5545), somebody's address (RFC 2426), a text.

Short, so that the squares are large enough for an old camera: long texts stay on paper and screen.
"""

import datetime

from sync.directory import Service
from sync.events import Event
from sync.wards import Councillor, WardItem

DAY = datetime.timedelta(days=1)
LONGEST = 75
"""Bytes of a line before it is folded (RFC 5545, 3.1; RFC 2426, 2.6)."""
LETTERS = 80
"""Letters of a text at most."""
NOTE = 300
"""Letters of a text that stands alone."""


def event(each: Event) -> str:
    """A calendar with one event, at the time on the clocks of the place."""
    start, end = _digits(each.start), _digits(each.end)
    kind = ";VALUE=DATE" if each.whole else ""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Connected Society//EN", "BEGIN:VEVENT",
        f"UID:{_text(each.uid)[:40]}-{start}", f"DTSTAMP:{start[:8]}T000000Z",
        f"DTSTART{kind}:{start}", f"SUMMARY:{_text(each.title)}",
    ]  # fmt: skip
    if each.end:
        lines.append(f"DTEND{kind}:{_after(each) if each.whole else end}")
    if each.where:
        lines.append(f"LOCATION:{_text(each.where)}")
    if 0 < len(each.url) <= LETTERS:
        lines.append(f"URL:{each.url}")
    return _joined([*lines, "END:VEVENT", "END:VCALENDAR"])


def service(each: Service) -> str:
    """An entry for an address book."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_text(each.name)};;;;", f"FN:{_text(each.name)}"]
    lines += [f"ORG:{_text(each.by)}"] if each.by else []
    lines += [f"TEL;TYPE=VOICE:{_text(number)}" for number in each.phones[:2]]
    lines += [f"ADR;TYPE=WORK:;;{_text(place)};;;;" for place in each.addresses[:1]]
    lines += [f"EMAIL:{_text(each.email)}"] if each.email else []
    lines += [f"URL:{each.url}"] if 0 < len(each.url) <= LETTERS else []
    return _joined([*lines, "END:VCARD"])


def councillor(ward: WardItem, each: Councillor) -> str:
    """An entry for an address book."""
    by = f"{ward.name}, {each.party}" if each.party else ward.name
    phones = (each.phone,) if each.phone else ()
    return service(Service("", each.name, by, phones=phones, url=each.url))


def note(title: str, text: str, url: str = "") -> str:
    """A text as it is, with where to read on."""
    short = text if len(text) <= NOTE else text[: NOTE - 1] + "…"
    return "\n".join(part for part in (title, short, url) if part)


def _after(each: Event) -> str:
    """The day after the last, which is how a calendar writes an end (RFC 5545, 3.6.1)."""
    last = min(each.last_day, datetime.date.max - DAY)
    return _digits((last + DAY).isoformat())


def _digits(moment: str) -> str:
    """``2026-12-03T14:00`` as ``20261203T140000``."""
    day, _, time = moment.partition("T")
    return day.replace("-", "") + (f"T{time.replace(':', '')}00" if time else "")


def _text(text: str) -> str:
    """With the signs escaped that mean something in a line (RFC 5545, 3.3.11)."""
    short = text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"
    for sign in "\\;,":
        short = short.replace(sign, "\\" + sign)
    return " ".join(short.split())


def _joined(lines: list[str]) -> str:
    return "".join(_folded(line) + "\r\n" for line in lines)


def _folded(line: str) -> str:
    """In parts of at most 75 bytes, none of which begins inside a letter."""
    parts, size = [""], 0
    for letter in line:
        size += len(letter.encode())
        if size > LONGEST:
            parts.append(" ")
            size = 1 + len(letter.encode())
        parts[-1] += letter
    return "\r\n".join(parts)
