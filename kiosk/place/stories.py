"""Proud of this place: the thanks and stories of residents, with their pictures."""

from collections.abc import Sequence
from typing import Any

from kiosk.place.trail import Stop, Trail, part_of
from kiosk.place.turns import headline, kind_named, told
from kiosk.screens import Action, Screen
from kiosk.words import Words
from sync.cards import CardItem


class Proud(Trail):
    """Cards that are read, for one visit."""

    def __init__(self, cards: Sequence[CardItem]) -> None:
        super().__init__("proud")
        self.cards = cards
        self.screens = {"proud": self._list, "story": self._story}
        self.does |= {"story": self._open, "next": self._next}

    def _list(self, words: Words, stop: Stop) -> Screen:
        made = [
            Action(
                f"in:story:{place}", headline(each, words), "choice",
                kind_named(each.kind, words), "story",
            )
            for place, each in enumerate(self.cards)
        ]  # fmt: skip
        return Screen("proud", words("Proud of this place"), choices=part_of(made, stop, words))

    def _story(self, words: Words, stop: Stop) -> Screen:
        card: CardItem = self.cards[stop.about]
        more = stop.about + 1 < len(self.cards)
        return Screen(
            "story",
            kind_named(card.kind, words),
            kicker=words("Proud of this place"),
            blocks=told(card, words),
            actions=(Action("in:next", words("Next"), "primary"),) if more else (),
        )

    def _open(self, rest: str, value: Any) -> None:
        self.go("story", int(rest))

    def _next(self, rest: str, value: Any) -> None:
        """The next takes the place of this one, so that Back leads to the list."""
        self.trail[-1] = Stop("story", self.here.about + 1)
