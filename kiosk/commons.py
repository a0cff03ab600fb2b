"""Which rooms of the place the home screen offers: only those that have something in them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiosk.noticeboard import Noticeboard
from kiosk.place.area import Area
from kiosk.place.board import Board
from kiosk.place.coming import Coming, coming
from kiosk.place.directory import FindHelp, every
from kiosk.place.events import WhatsOn
from kiosk.place.life import glimpses
from kiosk.place.my_place import MyPlace
from kiosk.place.results import Results
from kiosk.place.stories import Proud
from kiosk.place.taking import Printer
from kiosk.place.turns import GoodTurns
from kiosk.screens import Screen
from kiosk.visit import ANSWER, RoomOffer
from kiosk.words import Words
from sync.cards import ASK, OFFER, STORY, THANKS, CardItem, live
from sync.decisions import Told, ToldItem
from sync.directory import DirectoryItem, Service
from sync.events import EventsItem
from sync.outcomes import OutcomeItem
from sync.postcodes import PostcodesItem
from sync.results import ResultsItem
from sync.wards import WardItem

if TYPE_CHECKING:
    from kiosk.parts import Parts


ANSWERED, READ = (ASK, OFFER), (THANKS, STORY)


class Commons:
    """What the council and the hub have put on this kiosk besides forms."""

    def __init__(self, parts: Parts, board: Noticeboard, printer: Printer | None = None) -> None:
        self._parts, self._board, self._printer = parts, board, printer

    def rooms(self) -> list[RoomOffer]:
        """The rooms, in their order."""
        return list(self._rooms())

    def _rooms(self) -> Iterator[RoomOffer]:
        if notices := self._board.shown():
            yield RoomOffer(
                lambda words: words("Noticeboard"),
                lambda words: words("{count} notices", count=len(notices)),
                "board", lambda: Board(notices), first_in_crisis=True,
            )  # fmt: skip
        if events := self.events():
            yield RoomOffer(
                lambda words: words("What's on"),
                lambda words: words("Events: {count}", count=len(events)),
                "events", lambda: WhatsOn(events, self._day(), self._printer),
            )  # fmt: skip
        if turns := self.cards(*ANSWERED):
            yield RoomOffer(
                lambda words: words("Good turns"),
                lambda words: words("Cards: {count}", count=len(turns)),
                "turn", lambda: GoodTurns(turns, self._can_answer()), first_in_crisis=True,
            )  # fmt: skip
        if stories := self.cards(*READ):
            yield RoomOffer(
                lambda words: words("Proud of this place"),
                lambda words: words("Thanks and stories: {count}", count=len(stories)),
                "story", lambda: Proud(stories),
            )  # fmt: skip
        if services := self.services():
            yield RoomOffer(
                lambda words: words("Find help"),
                lambda words: words("Places that help: {count}", count=len(services)),
                "signpost", lambda: FindHelp(services, self._day(), self._printer),
                first_in_crisis=True,
            )  # fmt: skip

        if (area := self.area()).wards:
            yield RoomOffer(
                lambda words: words("My place"),
                lambda words: words("Your councillors, and what the council decided"),
                "place", lambda: MyPlace(area, self._printer),
            )  # fmt: skip
        if results := self.results():
            yield RoomOffer(
                lambda words: words("What people said"),
                lambda words: words("In numbers, and nobody can be worked out."),
                "count", lambda: Results(results),
            )  # fmt: skip

    def results(self) -> list[ResultsItem]:
        """Figures that are played back, the newest first."""
        return self._parts.content.read("results", ResultsItem.decode)

    def area(self) -> Area:
        """The wards of the council, by name, and what there is about them."""
        read = self._parts.content.read
        wards = {each.code: each for each in read("wards", WardItem.decode)}
        return Area(
            tuple(sorted(wards.values(), key=lambda each: each.name.casefold())),
            read("postcodes", PostcodesItem.decode),
            _entries(read("decisions", ToldItem.decisions)),
            _entries(read("speaking", ToldItem.speaking)), self.events(),
        )  # fmt: skip

    def events(self) -> list[Coming]:
        """The events of all calendars that are not over."""
        hub = self._parts.identity.enrolled.hub
        return coming(self._parts.content.read("events", EventsItem.decode), hub, self._day())

    def services(self) -> list[Service]:
        """The services of all directories."""
        return every(self._parts.content.read("directory", DirectoryItem.decode))

    def cards(self, *kinds: str) -> list[CardItem]:
        """What residents said that others may see, of some kinds, the newest first."""
        return live(self._parts.content.read("card", CardItem.decode), kinds, self._parts.today())

    def life(self, words: Words) -> tuple[Screen, ...]:
        """What the screen shows of the place while nobody is there; every word of it is public."""
        today = [each for each in self.events() if each.day == self._day()]
        outcomes = self._parts.content.read("outcome", OutcomeItem.decode)
        return glimpses(self.cards(*READ), outcomes, self._board.shown(), today, words)

    def _can_answer(self) -> bool:
        return any(form.icon == ANSWER for _, form in self._parts.content.forms())

    def _day(self) -> datetime.date:
        return datetime.date.fromtimestamp(self._parts.today())


def _entries(items: Sequence[ToldItem]) -> list[Told]:
    return [entry for each in items for entry in each.entries]
