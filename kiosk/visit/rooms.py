"""In and out of a room: what the place has besides forms, and staff mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.visit import answering, over, paper

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def enter(visit: Visit, number: str, value: Any) -> None:
    """Into a room of the home screen."""
    visit.room, visit.step = visit.rooms[int(number)].open(), "room"


def act(visit: Visit, id: str, value: Any) -> None:
    """What a room's own control stands for, and what the room then asks of the visit."""
    room = visit.room
    if room is None:
        return
    room.act(id, value)
    if getattr(room, "speak", False) and not visit.sound.on:
        visit.hear()
    if getattr(room, "person", False):
        over.lay(visit, "help", None)
    answering.begin(visit)
    if code := getattr(room, "paper", ""):
        room.paper = ""  # type: ignore[attr-defined]
        paper.begin(visit, code)
    if room.over:
        leave(visit)


def look(visit: Visit) -> None:
    """Without a touch a room closes by itself what must not stand long, however late it warns."""
    after: float = getattr(visit.room, "closes", 0.0)
    if visit.room and 0 < after <= visit.idle:
        visit.room.back()


def leave(visit: Visit) -> None:
    """Out of a room: home, or for staff to the welcome screen."""
    if visit.at_work:
        visit.end()
    else:
        visit.room, visit.step = None, "tasks"


DOES = {"room": enter, "in": act}
