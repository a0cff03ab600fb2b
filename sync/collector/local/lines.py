"""The lines of an iCalendar file, looked at before anything is made of them."""

import re

from sync.collector.local.plain import Refused


def text(content: bytes) -> str:
    """The file as text; raises Refused when it is no calendar."""
    try:
        found = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "This file is not a calendar in UTF-8; save it as iCalendar (.ics) again."
        ) from error
    if not found.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise Refused("This file is not a calendar: it does not begin with BEGIN:VCALENDAR.")
    if "\0" in found:
        raise Refused("This calendar is damaged: there are zeros among its letters.")
    return found


def check(text: str) -> None:
    """Every line has a name and a value, and every part that begins ends (RFC 5545, 3.1, 3.6);
    raises Refused, which names the line."""
    open_parts: list[tuple[str, int]] = []
    for number, each in enumerate(re.split(r"\r\n?|\n", text), 1):
        if not each.strip() or each[0] in " \t":
            continue
        if not re.match(r"[A-Za-z0-9-]+[;:]", each):
            raise Refused(f"Line {number} of this calendar is not one of iCalendar: {each[:40]!r}.")
        name, _, value = each.partition(":")
        if name.upper() == "BEGIN":
            open_parts.append((value.strip().upper(), number))
            if len(open_parts) > 20:
                raise Refused("The parts of this calendar stand too deep in one another.")
        elif name.upper() == "END":
            _end(open_parts, value, number)
    if open_parts:
        part, number = open_parts[-1]
        raise Refused(
            f"This calendar is cut off: the {part} that begins in line {number} has no end."
        )


def _end(open_parts: list[tuple[str, int]], value: str, number: int) -> None:
    if not open_parts or open_parts.pop()[0] != value.strip().upper():
        raise Refused(f"Line {number} of this calendar ends a part that did not begin.")
