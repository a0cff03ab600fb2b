"""What a chart is drawn from: bars with their words above, as numbers for a template of SVG.

Widths are percent of the page and letters keep their size, so that it can be read on a telephone.
"""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LINE, BAR, SPACE, LETTERS = 22, 20, 18, 34
"""Pixels of a line of words, of a bar, and of the space below it; letters in a line."""
WIDEST = 82
"""Percent of the width that the longest bar takes; its number stands behind it."""


@dataclass(frozen=True)
class Bar:
    """One bar."""

    lines: list[tuple[int, str]]
    """Where each line of its words stands, and the words."""
    top: int
    width: float
    count: int

    @property
    def base(self) -> int:
        """Where its number stands."""
        return self.top + 16


@dataclass(frozen=True)
class Chart:
    """Bars below each other."""

    bars: list[Bar]
    height: int


def chart(groups: Iterable[Mapping[str, Any]]) -> Chart:
    """A chart of groups with ``words`` and ``count``."""
    found, top = list(groups), 0
    largest = max((each["count"] for each in found), default=0) or 1
    bars = []
    for each in found:
        words = textwrap.wrap(", ".join(each["words"]), LETTERS, max_lines=3, placeholder=" …")
        lines = [(top + 16 + LINE * n, line) for n, line in enumerate(words)]
        top += LINE * len(words)
        bars.append(Bar(lines, top, max(WIDEST * each["count"] / largest, 0.5), each["count"]))
        top += BAR + SPACE
    return Chart(bars, max(top, 1))
