"""What an expression can ask of the world around it."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiosk.forms.errors import BudgetError
from kiosk.forms.tree import Node

STEPS = 150_000
"""Nodes visited and functions called by one evaluation: under 200 ms on a Raspberry Pi's core."""


def local_zone() -> datetime.tzinfo:
    """The zone of this machine now."""
    zone = datetime.datetime.now().astimezone().tzinfo
    return zone or datetime.UTC


def _no_instance(name: str) -> Node | None:
    return None


def _no_text(*_: str) -> str:
    return ""


@dataclass
class Environment:
    """Clock, chance, secondary instances and texts; and how many steps are left."""

    zone: datetime.tzinfo = field(default_factory=local_zone)
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC)
    instance: Callable[[str], Node | None] = _no_instance
    """Root of a secondary instance."""
    language: Callable[[], str] = lambda: "en"
    """Code of the language in which months and days are named."""
    itext: Callable[[str], str] = _no_text
    """``jr:itext``."""
    choice_name: Callable[[str, str], str] = _no_text
    """``jr:choice-name``: value and path of the question."""
    chance: random.Random = field(default_factory=random.SystemRandom)
    spaces: dict[str, str] = field(default_factory=dict)
    """Prefixes of names in expressions."""
    root: Node | None = None
    """Where absolute paths begin; None for the root of the context node's own tree."""
    current: Node | None = None
    near: bool = False
    """Whether an absolute path to something in a repeat means the occurrence of the question, as
    in ODK's forms, where only a single node is wanted."""
    left: int = STEPS

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises BudgetError when there are too many."""
        self.left -= steps
        if self.left < 0:
            raise BudgetError("An expression of this form takes too long and was stopped.")

    def moment(self) -> datetime.datetime:
        """The time now in the zone."""
        return self.now().astimezone(self.zone)


Value = Any
