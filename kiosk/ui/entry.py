"""What is being typed into one question: its parts, the caret, and the value they make."""

import unicodedata
from dataclasses import dataclass, field

from kiosk.screens import Field

TYPED = ("text", "number", "date", "time", "moment")
LONGEST_TEXT = 2000
DIGITS = "0123456789"
COMMA = {"pl", "ro", "uk"}
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PARTS = {
    "text": ("text",),
    "number": ("number",),
    "date": ("day", "month", "year"),
    "time": ("hour", "minute"),
    "moment": ("day", "month", "year", "hour", "minute"),
}


@dataclass
class Part:
    """One box that is typed into."""

    name: str
    longest: int = LONGEST_TEXT
    allowed: str = ""
    """The characters taken; empty takes all that can be seen."""
    comma: bool = False
    """Whether a comma is how this language writes a decimal point."""
    value: str = field(default="", repr=False)
    caret: int = 0

    @property
    def full(self) -> bool:
        return len(self.value) >= self.longest

    def put(self, text: str) -> None:
        """Insert at the caret what is allowed and still fits."""
        for letter in map(self._as_taken, text):
            if self._takes(letter) and not self.full:
                self.value = self.value[: self.caret] + letter + self.value[self.caret :]
                self.caret += 1

    def _as_taken(self, letter: str) -> str:
        """A digit of any script as one of ours, a decimal comma as a point, a small letter of a
        postcode as a capital; other texts stay as they are typed."""
        if not self.allowed:
            return letter
        digit = unicodedata.digit(letter, None)
        if digit is not None:
            return str(digit)
        if letter == "٫" or (letter == "," and self.comma):
            return "."
        return letter.upper()

    def _takes(self, letter: str) -> bool:
        if self.allowed:
            return letter in self.allowed and (letter != "." or "." not in self.value)
        return letter.isprintable() or letter == "\n"

    def back(self) -> None:
        """Take away the letter before the caret."""
        if self.caret:
            self.value = self.value[: self.caret - 1] + self.value[self.caret :]
            self.caret -= 1

    def move(self, by: int) -> None:
        self.caret = max(0, min(len(self.value), self.caret + by))


class Entry:
    """The boxes of one typed question."""

    def __init__(self, asked: Field, language: str = "en") -> None:
        self.kind = asked.kind
        self.parts = [_part(name, asked) for name in PARTS[asked.kind]]
        for part in self.parts:
            part.comma = language in COMMA
        for part, value in zip(self.parts, _taken_apart(asked), strict=True):
            part.value, part.caret = value, len(value)
        self.at = 0

    @property
    def active(self) -> Part:
        return self.parts[self.at]

    def put(self, text: str) -> None:
        """Type; a full box of a date hands on to the next."""
        for letter in text:
            self.active.put(letter)
            if self.kind != "text" and self.active.full and self.at + 1 < len(self.parts):
                self.at += 1

    def back(self) -> None:
        """Take back one letter, out of the box before when this one is empty."""
        if not self.active.value and self.at:
            self.at -= 1
        self.active.back()

    def value(self) -> str:
        """The value as the form takes it; a date with a gap stays one with a gap."""
        said = {part.name: part.value for part in self.parts}
        if not any(said.values()):
            return ""
        day = "-".join((said.get("year", ""), _two(said, "month"), _two(said, "day")))
        clock = f"{_two(said, 'hour')}:{_two(said, 'minute')}:00"
        made = {"date": day, "time": clock, "moment": f"{day}T{clock}"}
        return made.get(self.kind, self.parts[0].value)


def _two(said: dict[str, str], name: str) -> str:
    value = said.get(name, "")
    return value.zfill(2) if value else ""


def _part(name: str, asked: Field) -> Part:
    if name == "text":
        return Part(name, 8, CAPITALS + DIGITS + " ") if asked.postcode else Part(name)
    if name == "number":
        return Part(name, 15, DIGITS + "-" + ("." if asked.decimal else ""))
    return Part(name, 4 if name == "year" else 2, DIGITS)


def _taken_apart(asked: Field) -> list[str]:
    value = asked.value
    if asked.kind in ("text", "number"):
        return [value]
    day, _, clock = value.partition("T") if asked.kind == "moment" else (value, "", value)
    dates = list(reversed([*day.split("-"), "", "", ""][:3]))
    clocks = [*clock.split(":"), "", ""][:2]
    return {"date": dates, "time": clocks, "moment": dates + clocks}[asked.kind]
