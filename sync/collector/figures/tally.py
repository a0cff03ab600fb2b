"""Counts answers one after the other; what it keeps grows with the form, never with the answers."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from sync import fields
from sync.collector.figures import variables
from sync.collector.figures.variables import OTHER, Variable
from sync.collector.models import Form, Submission
from sync.collector.pages import answers

DIMENSIONS = {
    "hub": "Hub", "month": "Month it arrived", "language": "Language", "assisted": "Helped or not",
}  # fmt: skip
"""What answers can be broken down by."""
PAPER = "paper"
HELP = {"yes": "Helped by someone", "no": "Filled in alone", PAPER: "Filled in on paper"}
_CODE = re.compile(r"\(([^()]+)\)\s*$")


@dataclass
class Tally:
    """Numbers of people, before anything is protected. It never leaves the process."""

    forms: Sequence[Form]
    by: str
    """One of ``DIMENSIONS``."""
    count: int = 0
    cells: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    """By variable, its category, and the category of what it is broken down by."""
    across: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By dimension and its category."""
    decided: Counter[tuple[int, int, str, str]] = field(default_factory=Counter)
    """By variable, one that decides what is asked there, and the categories of both."""
    both: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    """By two choices of one question, the first before the second, and by breakdown."""
    ticks: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """For a question with several choices, by path and breakdown, how many were ``ticked`` in all
    and how many people ``picked`` at least one."""
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    """What categories of the dimensions are called."""

    def __post_init__(self) -> None:
        self.variables: list[Variable] = variables.of(self.forms)
        self._languages = _languages(self.forms)
        after = variables.conditions(self.forms)
        self.deciders = {
            (x, y)
            for x, one in enumerate(self.variables)
            for y, other in enumerate(self.variables)
            if other.path in after.asked.get(one.path, ())
        }
        """Pairs of variables: the second has a say in what the first one is asked."""
        self.limits = {
            (x, y)
            for x, y in self.deciders
            if self.variables[y].path in after.choices.get(self.variables[x].path, ())
        }
        """Those of them where it decides which answers can be given."""

    def add(self, submission: Submission) -> None:
        """Count one submission."""
        said: dict[str, list[str]] = {}
        for path, _, value in fields.values(submission.instance.encode()):
            said.setdefault(path, []).append(value)
        where = self._placed(submission)
        column = where[self.by]
        found = [each.category(said.get(each.path)) for each in self.variables]
        self.count += 1
        self.across.update(where.items())
        self.cells.update((x, category, column) for x, category in enumerate(found))
        self.decided.update((x, y, found[x], found[y]) for x, y in self.deciders)
        self._tick(found, column)

    def _tick(self, found: Sequence[str], column: str) -> None:
        chosen: dict[str, list[int]] = {}
        for x, (one, category) in enumerate(zip(self.variables, found, strict=True)):
            if category == variables.CHOSEN:
                chosen.setdefault(one.path, []).append(x)
        for path, places in chosen.items():
            self.ticks[path, column, "ticked"] += len(places)
            self.ticks[path, column, "picked"] += 1
            self.both.update((x, y, column) for x, y in itertools.combinations(places, 2))

    def _placed(self, submission: Submission) -> dict[str, str]:
        """Its category in each dimension; the name of a hub is kept as it is now."""
        when = timezone.localtime(submission.received_at)
        where = {
            "hub": str(submission.hub_id), "month": f"{when:%Y-%m}",
            "language": self._languages.get(submission.language, OTHER),
            "assisted": PAPER if submission.paper else "yes" if submission.assisted else "no",
        }  # fmt: skip
        self.names["hub", where["hub"]] = submission.hub.name
        self.names["month", where["month"]] = f"{when:%B %Y}"
        return where

    @property
    def columns(self) -> list[str]:
        """The categories of the breakdown that somebody is in."""
        return [code for name, code in self.across if name == self.by]

    @property
    def languages(self) -> list[str]:
        """The languages of the form, one name each."""
        return list(dict.fromkeys(self._languages.values()))

    def called(self, dimension: str, category: str) -> str:
        """What a category of a dimension is called."""
        if category == OTHER:
            return "Another language"
        return self.names.get((dimension, category)) or HELP.get(category) or category


def _languages(forms: Sequence[Form]) -> dict[str, str]:
    """What a submission may name as its language, and the language that is."""
    found: dict[str, str] = {}
    for form in forms:
        for name in answers.languages(form) or ["English (en)"]:
            code = _CODE.search(name)
            found |= {name: name, **({code[1]: name} if code else {})}
    return found
