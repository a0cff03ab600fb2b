"""Small tables of a council as CSV, row by row; what is wrong is named by its row."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sync.collector.local.plain import Refused, line

LARGEST = 1 << 20
"""Bytes of a file."""
PARTING = ",;\t"
"""What parts the columns, as spreadsheet programs of different countries write it."""


@dataclass(frozen=True)
class Row:
    """One row below the names of the columns."""

    number: int
    """As a spreadsheet program counts them."""
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """A cell; empty when it, or its column, is left out."""
        return self.cells.get(name, "").strip()


def rows(content: bytes, needed: Sequence[str], known: Sequence[str]) -> Iterator[Row]:
    """The rows that hold anything; raises Refused.

    ``needed`` columns must be there. A name such as ``title::Polish (pl)`` is one of ``title``.
    """
    if len(content) > LARGEST:
        raise Refused("it is larger than 1 MB, which is no such table.")
    lines = _lines(content)
    names = [_named(each) for each in next(lines, (0, []))[1]]
    _check(names, needed, known)
    for number, cells in lines:
        if any(each.strip() for each in cells):
            if len(cells) > len(names):
                raise Refused(
                    f"row {number} has {len(cells)} cells, and the first row names {len(names)}"
                    " columns; put a text with commas between quotation marks."
                )
            yield Row(number, dict(zip(names, cells, strict=False)))


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("it is not in UTF-8; save it as 'CSV UTF-8'.") from error
    if "\0" in text:
        raise Refused("it is no CSV: there are zeros among its letters.")
    first = text.partition("\n")[0]
    parting = max(PARTING, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parting, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        raise Refused(f"line {reader.line_num} is no CSV: {error}.") from error


def _named(cell: str) -> str:
    """A column's name as ours are written; the language behind ``::`` stays as it is."""
    name, mark, language = cell.strip().partition("::")
    return "_".join(name.lower().split()) + mark + language.strip()


def _check(names: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> None:
    every = ", ".join(known)
    for name in needed:
        if name not in names:
            raise Refused(f"its first row names no column '{name}'; the columns are: {every}.")
    for name in names:
        if name and name.partition("::")[0] not in known:
            raise Refused(f"there is no column '{line(name, 40)}'; the columns are: {every}.")
    twice = next((each for each in names if each and names.count(each) > 1), "")
    if twice:
        raise Refused(f"the column '{line(twice, 40)}' is there twice.")
