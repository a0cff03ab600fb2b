"""Figures as a page shows them: a chart, the same numbers as a table, and what is held back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.collector.figures import bars, together
from sync.collector.figures.bars import Chart
from sync.collector.figures.variables import CHOSEN
from sync.collector.models import Release

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    words: str
    count: int | None
    """None where it is held back."""
    of: int
    merged: bool = False
    """Whether several are put together in it."""

    @property
    def share(self) -> float | None:
        """Percent of everybody the table counts."""
        return None if self.count is None or not self.of else 100 * self.count / self.of


@dataclass(frozen=True)
class Broken:
    """A table of two ways."""

    label: str
    by: str
    columns: list[str]
    rows: list[tuple[str, list[int], int]]
    """Words, numbers and their sum."""


@dataclass(frozen=True)
class Section:
    """One question, or hubs, months, languages, help."""

    label: str
    rows: list[Row]
    several: bool = False
    """Whether a person can be in more than one row."""
    broken: list[Broken] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    """Numbers of the releases that hold this back."""

    @property
    def chart(self) -> Chart:
        """Bars of what is not held back."""
        shown = [{"words": [r.words], "count": r.count} for r in self.rows if r.count is not None]
        return bars.chart(shown)

    @property
    def held(self) -> bool:
        """Whether all of it is held back."""
        return all(row.count is None for row in self.rows)

    @property
    def merged(self) -> bool:
        """Whether something in it is put together."""
        return any(row.merged for row in self.rows)


def of(release: Release) -> list[Section]:
    """What one release shows."""
    return _sections(release.tables)


def in_all(releases: Sequence[Release]) -> list[Section]:
    """What all of them show together."""
    return _sections(together.summed(releases))


def _sections(tables: Iterable[Table]) -> list[Section]:
    found: dict[str, list[Table]] = {}
    for table in tables:
        found.setdefault(table.get("path") or table["kind"], []).append(table)
    return [_several(t) if t[0]["choice"] else _single(t[0]) for t in found.values()]


def _single(table: Table) -> Section:
    of = sum(each["count"] for each in table["groups"])
    rows = [
        Row(", ".join(each["words"]), each["count"], of, len(each["words"]) > 1)
        for each in table["groups"]
    ]
    return Section(table["label"], rows, False, _broken(table), table.get("left_out", []))


def _several(tables: Sequence[Table]) -> Section:
    """Each choice is a row, for a person may have chosen several."""
    rows, broken = [], []
    for table in tables:
        chosen = [each["count"] for each in table["groups"] if each["codes"] == [CHOSEN]]
        of = sum(each["count"] for each in table["groups"])
        rows.append(Row(table["word"], chosen[0] if chosen else None, of))
        broken += _broken(table)
    left_out = sorted({number for table in tables for number in table.get("left_out", [])})
    return Section(tables[0]["label"], rows, True, broken, left_out)


def _broken(table: Table) -> list[Broken]:
    crossed = table.get("crossed")
    if not crossed:
        return []
    rows = [
        (", ".join(row["words"]), cells, sum(cells))
        for row, cells in zip(crossed["rows"], crossed["cells"], strict=True)
    ]
    columns = [", ".join(each["words"]) for each in crossed["columns"]]
    label = f"{table['label']} {table['word']}" if table["choice"] else table["label"]
    return [Broken(label, crossed["label"], columns, rows)]
