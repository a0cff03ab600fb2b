"""``events`` and ``directory``: what is on, and who helps."""

import argparse
import json
from pathlib import Path
from typing import Any

from sync.collector.commands.common import council, hub, ready
from sync.collector.errors import NotFound, PublishError
from sync.collector.place import Place

LARGEST = 8 << 20
"""Bytes of all files of a directory."""


def arguments(commands: Any) -> None:
    """What can be typed after these commands."""
    for kind, file, text in (
        ("events", "FILE.ics", "what is on: a calendar to the kiosks"),
        ("directory", "FILE.json", "who helps: a service directory to the kiosks"),
    ):
        command = commands.add_parser(kind, help=text)
        command.add_argument("path", type=Path, nargs="?", metavar=file)
        command.add_argument("--name", default="", help="takes the place of the one so named")
        command.add_argument(
            "--hub", action="append", help="only at this hub; may stand several times"
        )
        command.add_argument("--down", metavar="NAME", help="take the one of that name down")
        command.add_argument("--list", action="store_true", help="what the kiosks have")
        command.add_argument("--json", action="store_true", help="for a script")
        command.set_defaults(work=listings)


def listings(place: Place, given: argparse.Namespace) -> None:
    """Publish one, list them, or take one down."""
    ready(place)
    owner = council(given.council)
    if given.down is not None:
        _down(place, owner, given)
    elif given.path is not None:
        _publish(place, owner, given)
    else:
        _list(owner, given)


def _publish(place: Place, owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.local.publish import publish

    hubs = [hub(owner, name) for name in given.hub or []]
    done = publish(place, owner, given.command, _files(given.path), hubs, given.name)
    where = ", ".join(each.name for each in hubs) or "every hub"
    left = f" {done.left_out} are left out, because they are not active." if done.left_out else ""
    print(f"{done.listing.name!r} goes to {where}, with {_counted(done.listing)}.{left}")


def _files(path: Path) -> list[tuple[str, bytes]]:
    """A file, or the JSON files of a folder in the order of their names; raises PublishError."""
    paths = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not paths or not all(each.is_file() for each in paths):
        raise PublishError(f"There is no file {path}, or nothing in it; check its name.")
    if sum(each.stat().st_size for each in paths) > LARGEST:
        raise PublishError(f"{path.name} is larger than {LARGEST >> 20} MB; make it smaller.")
    return [(each.name, each.read_bytes()) for each in paths]


def _counted(listing: Any) -> str:
    if listing.kind == listing.Kind.EVENTS:
        return f"{listing.count} events in the next 60 days"
    return f"{listing.count} services"


def _list(owner: Any, given: argparse.Namespace) -> None:
    found = owner.listings.filter(kind=given.command).order_by("name").prefetch_related("hubs")
    told = [
        {"name": each.name, "count": each.count, "hubs": [hub.name for hub in each.hubs.all()]}
        for each in found
    ]
    if given.json:
        print(json.dumps(told))
        return
    for each in found:
        where = ", ".join(hub.name for hub in each.hubs.all()) or "every hub"
        print(f"{each.name}  {_counted(each)}  {where}")
    if not told:
        print("The kiosks have none.")


def _down(place: Place, owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.local.publish import withdraw

    found = owner.listings.filter(kind=given.command, name=given.down).first()
    if found is None:
        raise NotFound(f"There is none named {given.down!r}.")
    withdraw(place, found)
    print(f"{given.down!r} comes down with the next sync of each kiosk.")
