"""``place``: wards and councillors, postcodes, decisions, and how to speak at a meeting."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sync.collector.commands.common import council, hub, ready
from sync.collector.errors import CollectorError, NotFound
from sync.collector.place import Place

WAYS = ("councillors", "postcodes", "decisions", "speaking")


def arguments(commands: Any) -> None:
    """What can be typed after this command."""
    command = commands.add_parser("place", help="My place: wards, councillors, decisions")
    command.add_argument("what", choices=WAYS, nargs="?", help="which part of it")
    command.add_argument("path", type=Path, nargs="?", metavar="FILE.csv")
    command.add_argument(
        "--pictures", type=Path, metavar="FOLDER", help="of councillors; else beside the file"
    )
    command.add_argument(
        "--authority", action="append", default=[], metavar="CODE",
        help="postcodes of this local authority, such as E07000001; else of the wards there are",
    )  # fmt: skip
    command.add_argument("--hub", action="append", help="only at this hub; may stand several times")
    command.add_argument("--down", action="store_true", help="take this part from the kiosks")
    command.add_argument("--json", action="store_true", help="what there is, for a script")
    command.set_defaults(work=area)


def area(place: Place, given: argparse.Namespace) -> None:
    """Load a part, take it down, or say what there is."""
    ready(place)
    owner = council(given.council)
    if given.what is None:
        _list(owner, given.json)
    elif given.down:
        _down(place, owner, given.what)
    elif given.path is None:
        raise CollectorError(f"Name the file: collector place {given.what} FILE.csv")
    else:
        _load(place, owner, given)


def _load(place: Place, owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.local import area as loading

    hubs = [hub(owner, name) for name in given.hub or []]
    if given.what == "councillors":
        done = loading.councillors(place, owner, given.path, hubs, given.pictures)
    elif given.what == "postcodes":
        wanted = {each.strip().upper() for each in given.authority}
        done = loading.postcodes(place, owner, given.path, hubs, wanted, _told(given.path))
    else:
        done = getattr(loading, given.what)(place, owner, given.path, hubs)
    where = ", ".join(each.name for each in hubs) or "every hub"
    print(" ".join((*done.told, f"They go to {where}.")))


def _told(path: Path) -> Any:
    """Says how far a long file is, on the terminal and not in a file."""
    whole = max(1, path.stat().st_size if path.is_file() else 1)

    def told(done: int, found: int) -> None:
        line = f"{100 * done // whole} % read, {found} postcodes of yours so far"
        print(line, end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)

    return told


def _list(owner: Any, as_json: bool) -> None:
    from sync.collector.local.area import KINDS

    names = {kind: name for name, kind in KINDS.items()}
    found = owner.listings.filter(kind__in=names).order_by("kind").prefetch_related("hubs")
    told = [
        {"part": names[each.kind], "count": each.count, "hubs": [h.name for h in each.hubs.all()]}
        for each in found
    ]
    if as_json:
        print(json.dumps(told))
        return
    for each in told:
        print(f"{each['part']}  {each['count']}  {', '.join(each['hubs']) or 'every hub'}")
    if not told:
        print("The kiosks have none.")


def _down(place: Place, owner: Any, what: str) -> None:
    from sync.collector.local.area import KINDS
    from sync.collector.local.publish import withdraw

    found = list(owner.listings.filter(kind=KINDS[what]))
    if not found:
        raise NotFound(f"The kiosks have no {what}.")
    for each in found:
        withdraw(place, each)
    print(f"The {what} come down with the next sync of each kiosk.")
