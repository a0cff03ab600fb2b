"""What people said to the same questions elsewhere, such as in the whole country."""

import re
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from sync import results
from sync.collector.errors import CollectorError
from sync.collector.figures import census
from sync.collector.models import Council, Elsewhere

COLUMNS = ["question", "choice", "percent", "source", "year"]
PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%?")
FIRST_YEAR, LAST_YEAR = 1900, 2200


def load(council: Council, content: bytes) -> dict[str, int]:
    """Take a file in, in place of what was there for its questions; rows by question.

    Raises CollectorError with the row that is wrong; then nothing is changed.
    """
    if len(content) > census.LARGEST:
        raise CollectorError("The file is larger than 1 MB; that is no table of shares.")
    rows: dict[tuple[str, str], Elsewhere] = {}
    for number, line in census.lines(content, COLUMNS):
        one = _row(council, number, line)
        if (one.question, one.choice) in rows:
            raise CollectorError(
                f"Row {number} names a question and choice that an earlier row names."
            )
        rows[one.question, one.choice] = one
    _one_source(list(rows.values()))
    names = sorted({question for question, _ in rows})
    with transaction.atomic():
        Elsewhere.objects.filter(council=council, question__in=names).delete()
        Elsewhere.objects.bulk_create(rows.values())
    return {name: sum(question == name for question, _ in rows) for name in names}


def _row(council: Council, number: int, line: Sequence[str]) -> Elsewhere:
    question, choice, percent, source, year = line
    if not source or len(source) > census.LONGEST:
        raise CollectorError(f"Row {number} must say in its fourth column who asked, and whom.")
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR):
        raise CollectorError(f"Row {number} has no year such as 2025 in its fifth column.")
    return Elsewhere(
        council=council, question=question, choice=choice, tenths=_tenths(number, percent),
        source=source, year=int(year),
    )  # fmt: skip


def _tenths(number: int, percent: str) -> int:
    written = PERCENT.fullmatch(percent)
    tenths = round(Decimal(written[1]) * 10) if written else 1001
    if tenths <= 1000:
        return tenths
    raise CollectorError(f"Row {number} has no percentage from 0 to 100 in its third column.")


def _one_source(rows: Sequence[Elsewhere]) -> None:
    """What stands beside one question must all come from one asking."""
    said: dict[str, tuple[str, int]] = {}
    for each in rows:
        told = (each.source, each.year)
        if said.setdefault(each.question, told) != told:
            raise CollectorError(
                f"The question {each.question} has several sources or years; give it one."
            )


def beside(council: Council) -> dict[str, results.Elsewhere]:
    """What is known, by the question's name."""
    found: dict[str, list[Elsewhere]] = {}
    for each in Elsewhere.objects.filter(council=council).order_by("pk"):
        found.setdefault(each.question, []).append(each)
    return {
        name: results.Elsewhere(
            rows[0].source, rows[0].year, {each.choice: each.tenths for each in rows}
        )
        for name, rows in found.items()
    }
