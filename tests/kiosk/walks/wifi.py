"""Wi-Fi in staff mode, and a kiosk that belongs to nobody yet."""

import time
from collections.abc import Iterator


def settled(visit) -> tuple:
    """What shows once the work beside the screen is done."""
    from kiosk.ui.stage import Stage, stage_for

    while visit.room.busy if hasattr(visit.room, "busy") else visit.room.networks.busy:
        time.sleep(0.002)
    return visit.screen(), stage_for(visit.screen(), Stage())


def wifi(visit) -> Iterator[tuple]:
    """From the menu of staff through every page of Wi-Fi, and back."""
    from kiosk.ui.stage import Stage

    visit.act("in:go:wifi")
    yield settled(visit)
    visit.act("in:network:5")
    yield settled(visit)
    visit.act("in:join")
    yield settled(visit)
    visit.act("fill:password", "W" * 63)
    visit.act("in:show")
    yield settled(visit)
    for ended in ("page", "unheard"):
        visit.act("fill:password", "open sesame")
        visit.room.networks._setting._radio.behind = ended
        visit.act("in:join")
        yield visit.screen(), Stage()
        yield settled(visit)
        visit.act("back")
        visit.act("in:network:1")
    for number in (0, 1, 2, 4, ""):
        visit.act("back")
        visit.act(f"in:network:{number}")
        yield settled(visit)
    visit.act("back")
    visit.room.networks._setting._radio.trouble = "silent"
    visit.act("in:listen")
    yield settled(visit)
    visit.act("back")


def beginning(language: str) -> Iterator[tuple]:
    """A kiosk that belongs to nobody yet."""
    from kiosk.staff.enrolling import Enrolling
    from kiosk.staff.services import StaffError
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    def enrol(typed: str) -> str:
        if typed:
            return "Anytown Council"
        raise StaffError("The code is wrong, used or too old.")

    visit = Visit(Desk().services(), Rules())
    visit.act(f"language:{language}")
    visit.room, visit.step = Enrolling(enrol), "room"
    yield visit.screen(), stage_for(visit.screen(), Stage())
    visit.act("in:enrol")
    yield settled(visit)
    visit.act("fill:code", "https://collector.example.org 4QX2M")
    visit.act("in:enrol")
    yield settled(visit)
