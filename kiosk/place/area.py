"""The wards of a council, and which of them a postcode lies in, however it was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.place.coming import Coming
from kiosk.place.texts import terms
from sync.decisions import Told
from sync.postcodes import PostcodesItem, alike, beginning, spelt, wards_with
from sync.wards import Councillor, WardItem

SHORTEST = 2
"""Letters of a postcode that say at least roughly where it is."""
MOST_EVENTS = 5
TITLES = frozenset(("cllr", "councillor"))


@dataclass(frozen=True)
class Area:
    """What the council has told its kiosks of its area."""

    wards: tuple[WardItem, ...]
    """By name."""
    postcodes: Sequence[PostcodesItem] = ()
    decisions: Sequence[Told] = ()
    """The newest first."""
    steps: Sequence[Told] = ()
    """How to speak at a meeting."""
    events: Sequence[Coming] = ()

    def found(self, typed: str) -> tuple[tuple[WardItem, ...], bool]:
        """The wards with a postcode that begins so; and whether that is an old one, which the post
        does not use any more."""
        known = {each.code for each in self.wards}
        codes, old = wards_with((each for each in self.postcodes if each.ward in known), typed)
        return tuple(each for each in self.wards if each.code in codes), old

    def near(self, typed: str) -> tuple[WardItem, ...]:
        """All wards, first those of the postcodes most like one that is not known."""
        begun = alike(spelt(typed))
        for size in range(len(begun) - 1, SHORTEST - 1, -1):
            if found := self._where(begun[:size]):
                return (*found, *(each for each in self.wards if each not in found))
        return self.wards

    def _where(self, begun: str) -> tuple[WardItem, ...]:
        codes = {each.ward for each in self.postcodes if begun and beginning(each.now, begun)}
        return tuple(each for each in self.wards if each.code in codes)

    def decided(self, ward: WardItem) -> list[Told]:
        """Decisions about a ward, and about all of them."""
        return [each for each in self.decisions if not each.wards or ward.code in each.wards]

    def meeting(self, councillor: Councillor) -> list[Coming]:
        """What is on that names a councillor."""
        name = " ".join(each for each in terms(councillor.name) if each not in TITLES)
        named = [each for each in self.events if name and f" {name} " in _said(each)]
        return named[:MOST_EVENTS]


def _said(each: Coming) -> str:
    return f" {' '.join(terms(f'{each.event.title} {each.event.text}'))} "
