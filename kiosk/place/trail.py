"""Pages one behind another, such as a list, an entry and the way to take it along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kiosk.screens import Action, Screen
from kiosk.words import Words

PAGE = 12
"""Buttons of a list at once; a long one goes on behind the last."""


@dataclass(frozen=True)
class Stop:
    """One page, and what it is about."""

    name: str
    about: Any = None
    part: int = 0
    """How many parts of its list were passed over."""


class Trail:
    """A room of pages: ``screens`` draws them by name, ``does`` says what their controls do."""

    def __init__(self, first: str) -> None:
        self.trail = [Stop(first)]
        self.over = False
        self.person = False
        """Whether a person was asked for just now."""
        self.screens: dict[str, Callable[[Words, Stop], Screen]] = {}
        self.does: dict[str, Callable[[str, Any], None]] = {"more": self._more}

    @property
    def here(self) -> Stop:
        """The page that shows."""
        return self.trail[-1]

    def screen(self, words: Words) -> Screen:
        """What the page shows."""
        return self.screens[self.here.name](words, self.here)

    def act(self, id: str, value: Any = None) -> None:
        """Do what a control stands for."""
        self.person = id == "person"
        verb, _, rest = id.partition(":")
        if verb in self.does:
            self.does[verb](rest, value)

    def back(self) -> bool:
        """One page back; False at the first, which leaves the room."""
        if len(self.trail) == 1:
            return False
        self.trail.pop()
        return True

    def go(self, name: str, about: Any = None) -> None:
        """One page on."""
        self.trail.append(Stop(name, about))

    def _more(self, rest: str, value: Any) -> None:
        """The next part of a list is a page of its own, so that Back leads to the one before."""
        self.trail.append(replace(self.here, part=self.here.part + 1))


def a_person(words: Words) -> Action:
    """A person before, or beside, all lists."""
    return Action("in:person", words("Talk to a person here first"), "choice", icon="person")


def part_of(actions: Sequence[Action], stop: Stop, words: Words) -> tuple[Action, ...]:
    """The buttons of one part of a list, and one that leads to the next."""
    begin = stop.part * PAGE
    shown = tuple(actions[begin : begin + PAGE])
    if len(actions) <= begin + PAGE:
        return shown
    return (*shown, Action("in:more", words("More"), "choice", icon="down"))
