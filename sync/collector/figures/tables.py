"""From numbers of people to tables that may be shown, as they are kept for ever."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.collector.figures import protect
from sync.collector.figures.protect import Groups
from sync.collector.figures.tally import DIMENSIONS, HELP, PAPER, Tally
from sync.collector.figures.telling import Telling
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
    """Makes one table after the other."""

    tally: Tally
    hubs: Mapping[str, str]
    least: int

    def tables(self) -> list[Table]:
        telling = Telling(self.tally, self.least)
        made = {x: self._question(x, telling) for x in telling.order()}
        return [self._dimension(each) for each in DIMENSIONS] + [made[x] for x in sorted(made)]

    def _dimension(self, name: str) -> Table:
        codes = self._codes(name)
        counts = [self.tally.across[name, code] for code in codes]
        groups = _told(self._side(name), codes, self._words(name), counts)
        return {"kind": name, "name": name, "label": DIMENSIONS[name], "choice": "",
                "groups": groups}  # fmt: skip

    def _side(self, name: str) -> Groups:
        """Groups of a dimension; none where it is held back."""
        counts = [self.tally.across[name, code] for code in self._codes(name)]
        rule = protect.places if name in OPEN else protect.answers
        return rule(counts, self.least) or []

    def _codes(self, dimension: str) -> list[str]:
        found = {code for name, code in self.tally.across if name == dimension}
        helped = [code for code in HELP if code != PAPER or code in found]
        known = {"hub": list(self.hubs), "assisted": helped, "month": sorted(found)}
        first = known.get(dimension, self.tally.languages)
        return [*first, *sorted(found - set(first))]

    def _words(self, dimension: str) -> dict[str, str]:
        codes = self._codes(dimension)
        return {c: self.hubs.get(c, "") or self.tally.called(dimension, c) for c in codes}

    def _question(self, x: int, telling: Telling) -> Table:
        one = self.tally.variables[x]
        totals = {c: self._total(x, c) for c in (*one.categories, NOT_ASKED)}
        codes = [c for c in one.categories if totals[c] or c not in MAYBE]
        counts = [totals[code] for code in codes]
        groups = protect.answers(counts, self.least)
        if groups is None or not telling.show(x, groups, codes):
            return _table(one, [], None)
        told = _told(groups, codes, one.words, counts)
        if totals[NOT_ASKED]:  # what not everybody was asked is shown as a whole
            told += _told([(0,)], [NOT_ASKED], WORDS, [totals[NOT_ASKED]])
            return _table(one, told, None)
        return _table(one, told, self._crossed(x, codes, groups, telling))

    def _total(self, x: int, category: str) -> int:
        return sum(self.tally.cells[x, category, each] for each in self.tally.columns)

    def _crossed(
        self, x: int, codes: Sequence[str], rows: Groups, telling: Telling
    ) -> Table | None:
        by = self.tally.by
        columns = self._codes(by)
        cells = [[self.tally.cells[x, code, column] for column in columns] for code in codes]
        safe = protect.crossed(cells, rows, self._side(by), self.least)
        if safe is None:
            return None
        named = list(_named(safe.columns, columns, self._words(by)))
        if telling.columns(x, [each["codes"] for each in named]):
            return None
        words = self.tally.variables[x].words
        return {
            "by": by, "label": DIMENSIONS[by], "columns": named,
            "rows": list(_named(safe.rows, codes, words)), "cells": safe.cells(cells),
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
