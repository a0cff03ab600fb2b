"""Which rooms of the place the home screen offers: only those that have something in them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.noticeboard import Noticeboard
from kiosk.place.board import Board
from kiosk.place.coming import Coming, coming
from kiosk.place.directory import FindHelp, every
from kiosk.place.events import WhatsOn
from kiosk.place.results import Results
from kiosk.place.taking import Printer
from kiosk.visit import RoomOffer
from sync.directory import DirectoryItem, Service
from sync.events import EventsItem
from sync.results import ResultsItem

if TYPE_CHECKING:
    from kiosk.app import Parts


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
        if services := self.services():
            yield RoomOffer(
                lambda words: words("Find help"),
                lambda words: words("Places that help: {count}", count=len(services)),
                "help", lambda: FindHelp(services, self._day(), self._printer),
                first_in_crisis=True,
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

    def events(self) -> list[Coming]:
        """The events of all calendars that are not over."""
        hub = self._parts.identity.enrolled.hub
        return coming(self._parts.content.read("events", EventsItem.decode), hub, self._day())

    def services(self) -> list[Service]:
        """The services of all directories."""
        return every(self._parts.content.read("directory", DirectoryItem.decode))

    def _day(self) -> datetime.date:
        return datetime.date.fromtimestamp(self._parts.today())
