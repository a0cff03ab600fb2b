"""Which rooms of the place the home screen offers: only those that have something in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.noticeboard import Noticeboard
from kiosk.place.board import Board
from kiosk.visit import RoomOffer

if TYPE_CHECKING:
    from kiosk.app import Parts


class Commons:
    """What the council and the hub have put on this kiosk besides forms."""

    def __init__(self, parts: Parts, board: Noticeboard) -> None:
        self._parts, self._board = parts, board

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
