"""What one table tells of another because of how the form is made, and when that is too much.

Everybody can read in the form who is asked what, which choices depend on an earlier answer, and
that one box cannot be ticked beside another. Tables that are safe each by itself may then be
subtracted from one another, so the later one of such a pair is held back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sync.collector.figures.protect import Groups, small
from sync.collector.figures.tally import Tally
from sync.collector.figures.variables import CHOSEN, NOT_ASKED


@dataclass
class Telling:
    """Remembers what is shown, and looks at each further table beside it."""

    tally: Tally
    least: int
    _shown: dict[int, list[list[str]]] = field(default_factory=dict)
    """Of each variable that is shown, its groups of categories."""
    _asked: dict[str, int] = field(default_factory=dict)
    """Of each question that not everybody was asked, how many were."""

    def show(self, x: int, groups: Groups, codes: Sequence[str]) -> bool:
        """Whether a variable may be shown in these groups; remembered if so."""
        named = [[codes[each] for each in group] for group in groups] + [[NOT_ASKED]]
        path, asked = self.tally.variables[x].path, self._count_asked(x)
        if self._too_much(x, path, named, asked):
            return False
        self._shown[x] = named
        if asked != self.tally.count:
            self._asked[path] = asked
        return True

    def order(self) -> list[int]:
        """Every variable, those that depend on others after those they depend on."""
        return sorted(range(len(self.tally.variables)), key=lambda x: (bool(self._deciders(x)), x))

    def columns(self, x: int, groups: Sequence[Sequence[str]]) -> bool:
        """Whether a breakdown of a variable with these columns tells too much."""
        siblings = [y for y in self._siblings(x) if self._excludes(x, y)]
        return any(
            self._few_ticks(self.tally.variables[x].path, group)
            or any(self._few(self._pair(x, y, group)) for y in siblings)
            for group in groups
        )

    def _too_much(self, x: int, path: str, named: list[list[str]], asked: int) -> bool:
        if small(self.tally.count - asked, self.least) or self._few_ticks(path, None):
            return True
        others = [count for other, count in self._asked.items() if other != path]
        conditional = asked != self.tally.count
        if conditional and self._few(abs(asked - other) for other in others):
            return True
        if any(
            self._excludes(x, y) and self._few(self._pair(x, y, None)) for y in self._siblings(x)
        ):
            return True
        return any(self._splits(x, named, y) for y in self._deciders(x))

    def _splits(self, x: int, named: list[list[str]], y: int) -> bool:
        """Whether being asked takes a few people out of a group of the question that decides it, or
        one of the answers does where that question decides which there are.

        Where that question is held back, this one is too: that everybody was asked it would already
        tell what all of them said there.
        """
        both = self.tally.decided
        if (x, y) not in self.tally.limits:
            named = [[each for group in named[:-1] for each in group], named[-1]]
        return y not in self._shown or any(
            small(sum(both[x, y, one, other] for one in mine for other in theirs), self.least)
            for mine in named
            for theirs in self._shown[y]
        )

    def _deciders(self, x: int) -> list[int]:
        return sorted(y for one, y in self.tally.deciders if one == x)

    def _siblings(self, x: int) -> list[int]:
        """Other choices of the same question that are shown already."""
        path = self.tally.variables[x].path
        return [y for y in self._shown if y != x and self.tally.variables[y].path == path]

    def _excludes(self, x: int, y: int) -> bool:
        """Whether, of two choices, nobody ticked both, or only one of them, or neither."""
        return not all(self._pair(x, y, None))

    def _pair(self, x: int, y: int, columns: Sequence[str] | None) -> list[int]:
        """How many ticked both of two choices, only the one, only the other, and neither."""
        where = self.tally.columns if columns is None else columns
        one = sum(self.tally.cells[x, CHOSEN, each] for each in where)
        other = sum(self.tally.cells[y, CHOSEN, each] for each in where)
        both = sum(self.tally.both[min(x, y), max(x, y), each] for each in where)
        asked = sum(
            self.tally.cells[x, code, each]
            for code in self.tally.variables[x].categories
            for each in where
        )
        return [both, one - both, other - both, asked - one - other + both]

    def _few_ticks(self, path: str, columns: Sequence[str] | None) -> bool:
        """Whether all ticks less all people are a few: they ticked more than one."""
        where = self.tally.columns if columns is None else columns
        ticks = self.tally.ticks
        return small(
            sum(ticks[path, c, "ticked"] - ticks[path, c, "picked"] for c in where), self.least
        )

    def _few(self, counts: Iterable[int]) -> bool:
        return any(small(count, self.least) for count in counts)

    def _count_asked(self, x: int) -> int:
        missing = sum(self.tally.cells[x, NOT_ASKED, each] for each in self.tally.columns)
        return self.tally.count - missing
