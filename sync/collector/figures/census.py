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
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        lines = list(reader)
    except UnicodeDecodeError as error:
        raise CollectorError("The file is not UTF-8; save it as 'CSV UTF-8'.") from error
    except csv.Error as error:
        raise CollectorError(f"Row {reader.line_num} is no CSV: {error}.") from error
    if not lines or [each.strip().lower() for each in lines[0]] != COLUMNS:
        raise CollectorError("The first row must be: question,choice,count.")
    found: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines[1:], 2):
        if any(each.strip() for each in line):
            _add(found, number, [each.strip() for each in line])
    if not found:
        raise CollectorError("There is no row below the first.")
    return found


def _add(found: dict[tuple[str, str], int], number: int, line: Sequence[str]) -> None:
    if len(line) != len(COLUMNS):
        raise CollectorError(f"Row {number} has {len(line)} columns; it must have three.")
    question, choice, count = line
    if not question or not choice or len(question) > LONGEST or len(choice) > LONGEST:
        raise CollectorError(f"Row {number} must name a question and a choice, as the form does.")
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
        )
        for each, n in zip(both, living, strict=True)
    ]
