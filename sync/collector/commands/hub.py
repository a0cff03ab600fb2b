"""``notice`` and ``crisis``: what the kiosks show besides forms."""

import argparse
import json
from typing import Any

from sync.collector.commands.common import anywhere, council, hub, ready
from sync.collector.errors import NotFound
from sync.collector.place import Place


def arguments(commands: Any) -> None:
    """What can be typed after these commands."""
    notice = commands.add_parser("notice", help="notices on the kiosks")
    ways = notice.add_subparsers(dest="way", required=True, metavar="WAY")
    add = ways.add_parser("add", help="put one on the board")
    add.add_argument("--title", required=True)
    add.add_argument("--text", required=True)
    add.add_argument("--days", type=int, default=14, help="days it stays, 14 when not said")
    add.add_argument("--hub", help="only at this hub")
    add.add_argument("--source", default="", help="who says it, when not the council")
    add.add_argument(
        "--also", nargs=3, action="append", default=[], metavar=("CODE", "TITLE", "TEXT"),
        help="the same in another language, such as: --also ur TITLE TEXT",
    )  # fmt: skip
    listed = ways.add_parser("list", help="what is on the board")
    listed.add_argument("--json", action="store_true", help="for a script")
    down = ways.add_parser("down", help="take one down everywhere")
    down.add_argument("id", help="how its id begins")
    for each in (add, listed, down):
        anywhere(each)
    notice.set_defaults(work=notices)
    urgent = commands.add_parser("crisis", help="help and emergency words first, on the kiosks")
    urgent.add_argument("to", choices=["on", "off"])
    urgent.add_argument("--text", default="", help="what the council says")
    urgent.add_argument("--days", type=int, default=14, help="off by itself after, 14 if not said")
    urgent.add_argument("--hub", help="only at this hub")
    urgent.add_argument(
        "--also", nargs=2, action="append", default=[], metavar=("CODE", "TEXT"),
        help="the same in another language, such as: --also ur TEXT",
    )  # fmt: skip
    urgent.set_defaults(work=crisis)


def notices(place: Place, given: argparse.Namespace) -> None:
    """Add a notice, list them, or take one down."""
    ready(place)
    owner = council(given.council)
    {"add": _add, "list": _list, "down": _down}[given.way](place, owner, given)


def _add(place: Place, owner: Any, given: argparse.Namespace) -> None:
    from sync.collector import board

    where = hub(owner, given.hub) if given.hub else None
    titles = {"en": given.title} | {code: title for code, title, _ in given.also}
    texts = {"en": given.text} | {code: text for code, _, text in given.also}
    made = board.publish(place, owner, titles, texts, given.days, where, given.source)
    shown = where.name if where else "every hub"
    print(f"Notice {made.notice_id[:8]} goes to {shown}, until {made.until:%d %B %Y}.")


def _list(place: Place, owner: Any, given: argparse.Namespace) -> None:
    from sync.collector import board

    notices = board.live(owner)
    if given.json:
        print(json.dumps([_told(each) for each in notices]))
        return
    for each in notices:
        said_by = each.device.name if each.device else owner.name
        where = each.hub.name if each.hub else "every hub"
        print(
            f"{each.notice_id[:8]}  {each.title}  from {said_by}, {where},"
            f" until {each.until:%d %B %Y}"
        )
    if not notices:
        print("There is no notice on the board.")


def _told(notice: Any) -> dict[str, str | None]:
    return {
        "id": notice.notice_id, "title": notice.title,
        "hub": notice.hub.name if notice.hub else None,
        "device": notice.device_id, "until": notice.until.isoformat(),
    }  # fmt: skip


def _down(place: Place, owner: Any, given: argparse.Namespace) -> None:
    from sync.collector import board

    found = board.live(owner).filter(notice_id__startswith=given.id)
    if not given.id or len(found) != 1:
        raise NotFound(f"There is no one notice whose id begins with {given.id!r}.")
    board.withdraw(place, found[0])
    print(f"The notice {found[0].title!r} comes down with the next sync of each kiosk.")


def crisis(place: Place, given: argparse.Namespace) -> None:
    """Switch crisis mode on or off."""
    ready(place)
    from sync.collector import board

    owner = council(given.council)
    where = hub(owner, given.hub) if given.hub else None
    if given.to == "off":
        count = board.calm(place, owner, where)
        print("Crisis mode is off." if count else "Crisis mode was not on.")
        return
    texts = ({"en": given.text} if given.text else {}) | dict(given.also)
    until = board.crisis(place, owner, texts, given.days, where)
    shown = where.name if where else "every hub"
    print(f"Crisis mode is on in {shown} until {until:%d %B %Y}.")
