"""Texts as the types of a form write them (ODK XForms, "Data types")."""

import datetime
import math
import re
from typing import Any

from kiosk.forms.errors import AnswerError
from kiosk.forms.xpath.values import Moment, read_moment, read_zone, to_number, written

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}:\d{2})?")
_DAY_AND_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?"
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_INT = {"int", "integer", "long"}
_DECIMAL = {"decimal", "double", "float"}


def calculated(value: str, kind: str, zone: datetime.tzinfo) -> str:
    """What a calculation of some type keeps of a value; empty when it cannot be of the type."""
    if kind in _INT or kind in _DECIMAL:
        number = to_number(value, zone)
        if not math.isfinite(number):
            return ""
        return written(float(math.trunc(number))) if kind in _INT else decimal(number)
    if kind == "date":
        moment = read_moment(value, zone)
        return moment.at.date().isoformat() if moment and moment.at else ""
    if kind == "dateTime":
        moment = read_moment(value, zone)
        return str(Moment(moment.at, True)) if moment and moment.at else ""
    return value


def taken(value: str, kind: str, zone: datetime.tzinfo, ref: str) -> str:
    """An answer of some type as the form keeps it.

    Raises:
        AnswerError: it is not of that type; the message says what to write instead.
    """
    text = value.strip() if kind != "string" else value
    if not text or kind not in _READERS:
        return text
    made = _READERS[kind](text, zone)
    if made is None:
        raise AnswerError(_REASONS[kind], ref)
    return str(made)


def _integer(text: str, zone: datetime.tzinfo) -> Any:
    if not re.fullmatch(r"[+-]?\d{1,10}", text) or not -(2**31) <= int(text) < 2**31:
        return None
    return str(int(text))


def decimal(number: float) -> str:
    """A decimal with its point even when it is whole, as the engines of the field write it."""
    text = written(number)
    return text if "." in text else f"{text}.0"


def _decimal(text: str, zone: datetime.tzinfo) -> Any:
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})", text):
        return None
    return decimal(float(text))


def _date(text: str, zone: datetime.tzinfo) -> Any:
    moment = read_moment(text, zone) if _DAY.fullmatch(text) else None
    return moment.at.date().isoformat() if moment and moment.at else None


def _moment(text: str, zone: datetime.tzinfo) -> Any:
    """A day with a time, kept as it was given; without seconds they and the zone are added."""
    match = _DAY_AND_TIME.fullmatch(text)
    moment = read_moment(text, zone) if match else None
    if match is None or moment is None:
        return None
    return text if match[1] else Moment(moment.at, True)


def _time(text: str, zone: datetime.tzinfo) -> Any:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset = match[5] or _offset(zone)
    try:
        read_zone(offset)
    except ValueError:
        return None
    return f"{hour:02}:{minute:02}:{second:02}.{(match[4] or '0')[:3].ljust(3, '0')}{offset}"


def _offset(zone: datetime.tzinfo) -> str:
    text = datetime.datetime.now(zone).strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


def _place(text: str, zone: datetime.tzinfo) -> Any:
    """A place in words, as people know it; or latitude and longitude, which must be on Earth."""
    numbers = text.split()
    if not all(_NUMBER.fullmatch(each) for each in numbers[:2]):
        return text
    return place(text)


def place(text: str) -> str | None:
    """Latitude, longitude, and height and accuracy where there are some, as ODK writes them."""
    numbers = text.split()
    if not 2 <= len(numbers) <= 4 or not all(_NUMBER.fullmatch(each) for each in numbers):
        return None
    values = [float(each) for each in numbers]
    if not (-90 <= values[0] <= 90 and -180 <= values[1] <= 180):
        return None
    heights = values[2:] if any(values[2:]) or len(values) == 4 else []
    return " ".join([*map(written, values[:2]), *map(decimal, heights)])


def stated(value: str, kind: str, zone: datetime.tzinfo) -> str:
    """A value that stands in the form itself, as its type writes it."""
    if kind in _INT or kind in _DECIMAL:
        return calculated(value, kind, zone)
    if kind == "geopoint":
        return place(value) or value
    return value


_READERS = {
    **dict.fromkeys(_INT, _integer), **dict.fromkeys(_DECIMAL, _decimal), "date": _date,
    "dateTime": _moment, "time": _time, "geopoint": _place,
}  # fmt: skip
_REASONS = {
    **dict.fromkeys(_INT, "Please write a whole number, such as 12."),
    **dict.fromkeys(_DECIMAL, "Please write a number, such as 12 or 12.5."),
    "date": "Please give a day that exists, with day, month and year.",
    "dateTime": "Please give a day and a time that exist.",
    "time": "Please give a time that exists, such as 14:30.",
    "geopoint": "Please name the place.",
}
