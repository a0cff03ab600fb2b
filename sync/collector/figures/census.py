"""How many people live in an area, by the census, beside how many of them were heard."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sync.collector.errors import CollectorError
from sync.collector.figures.variables import NO_ANSWER, NOT_ASKED, OTHER
from sync.collector.models import Council, Residents

COLUMNS = ["question", "choice", "count"]
LARGEST = 1 << 20
"""Bytes of a file."""
MOST = 20_000_000_000
"""People of one group: more than there are."""
LONGEST = 200
"""Letters of a name."""


@dataclass(frozen=True)
class Share:
    """One group of people, among the answers and among who lives here."""

    words: str
    heard: int
    heard_percent: float
    residents: int
    residents_percent: float
    codes: tuple[str, ...] = ()
    """Names of the choices."""

    @property
    def enough(self) -> bool:
        """Whether about as many of them were heard as live here."""
        return self.word == "Heard from"

    @property
    def word(self) -> str:
        """Whether fewer of them were heard than live here."""
        ratio = self.heard_percent / self.residents_percent if self.residents_percent else 1
        if ratio < 0.5:
            return "Heard from far too little"
        return "Heard from too little" if ratio < 0.8 else "Heard from"


def load(council: Council, content: bytes) -> dict[str, int]:
    """Take a file in, in place of what was there for its questions; rows by question.

    Raises CollectorError with the row that is wrong; then nothing is changed.
    """
    rows = _rows(content)
    names = {question for question, _ in rows}
    with transaction.atomic():
        Residents.objects.filter(council=council, question__in=names).delete()
        Residents.objects.bulk_create(
            Residents(council=council, question=question, choice=choice, count=count)
            for (question, choice), count in rows.items()
        )
    return {name: sum(question == name for question, _ in rows) for name in sorted(names)}


def _rows(content: bytes) -> dict[tuple[str, str], int]:
    if len(content) > LARGEST:
        raise CollectorError("The file is larger than 1 MB; that is no table of a census.")
    found: dict[tuple[str, str], int] = {}
    for number, line in lines(content, COLUMNS):
        _add(found, number, line)
    return found


def lines(content: bytes, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The rows of a table below its first, with their numbers; the first two columns name a
    question and a choice of the form. Raises CollectorError with the row that is wrong."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        found = [[each.strip() for each in line] for line in reader]
    except UnicodeDecodeError as error:
        raise CollectorError("The file is not UTF-8; save it as 'CSV UTF-8'.") from error
    except csv.Error as error:
        raise CollectorError(f"Row {reader.line_num} is no CSV: {error}.") from error
    if not found or [each.lower() for each in found[0]] != list(columns):
        raise CollectorError(f"The first row must be: {','.join(columns)}.")
    rows = [(number, line) for number, line in enumerate(found[1:], 2) if any(line)]
    if not rows:
        raise CollectorError("There is no row below the first.")
    for number, line in rows:
        _look_at(number, line, len(columns))
    return rows


def _look_at(number: int, line: Sequence[str], columns: int) -> None:
    if len(line) != columns:
        raise CollectorError(f"Row {number} has {len(line)} columns; it must have {columns}.")
    if not line[0] or not line[1] or len(line[0]) > LONGEST or len(line[1]) > LONGEST:
        raise CollectorError(f"Row {number} must name a question and a choice, as the form does.")


def _add(found: dict[tuple[str, str], int], number: int, line: Sequence[str]) -> None:
    question, choice, count = line
    if not (count.isascii() and count.isdigit()) or int(count[:20]) > MOST:
        raise CollectorError(f"Row {number} has no whole number of people in its third column.")
    if (question, choice) in found:
        raise CollectorError(f"Row {number} names a question and choice that an earlier row names.")
    found[question, choice] = int(count)


def shares(council: Council, tables: Sequence[Mapping[str, Any]]) -> dict[str, list[Share]]:
    """By the words of each question with census figures, those groups that both know.

    Only published groups are looked at: where answers were put together, residents are too.
    """
    known: dict[str, dict[str, int]] = {}
    for each in Residents.objects.filter(council=council):
        known.setdefault(each.question, {})[each.choice] = each.count
    found = {}
    for table in tables:
        if table["kind"] == "question" and not table["choice"] and table["name"] in known:
            found[table["label"]] = _shares(table["groups"], known[table["name"]])
    return found


def _shares(groups: Sequence[Mapping[str, Any]], known: Mapping[str, int]) -> list[Share]:
    silent = {NO_ANSWER, NOT_ASKED, OTHER}
    both = [each for each in groups if set(each["codes"]) - silent <= known.keys()
            and set(each["codes"]) - silent]  # fmt: skip
    living = [sum(known.get(code, 0) for code in each["codes"]) for each in both]
    heard, people = sum(each["count"] for each in both) or 1, sum(living) or 1
    return [
        Share(
            ", ".join(each["words"]),
            each["count"],
            100 * each["count"] / heard,
            n,
            100 * n / people,
            tuple(each["codes"]),
        )
        for each, n in zip(both, living, strict=True)
    ]
