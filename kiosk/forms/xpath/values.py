"""The values of expressions and how they turn into one another (XPath 1.0, section 3.2 to 3.5).

A value is a string, a number (float), a boolean, a list of nodes in document order, or a Moment.
ODK adds dates: a text that is an ISO 8601 date counts, as a number, the days since 1970-01-01.
"""

import datetime
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.forms.tree import Node

NAN = math.nan
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")
_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Moment:
    """A date, or a date with a time; always with its zone."""

    at: datetime.datetime | None
    """None for a text that should have been a date and is none."""
    timed: bool = False

    @property
    def days(self) -> float:
        """Days since 1970-01-01 UTC."""
        return (self.at - EPOCH).total_seconds() / 86400 if self.at else NAN

    def __str__(self) -> str:
        if self.at is None:
            return "Invalid Date"
        if not self.timed:
            return self.at.date().isoformat()
        offset = self.at.strftime("%z")
        zone = f"{offset[:3]}:{offset[3:5]}"
        return f"{self.at:%Y-%m-%dT%H:%M:%S}.{self.at.microsecond // 1000:03}{zone}"


INVALID = Moment(None)


def read_moment(text: str, zone: datetime.tzinfo) -> Moment | None:
    """The moment a text names; a date alone begins at midnight in ``zone``."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, part, offset = match.groups()
    try:
        at = datetime.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            int((part or "0")[:6].ljust(6, "0")), read_zone(offset) if offset else zone,
        )  # fmt: skip
        return Moment(at.astimezone(zone) if offset else at, hour is not None)
    except (ValueError, OverflowError):
        return None


def read_zone(text: str) -> datetime.tzinfo:
    """The zone of an offset such as ``Z`` or ``+05:30``."""
    if text == "Z":
        return datetime.UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59:
        raise ValueError(text)
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return datetime.timezone(sign * datetime.timedelta(minutes=minutes))


def from_days(days: float, zone: datetime.tzinfo) -> Moment | None:
    """The moment so many days after 1970-01-01 UTC."""
    try:
        at = EPOCH + datetime.timedelta(milliseconds=round(days * 86_400_000))
        at = at.astimezone(zone)
        return Moment(at, (at.hour, at.minute, at.second, at.microsecond) != (0, 0, 0, 0))
    except (ValueError, OverflowError):
        return None


def to_string(value: Any) -> str:
    """As a string."""
    if type(value) is str:
        return value
    if type(value) is list:
        return value[0].text if value else ""
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float:
        return written(value)
    return str(value)


def written(value: float) -> str:
    """A number without an exponent, as XPath writes it."""
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    text = repr(value)
    return f"{value:.20f}".rstrip("0") if "e" in text else text


def to_number(value: Any, zone: datetime.tzinfo = datetime.UTC) -> float:
    """As a number; NaN for what is none."""
    if type(value) is float:
        return value
    if type(value) is bool:
        return 1.0 if value else 0.0
    if type(value) is Moment:
        return value.days
    text = to_string(value).strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    moment = read_moment(text, zone) if len(text) > 7 else None
    return moment.days if moment else NAN


def to_boolean(value: Any) -> bool:
    """As a boolean."""
    if type(value) is float:
        return value == value and value != 0
    return value.at is not None if type(value) is Moment else bool(value)


def compare(operator: str, left: Any, right: Any, zone: datetime.tzinfo) -> bool:
    """Compare two values (XPath 1.0, section 3.4)."""
    if type(left) is list or type(right) is list:
        return _compare_nodes(operator, left, right, zone)
    if operator in ("=", "!="):
        return _equal(left, right, zone) is (operator == "=")
    a, b = to_number(left, zone), to_number(right, zone)
    return _ORDER[operator](a, b)


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compare_nodes(operator: str, left: Any, right: Any, zone: datetime.tzinfo) -> bool:
    """True when it holds for some node, or some pair of nodes.

    Only ``=`` and ``!=`` turn a set of nodes into a boolean beside one: for ``<`` and its like the
    engines of the field look at each node, and forms are written for them.
    """
    if operator in ("=", "!=") and (type(left) is bool or type(right) is bool):
        return compare(operator, to_boolean(left), to_boolean(right), zone)
    lefts = [node.text for node in left] if type(left) is list else [left]
    rights = [node.text for node in right] if type(right) is list else [right]
    if operator == "=" and len(lefts) > 8 < len(rights):
        return bool(set(lefts) & set(rights))
    return any(compare(operator, a, b, zone) for a in lefts for b in rights)


def _equal(left: Any, right: Any, zone: datetime.tzinfo) -> bool:
    kinds = {type(left), type(right)}
    if bool in kinds:
        return to_boolean(left) == to_boolean(right)
    if float in kinds:
        return to_number(left, zone) == to_number(right, zone)
    if Moment in kinds:
        a, b = to_number(left, zone), to_number(right, zone)
        return a == b if a == a and b == b else to_string(left) == to_string(right)
    return bool(left == right)


def nodes(value: Any) -> list[Node]:
    """A value that must be a set of nodes; raises TypeError otherwise."""
    if type(value) is not list:
        raise TypeError("a set of nodes is needed here")
    return value
