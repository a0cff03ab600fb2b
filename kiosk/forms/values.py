"""Texts as the types of a form write them (ODK XForms, "Data types")."""

import datetime
import math
import re
from typing import Any

from kiosk.forms.errors import AnswerError
from kiosk.forms.xpath.values import Moment, read_moment, read_zone, to_number, written

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_INT = {"int", "integer", "long"}
_DECIMAL = {"decimal", "double", "float"}


def calculated(value: str, kind: str, zone: datetime.tzinfo) -> str:
    """What a calculation of some type keeps of a value; empty when it cannot be of the type."""
    if kind in _INT or kind in _DECIMAL:
        number = to_number(value, zone)
        if not math.isfinite(number):
            return ""
        return written(float(math.trunc(number)) if kind in _INT else number)
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
    return str(int(text)) if re.fullmatch(r"[+-]?\d{1,15}", text) else None


def _decimal(text: str, zone: datetime.tzinfo) -> Any:
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})", text):
        return None
    return written(float(text))


def _date(text: str, zone: datetime.tzinfo) -> Any:
    moment = read_moment(text, zone)
    return moment.at.date().isoformat() if moment and moment.at else None


def _moment(text: str, zone: datetime.tzinfo) -> Any:
    moment = read_moment(text, zone)
    return Moment(moment.at, True) if moment else None


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
    return text


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
