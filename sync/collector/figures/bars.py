"""What a chart is drawn from: bars with their words above, as numbers for a template of SVG."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDE, ROW, BAR, LINE, LETTERS = 640, 14, 22, 22, 58
"""Units of the drawing: its width, the space below a bar, a bar, a line of words; letters of one."""
NUMBER = 90
"""Room for the number behind the longest bar."""


@dataclass(frozen=True)
class Bar:
    """One bar."""

    lines: list[tuple[int, str]]
    """Where each line of its words stands, and the words."""
    top: int
    width: int
    count: int

    @property
    def number(self) -> tuple[int, int]:
        """Where its number stands."""
        return self.width + 8, self.top + 17


@dataclass(frozen=True)
class Chart:
    """Bars below each other."""

    bars: list[Bar]
    height: int
    wide: int = WIDE


def chart(groups: Iterable[Mapping[str, Any]]) -> Chart:
    """A chart of groups with ``words`` and ``count``."""
    found, top = list(groups), 0
    largest = max((each["count"] for each in found), default=0) or 1
    bars = []
    for each in found:
        words = textwrap.wrap(", ".join(each["words"]), LETTERS, max_lines=3, placeholder=" …")
        lines = [(top + 16 + LINE * n, line) for n, line in enumerate(words)]
        top += LINE * len(words)
        width = round((WIDE - NUMBER) * each["count"] / largest)
        bars.append(Bar(lines, top, max(width, 2), each["count"]))
        top += BAR + ROW
    return Chart(bars, max(top, 1))
