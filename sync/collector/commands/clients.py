"""``client``: names and passwords for ODK Collect and other OpenRosa clients."""

import argparse
import json
from typing import Any

from sync.collector.commands.common import anywhere, council, hub, ready
from sync.collector.errors import NotFound
from sync.collector.place import Place


def arguments(commands: Any) -> None:
    """What can be typed after it."""
    client = commands.add_parser("client", help="who may submit by OpenRosa")
    ways = client.add_subparsers(dest="way", required=True, metavar="WAY")
    add = ways.add_parser("add", help="let one in")
    add.add_argument("called", help="what people call it, such as: Tablet 1")
    add.add_argument("--hub", help="where it belongs")
    listed = ways.add_parser("list", help="who is let in")
    revoke = ways.add_parser("revoke", help="take nothing more from one")
    revoke.add_argument("username")
    for each in (add, listed, revoke):
        each.add_argument("--json", action="store_true", help="for a script")
        anywhere(each)
    client.set_defaults(work=work)


def work(place: Place, given: argparse.Namespace) -> None:
    """Add one, list them, or revoke one."""
    ready(place)
    owner = council(given.council)
    {"add": _add, "list": _list, "revoke": _revoke}[given.way](owner, given)


def _add(owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.rosa import clients

    where = hub(owner, given.hub)
    made, password = clients.make(where, given.called[:60])
    if given.json:
        print(json.dumps({"username": made.username, "password": password}))
        return
    print(f"Server address: the collector's own, with /openrosa behind it\nHub: {where.name}")
    print(f"Name: {made.username}\nPassword: {password}\nThe password is shown only now.")


def _list(owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.models import RosaClient

    found = RosaClient.objects.filter(council=owner).select_related("device__hub")
    rows = [
        {
            "username": each.username, "called": each.device.client, "hub": each.device.hub.name,
            "revoked": each.device.revoked_at is not None,
        }
        for each in found
    ]  # fmt: skip
    if given.json:
        print(json.dumps(rows))
        return
    for row in rows:
        ended = ", revoked" if row["revoked"] else ""
        print(f"{row['username']}  {row['called']}, {row['hub']}{ended}")


def _revoke(owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.models import RosaClient
    from sync.collector.rosa import clients

    found = RosaClient.objects.filter(council=owner, username=given.username).first()
    if found is None:
        raise NotFound(f"There is no client named '{given.username}' here.")
    clients.revoke(found)
    print(f"Nothing more is taken from {found.username}.")
