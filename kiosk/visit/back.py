"""One step back, from wherever a visit stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.visit import hearing, one_voice, paper, rooms

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def back(visit: Visit, rest: str, value: Any) -> None:
    """Back within what is being done, else to the step before it."""
    if visit.step == "room" and visit.room:
        if not visit.room.back():
            rooms.leave(visit)
        return
    if visit.typing and visit.typing.back():
        return
    if visit.step == "question" and visit.asking and visit.asking.back():
        return
    if visit.step == "check" and visit.asking and not visit.asking.empty:
        visit.asking.last()
    before = _before(visit)
    if visit.paper and before == "privacy":
        paper.back_to_the_code(visit)
        return
    visit.step = before
    if before in ("tasks", "room"):
        _forget(visit)


def _before(visit: Visit) -> str:
    """The step before the one that shows."""
    before = {"tasks": "welcome", "question": "privacy", "check": "question", "unsaved": "check"}
    before["privacy"] = "room" if visit.room else "tasks"
    before["reference"] = "tasks"
    before |= hearing.BEFORE
    if visit.typing and visit.typing.purpose == one_voice.PURPOSE:
        before["reference"] = one_voice.before(visit)
    return before[visit.step]


def _forget(visit: Visit) -> None:
    """What was begun with the task that was left."""
    hearing.forget(visit)
    visit.asking = visit.offer = visit.typing = None
    visit.card = ""
    visit.assisted = visit.hidden = False
    visit.draft, visit.voice = None, b""


DOES = {"back": back}
