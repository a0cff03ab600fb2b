"""From numbers of people to tables that may be shown, as they are kept for ever."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.collector.figures import protect
from sync.collector.figures.protect import Groups, small
from sync.collector.figures.tally import DIMENSIONS, HELP, Tally
from sync.collector.figures.variables import NO_ANSWER, NOT_ASKED, OTHER, WORDS, Variable

Table = dict[str, Any]
"""``kind`` is ``question`` or a dimension; ``groups`` is empty where the table is held back."""
OPEN = ("hub", "month")
"""Dimensions that are no secret of anybody's."""
MAYBE = (OTHER, NO_ANSWER)
"""Categories that are only told of when somebody is in them."""


def made(tally: Tally, hubs: Mapping[str, str], least: int) -> list[Table]:
    """Every table of a release; ``hubs`` are the council's by their numbers."""
    return _Maker(tally, hubs, least).tables()


@dataclass
class _Maker:
    """Makes one table after the other, and knows what those before it tell."""

    tally: Tally
    hubs: Mapping[str, str]
    least: int
    _shown: dict[int, Groups] = field(default_factory=dict)
    _asked: dict[str, int] = field(default_factory=dict)

    def tables(self) -> list[Table]:
        sides = [self._dimension(each) for each in DIMENSIONS]
        # First what has no condition: whether the others tell more is measured against it.
        places = range(len(self.tally.variables))
        order = sorted(places, key=lambda x: (bool(self._deciders(x)), x))
        made = {x: self._question(x) for x in order}
        return sides + [made[x] for x in places]

    def _dimension(self, name: str) -> Table:
        codes = self._codes(name)
        counts = [self.tally.across[name, code] for code in codes]
        rule = protect.places if name in OPEN else protect.answers
        words = {code: self._called(name, code) for code in codes}
        groups = _told(rule(counts, self.least) or [], codes, words, counts)
        return {"kind": name, "name": name, "label": DIMENSIONS[name], "choice": "",
                "groups": groups}  # fmt: skip

    def _codes(self, dimension: str) -> list[str]:
        found = {code for name, code in self.tally.across if name == dimension}
        known = {"hub": list(self.hubs), "assisted": list(HELP), "month": sorted(found)}
        first = known.get(dimension, self.tally.languages)
        return [*first, *sorted(found - set(first))]

    def _called(self, dimension: str, code: str) -> str:
        return self.hubs.get(code, "") or self.tally.called(dimension, code)

    def _question(self, x: int) -> Table:
        one = self.tally.variables[x]
        totals = {c: self._total(x, c) for c in (*one.categories, NOT_ASKED)}
        codes = [c for c in one.categories if totals[c] or c not in MAYBE]
        counts = [totals[code] for code in codes]
        groups = protect.answers(counts, self.least) or []
        if not groups or self._tells_of_others(x, totals[NOT_ASKED]):
            return _table(one, [], None)
        self._shown[x] = [tuple(one.categories.index(codes[y]) for y in g) for g in groups]
        told = _told(groups, codes, one.words, counts)
        if totals[NOT_ASKED]:
            told += _told([(0,)], [NOT_ASKED], WORDS, [totals[NOT_ASKED]])
            return _table(one, told, None)
        return _table(one, told, self._crossed(x, codes, groups))

    def _total(self, x: int, category: str) -> int:
        return sum(self.tally.cells[x, category, each] for each in self._columns())

    def _columns(self) -> list[str]:
        return self._codes(self.tally.by)

    def _tells_of_others(self, x: int, not_asked: int) -> bool:
        """Whether who was asked, or how many ticked two choices, tells of a few people."""
        one = self.tally.variables[x]
        if self._few_ticks(one.path, self._columns()) or small(not_asked, self.least):
            return True
        if any(y not in self._shown for y in self._deciders(x)):
            return True  # even that everybody was asked would tell what they all said there
        if not not_asked:
            return False
        asked = self.tally.count - not_asked
        others = [n for path, n in self._asked.items() if path != one.path]
        if any(small(abs(asked - n), self.least) for n in others) or self._splits(x):
            return True
        self._asked[one.path] = asked
        return False

    def _deciders(self, x: int) -> list[int]:
        return sorted(y for one, y in self.tally.deciders if one == x)

    def _splits(self, x: int) -> bool:
        """Whether being asked takes a few people out of a group that an earlier table shows."""
        for y in self._deciders(x):
            known = self.tally.variables[y].categories
            for group in [*self._shown[y], None]:
                names = [known[each] for each in group] if group else [NOT_ASKED]
                for was in (True, False):
                    if small(sum(self.tally.decided[x, y, n, was] for n in names), self.least):
                        return True
        return False

    def _few_ticks(self, path: str, columns: Sequence[str]) -> bool:
        """With two choices, all ticks less all people are those who ticked both."""
        ticks = self.tally.ticks
        more = sum(ticks[path, c, "ticked"] - ticks[path, c, "picked"] for c in columns)
        return small(more, self.least)

    def _crossed(self, x: int, codes: Sequence[str], rows: Groups) -> Table | None:
        columns = self._columns()
        by = self.tally.by
        counts = [self.tally.across[by, code] for code in columns]
        groups = (protect.places if by in OPEN else protect.answers)(counts, self.least) or []
        cells = [[self.tally.cells[x, code, column] for column in columns] for code in codes]
        safe = protect.crossed(cells, rows, groups, self.least)
        one = self.tally.variables[x]
        if safe is None or any(
            self._few_ticks(one.path, [columns[each] for each in group]) for group in safe.columns
        ):
            return None
        words = {code: self._called(by, code) for code in columns}
        return {
            "by": by, "label": DIMENSIONS[by],
            "columns": list(_named(safe.columns, columns, words)),
            "rows": list(_named(safe.rows, codes, one.words)), "cells": safe.cells(cells),
        }  # fmt: skip


def _table(one: Variable, groups: list[Table], crossed: Table | None) -> Table:
    return {
        "kind": "question", "path": one.path, "name": one.name, "label": one.label,
        "choice": one.choice, "word": one.words[one.categories[0]] if one.choice else "",
        "groups": groups, "crossed": crossed,
    }  # fmt: skip


def _told(
    groups: Groups, codes: Sequence[str], words: Mapping[str, str], counts: Sequence[int]
) -> list[Table]:
    named = _named(groups, codes, words)
    return [
        {**each, "count": protect.total(counts, group)}
        for each, group in zip(named, groups, strict=True)
    ]


def _named(groups: Groups, codes: Sequence[str], words: Mapping[str, str]) -> Iterator[Table]:
    for group in groups:
        names = [codes[each] for each in group]
        yield {"codes": names, "words": [words.get(name, name) for name in names]}
