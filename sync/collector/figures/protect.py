"""Puts categories together until no count is small: all that keeps people from being found.

A count from 1 to one under the threshold is small. Nothing is rounded and no single cell is left
empty. Small categories are put together with others instead, and a table that stays unsafe is not
shown at all, so that every figure that is published is 0 or at least the threshold.

Why that is enough. One release publishes for each question at most one table, all of them crossed
with the same breakdown, and the other breakdowns by themselves. As a graph, with an edge for each
table, that is a tree. For such tables the sharp upper bound of any combination of answers, hub,
month, language and help is the smallest published count it stands in (Dobra and Fienberg 2000,
"Bounds for cell entries in contingency tables given marginal totals and decomposable graphs").
That is 0, which is then the truth, or at least the threshold: so whatever fewer people than the
threshold have in common, the published figures allow that they are more. Two releases never count
the same person, so subtracting one from another tells nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Groups = list[tuple[int, ...]]
"""Which categories, by their places, were put together."""
Cells = Sequence[Sequence[int]]


def small(count: int, least: int) -> bool:
    """Whether so few people are too few to be told of."""
    return 0 < count < least


def grouped(counts: Sequence[int], least: int) -> Groups:
    """Categories put together until each group is empty or large enough, or only one is left.

    As soon as one is small, the empty ones go with it: whether it was 0 or 4 is not to be seen.
    """
    order = sorted(range(len(counts)), key=lambda each: (counts[each], each))
    weak = [each for each in order if counts[each] < least]
    if not any(counts[each] for each in weak):
        return [(each,) for each in range(len(counts))]
    strong = order[len(weak) :]
    while strong and sum(counts[each] for each in weak) < least:
        weak.append(strong.pop(0))
    return sorted([tuple(sorted(weak)), *((each,) for each in strong)])


def total(counts: Sequence[int], group: Sequence[int]) -> int:
    """How many a group has."""
    return sum(counts[each] for each in group)


def answers(counts: Sequence[int], least: int) -> Groups | None:
    """Groups of what people said; None where it must be held back.

    Where everybody, or nearly everybody, said the same, the figures would tell what each one said.
    """
    groups = grouped(counts, least)
    filled = [total(counts, group) for group in groups if total(counts, group)]
    return groups if len(filled) > 1 and min(filled) >= least else None


def places(counts: Sequence[int], least: int) -> Groups | None:
    """Groups of hubs or months; all in one of them may be said, for that is no secret."""
    groups = grouped(counts, least)
    merged = len(groups) == 1 < len([each for each in counts if each])
    return None if merged or any(small(total(counts, each), least) for each in groups) else groups


@dataclass(frozen=True)
class Crossed:
    """A table of two ways that is safe to show."""

    rows: Groups
    columns: Groups

    def cells(self, counts: Cells) -> list[list[int]]:
        """What stands in it."""
        return [
            [sum(counts[y][x] for y in row for x in column) for column in self.columns]
            for row in self.rows
        ]


def crossed(counts: Cells, rows: Groups, columns: Groups, least: int) -> Crossed | None:
    """Lines put together until the table is safe; None where it never is."""
    made: Crossed | None = Crossed(rows, columns)
    made = made and _without_empty(made, counts)
    while made is not None:
        cells = made.cells(counts)
        if len(made.rows) < 2 or len(made.columns) < 2:
            return None
        bad = _bad(cells, least)
        if bad is None:
            return made
        made = _fewer(made, cells, *bad)
    return None


def _without_empty(table: Crossed, counts: Cells) -> Crossed:
    """Without columns that nobody is in: there is nothing to break down."""
    cells = table.cells(counts)
    filled = [c for x, c in enumerate(table.columns) if any(row[x] for row in cells)]
    return Crossed(table.rows, filled)


def _bad(cells: Cells, least: int) -> tuple[int, int] | None:
    """Where a small cell is, or one that is all of its row or of its column; the smallest first."""
    found = []
    for y, row in enumerate(cells):
        for x, count in enumerate(row):
            alone = count in (sum(row), sum(line[x] for line in cells))
            if count and (count < least or alone):
                found.append((count, y, x))
    return min(found)[1:] if found else None


def _fewer(table: Crossed, cells: Cells, row: int, column: int) -> Crossed:
    """With the row or the column of a bad cell put together with the smallest other one."""
    down = [sum(line) for line in cells]
    across = [sum(line[x] for line in cells) for x in range(len(table.columns))]
    if (down[row] < across[column] and len(table.rows) > 2) or len(table.columns) == 2:
        return Crossed(_together(table.rows, down, row), table.columns)
    return Crossed(table.rows, _together(table.columns, across, column))


def _together(groups: Groups, counts: Sequence[int], one: int) -> Groups:
    others = [each for each in range(len(groups)) if each != one]
    other = min(others, key=lambda each: (counts[each], each))
    merged = tuple(sorted(groups[one] + groups[other]))
    return sorted([merged, *(g for x, g in enumerate(groups) if x not in (one, other))])
