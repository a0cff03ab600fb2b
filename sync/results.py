"""Results played back: how many said what, as the council has released it, and nothing else.

Numbers of small groups are not in it: they were put together or held back before (``FIGURES.md``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sync import codec, wire
from sync.errors import FeedError, ProtocolError
from sync.notices import opened, pairs, short, texts

MOST_QUESTIONS, MOST_CHOICES = 200, 70
LONGEST_TEXT, LONGEST_NAME = 1000, 300
"""Characters."""
LARGEST = 4 * 1024 * 1024
"""Bytes of an item when opened."""
OTHER, NO_ANSWER = MARKS = ("?other", "?none")
"""Codes of answers that are no choices of the form."""
UNKNOWN, NOBODY, SOME = range(3)
"""Whether anybody is missing: not known, nobody that is known of, or the groups that are named."""
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
Texts = Mapping[str, str]
"""By language code; the code ``""`` holds for every language."""


@dataclass(frozen=True)
class Counted:
    """One answer, or several that are put together."""

    codes: tuple[str, ...]
    count: int | None
    """People; None where it is held back."""
    of: int = 0
    """People who were asked; 0 where the count is held back."""


@dataclass(frozen=True)
class Elsewhere:
    """What people said to the same question in the whole country, say."""

    source: str
    year: int
    shares: Mapping[str, int]
    """Tenths of a percent by the code of the choice."""

    def share(self, codes: tuple[str, ...]) -> int | None:
        """Tenths of a percent of these together; None unless all of them are known."""
        known = [self.shares[code] for code in codes if code in self.shares]
        return sum(known) if known and len(known) == len(codes) else None


@dataclass(frozen=True)
class Asked:
    """One question with what was said; without rows it is held back."""

    labels: Texts
    several: bool
    """Whether one person may have chosen several."""
    choices: Mapping[str, Texts]
    rows: tuple[Counted, ...]
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True)
class ResultsItem:
    """Results as they travel."""

    form_id: str
    at: int
    """Unix seconds when the newest of the figures were made."""
    titles: Texts
    people: int
    months: tuple[str, str]
    """The first and the last month in which answers arrived, such as ``2026-10``; empty texts
    where that is held back."""
    missing: int
    """``UNKNOWN``, ``NOBODY`` or ``SOME``."""
    unheard: tuple[Texts, ...]
    """Groups of whom too few were heard."""
    questions: tuple[Asked, ...] = field(repr=False)

    def encode(self) -> bytes:
        """Bytes of the item; the same for the same results."""
        plain = wire.dump(
            [
                self.form_id, self.at, pairs(self.titles), self.people, list(self.months),
                self.missing, [pairs(each) for each in self.unheard],
                [_line(each) for each in self.questions],
            ]
        )  # fmt: skip
        return wire.dump(["results", codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "ResultsItem":
        """Read an item; raises FeedError."""
        kinds = (str, int, list, int, list, int, list, list)
        values = opened(item, "results", kinds, LARGEST)
        form_id, at, titles, people, months, missing, unheard, questions = values
        if len(questions) > MOST_QUESTIONS or len(unheard) > MOST_CHOICES:
            raise FeedError("Results of the feed have more questions than they may.")
        if missing not in (UNKNOWN, NOBODY, SOME):
            raise FeedError("Results of the feed do not say who is missing as they must.")
        return cls(
            short(form_id, LONGEST_NAME), _counted(at), texts(titles, LONGEST_NAME),
            _counted(people), _months(months), missing,
            tuple(texts(each, LONGEST_TEXT) for each in unheard),
            tuple(_asked(each) for each in questions),
        )  # fmt: skip


def _line(asked: Asked) -> list[object]:
    other = asked.elsewhere
    return [
        pairs(asked.labels), int(asked.several),
        [[code, pairs(words)] for code, words in asked.choices.items()],
        [[list(r.codes), [] if r.count is None else [r.count, r.of]] for r in asked.rows],
        [other.source, other.year, sorted(map(list, other.shares.items()))] if other else [],
    ]  # fmt: skip


def _asked(line: object) -> Asked:
    labels, several, choices, rows, elsewhere = _members(line, (list, int, list, list, list))
    if len(choices) > MOST_CHOICES or len(rows) > MOST_CHOICES:
        raise FeedError("A question of the results has more answers than it may.")
    known = {}
    for each in choices:
        code, words = _members(each, (str, list))
        known[short(code, LONGEST_NAME)] = texts(words, LONGEST_TEXT)
    return Asked(
        texts(labels, LONGEST_TEXT), bool(several), known, tuple(_row(each) for each in rows),
        _elsewhere(elsewhere),
    )  # fmt: skip


def _row(line: object) -> Counted:
    codes, count = _members(line, (list, list))
    if not codes or len(codes) > MOST_CHOICES or not all(isinstance(each, str) for each in codes):
        raise FeedError("An answer of the results is not of the shape it must be.")
    if not count:
        return Counted(tuple(codes), None)
    number, of = (_counted(each) for each in _members(count, (int, int)))
    if number > of:
        raise FeedError("An answer of the results has more people than were asked.")
    return Counted(tuple(codes), number, of)


def _elsewhere(line: list[object]) -> Elsewhere | None:
    if not line:
        return None
    source, year, shares = _members(line, (str, int, list))
    if len(shares) > MOST_CHOICES:
        raise FeedError("Figures beside the results are more than they may be.")
    found = dict(_members(each, (str, int)) for each in shares)
    if not all(0 <= each <= 1000 for each in found.values()):
        raise FeedError("A share beside the results is not from 0 to 100 percent.")
    return Elsewhere(short(source, LONGEST_NAME), _counted(year), found)


def _members(line: object, kinds: tuple[type, ...]) -> list:  # type: ignore[type-arg]
    if not isinstance(line, list) or [type(each) for each in line] != list(kinds):
        raise FeedError("Results of the feed are not of the shape they must be.")
    return line


def _months(line: list[object]) -> tuple[str, str]:
    first, last = _members(line, (str, str))
    if (first or last) and not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last)):
        raise FeedError("Results of the feed are of no month.")
    return first, last


def _counted(number: int) -> int:
    try:
        return wire.counted(number, "number of the results")
    except ProtocolError as error:
        raise FeedError(str(error)) from error
