"""Figures as a page shows them: a chart, the same numbers as a table, and what is held back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.collector.figures import bars, together
from sync.collector.figures.bars import Chart
from sync.collector.figures.variables import CHOSEN, NOT_ASKED
from sync.collector.models import Release

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    words: str
    count: int | None
    """None where it is held back."""
    of: int
    """Everybody who was asked; 0 in the row of those who were not."""
    merged: bool = False
    """Whether several are put together in it."""

    @property
    def share(self) -> float | None:
        """Percent of everybody who was asked."""
        return None if self.count is None or not self.of else 100 * self.count / self.of


@dataclass(frozen=True)
class Broken:
    """A table of two ways."""

    label: str
    by: str
    columns: list[str]
    rows: list[tuple[str, list[tuple[str, int]]]]
    """Words, and each column with its number."""


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
    whole: list[str] = field(default_factory=list)
    """What of it is shown only as a whole, for its parts would be too small."""

    @property
    def chart(self) -> Chart:
        """Bars of what is not held back."""
        shown = [{"words": [r.words], "count": r.count} for r in self.rows if r.share is not None]
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
    return _sections(release.tables, release.by)


def in_all(releases: Sequence[Release]) -> list[Section]:
    """What all of them show together."""
    return _sections(together.summed(releases), "")


def _sections(tables: Iterable[Table], by: str) -> list[Section]:
    """What was said first, and then who said it."""
    found: dict[str, list[Table]] = {}
    for table in sorted(tables, key=lambda each: each["kind"] != "question"):
        found.setdefault(table.get("path") or table["kind"], []).append(table)
    return [_section(each, by) for each in found.values()]


def _section(tables: Sequence[Table], by: str) -> Section:
    first = tables[0]
    left_out = sorted({number for table in tables for number in table.get("left_out", [])})
    whole = [table for table in tables if by and "crossed" in table and table["groups"]]
    words = [table["word"] or table["label"] for table in whole if not table["crossed"]]
    rows = [row for table in tables for row in (_choice(table) if table["choice"] else _all(table))]
    return Section(
        first["label"], rows, bool(first["choice"]), _broken(tables), left_out, words
    )  # fmt: skip


def _all(table: Table) -> list[Row]:
    """A row for each answer."""
    asked = sum(each["count"] for each in table["groups"] if each["codes"] != [NOT_ASKED])
    return [
        Row(", ".join(each["words"]), each["count"], asked * (each["codes"] != [NOT_ASKED]),
            len(each["words"]) > 1)
        for each in table["groups"]
    ]  # fmt: skip


def _choice(table: Table) -> list[Row]:
    """One row for a choice of a question that takes several."""
    chosen = [each["count"] for each in table["groups"] if each["codes"] == [CHOSEN]]
    asked = sum(each["count"] for each in table["groups"] if each["codes"] != [NOT_ASKED])
    return [Row(table["word"], chosen[0] if chosen else None, asked)]


def _broken(tables: Sequence[Table]) -> list[Broken]:
    """Tables with the same columns as one."""
    found: dict[tuple[str, ...], Broken] = {}
    for table in tables:
        crossed = table.get("crossed") or {"columns": [], "rows": [], "cells": []}
        columns = [", ".join(each["words"]) for each in crossed["columns"]]
        for row, cells in zip(crossed["rows"], crossed["cells"], strict=True):
            new = Broken(table["label"], crossed["label"], columns, [])
            if not table["choice"] or row["codes"] == [CHOSEN]:
                words = table["word"] if table["choice"] else ", ".join(row["words"])
                found.setdefault(tuple(columns), new).rows.append(
                    (words, list(zip(columns, cells, strict=True)))
                )
    return list(found.values())
