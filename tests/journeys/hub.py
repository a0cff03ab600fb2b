"""One thing done at a kiosk, in a process of its own: ``python -m tests.journeys.hub``.

With ``--days`` the clock of this process stands so many days later.
"""

import argparse
import dataclasses
import json
import time
from pathlib import Path

from kiosk import enrolled
from kiosk.config import Settings
from kiosk.desk import Desk
from kiosk.parts import Parts
from kiosk.visit import Rules, Visit
from sync.errors import SyncError

PIN = "2580"


def opened(given: argparse.Namespace) -> Parts:
    settings = Settings(data=given.data, collector=given.collector, relays=tuple(given.relay))
    if given.code:
        enrolled.enrol(settings, given.relay[0] if given.relay else given.collector, given.code)
    return Parts.make(settings)


def exchange(parts: Parts) -> str:
    """Sync to the end; how it went."""
    ways = parts.ways()
    try:
        while not parts.exchange(ways).complete:
            pass
    except SyncError:
        pass
    return parts.network.last()


def write(parts: Parts, title: str) -> None:
    """In staff mode, as the pages of the screen have it."""
    desk = Desk(parts)
    desk.backroom.lock.set_pin(PIN)
    visit = Visit(desk.services(), Rules())
    visit.staff()
    for id, value in (
        ("fill:pin", PIN), ("in:open", None), ("in:go:write", None), ("fill:title", title),
        ("fill:text", "Soup from noon."), ("fill:days", "7"), ("fill:where", "everywhere"),
        ("in:post", None),
    ):  # fmt: skip
        visit.act(id, value)
    assert visit.screen().name == "staff-posted", visit.screen()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.hub")
    parser.add_argument("data", type=Path)
    parser.add_argument("collector")
    parser.add_argument("--relay", action="append", default=[])
    parser.add_argument("--code", default="")
    parser.add_argument("--write", default="")
    parser.add_argument("--days", type=int, default=0)
    given = parser.parse_args()
    real = time.time
    time.time = lambda: real() + given.days * 86_400
    parts = opened(given)
    if given.write:
        write(parts, given.write)
    reached = exchange(parts)
    shown = Desk(parts).backroom.board.shown()
    facts = dataclasses.asdict(Desk(parts).backroom.facts())
    notices = [[next(iter(each.titles.values())), each.source] for each in shown]
    print(json.dumps({"reached": reached, "notices": notices, "facts": facts}))
    parts.database.close()


if __name__ == "__main__":
    main()
