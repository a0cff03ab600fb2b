"""Functions of dates and times (ODK XForms, "Date and time functions")."""

import datetime
import math
import re
from typing import Any

from kiosk.forms.errors import ExpressionError
from kiosk.forms.xpath.functions.calendar import NAMES, Names
from kiosk.forms.xpath.functions.registry import At, context
from kiosk.forms.xpath.values import (
    INVALID,
    NAN,
    Moment,
    from_days,
    read_moment,
    to_number,
    to_string,
)

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?")


@context("today")
def today(at: At) -> Moment:
    return Moment(at[3].moment().replace(hour=0, minute=0, second=0, microsecond=0))


@context("now")
def now(at: At) -> Moment:
    return Moment(at[3].moment(), True)


@context("date", 1)
@context("date-time", 1)
def date(at: At, value: Any) -> Any:
    """What names a moment, as one. A time of day is kept: the question's type decides of it."""
    if type(value) is not float and not to_string(value).strip():
        return ""
    return moment(at, value) or INVALID


def moment(at: At, value: Any) -> Moment | None:
    """A date from a date, a text, or a number of days."""
    zone = at[3].zone
    if type(value) is Moment:
        return value if value.at else None
    if type(value) is bool:
        return None
    if type(value) is float:
        return from_days(value, zone) if math.isfinite(value) else None
    text = to_string(value).strip()
    found = read_moment(text, zone)
    if found is not None:
        return found
    days = to_number(text, zone)
    return from_days(days, zone) if math.isfinite(days) else None


@context("decimal-date-time", 1)
def decimal_date_time(at: At, value: Any) -> float:
    found = moment(at, value)
    return found.days if found else NAN


@context("decimal-time", 1)
def decimal_time(at: At, value: Any) -> float:
    match = _TIME.fullmatch(to_string(value).strip())
    if match is None:
        found = read_moment(to_string(value), at[3].zone)
        if found is None or found.at is None or not found.timed:
            return NAN
        return _of_day(found.at.hour, found.at.minute, found.at.second)
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        return NAN
    if match[5]:
        today_there = read_moment(f"1970-01-01T{match[0].strip()}", at[3].zone)
        if today_there is None or today_there.at is None:
            return NAN
        hour, minute = today_there.at.hour, today_there.at.minute
    return _of_day(hour, minute, second + float("0." + (match[4] or "0")))


def _of_day(hour: int, minute: int, second: float) -> float:
    return (hour * 3600 + minute * 60 + second) / 86400


@context("format-date", 2)
def format_date(at: At, value: Any, form: Any) -> str:
    return _formatted(at, value, to_string(form))


@context("format-date-time", 2)
def format_date_time(at: At, value: Any, form: Any) -> str:
    return _formatted(at, value, to_string(form))


def _formatted(at: At, value: Any, form: str) -> str:
    text = to_string(value)
    if not text.strip():
        return ""
    found = moment(at, value)
    if found is None or found.at is None:
        return ""
    when, named = found.at, NAMES.get(at[3].language(), NAMES["en"])
    return re.sub(r"%(.)", lambda match: _part(when, match[1], named), form)


def _part(when: datetime.datetime, letter: str, named: Names) -> str:
    months, short_months, days, short_days = named
    parts = {
        "Y": f"{when.year:04}", "y": f"{when.year % 100:02}", "m": f"{when.month:02}",
        "n": str(when.month), "b": short_months[when.month - 1], "B": months[when.month - 1],
        "d": f"{when.day:02}", "e": str(when.day), "a": short_days[when.weekday()],
        "A": days[when.weekday()], "w": str(when.isoweekday() % 7),
        "W": str(when.isocalendar().week), "%": "%", "Z": when.strftime("%z"),
    }  # fmt: skip
    parts |= {
        "H": f"{when.hour:02}", "h": str(when.hour), "M": f"{when.minute:02}",
        "S": f"{when.second:02}", "3": f"{when.microsecond // 1000:03}",
    }  # fmt: skip
    if letter not in parts:
        raise ExpressionError(f"%{letter} is not a part of a date that can be written.")
    return parts[letter]
