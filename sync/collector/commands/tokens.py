"""``token``: programs of the council that may read by ``/api/v1``."""

import argparse
import json
from typing import Any

from sync.collector.commands.common import anywhere, council, ready
from sync.collector.errors import NotFound
from sync.collector.place import Place


def arguments(commands: Any) -> None:
    """What can be typed after it."""
    token = commands.add_parser("token", help="which programs may read")
    ways = token.add_subparsers(dest="way", required=True, metavar="WAY")
    add = ways.add_parser("add", help="let one read")
    add.add_argument("called", help="what people call it, such as: Case management")
    listed = ways.add_parser("list", help="which may read")
    revoke = ways.add_parser("revoke", help="let one read no more")
    revoke.add_argument("name", help="what its token begins with, such as: cs_1f3a5b7c9d0e2f4a")
    for each in (add, listed, revoke):
        each.add_argument("--json", action="store_true", help="for a script")
        anywhere(each)
    token.set_defaults(work=work)


def work(place: Place, given: argparse.Namespace) -> None:
    """Make one, list them, or revoke one."""
    ready(place)
    owner = council(given.council)
    {"add": _add, "list": _list, "revoke": _revoke}[given.way](owner, given)


def _add(owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.api import tokens

    made, text = tokens.make(owner, given.called[:60])
    if given.json:
        print(json.dumps({"name": f"cs_{made.name}", "token": text}))
        return
    print(f"Server address: the collector's own, with /api/v1 behind it\nToken: {text}")
    print("The token is shown only now.")


def _list(owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.models import ApiToken

    rows = [
        {
            "name": f"cs_{each.name}", "called": each.called,
            "used": each.used_at.isoformat() if each.used_at else None,
            "revoked": each.revoked_at is not None,
        }
        for each in ApiToken.objects.filter(council=owner).order_by("made_at", "pk")
    ]  # fmt: skip
    if given.json:
        print(json.dumps(rows))
        return
    for row in rows:
        ended = ", revoked" if row["revoked"] else ""
        print(f"{row['name']}  {row['called']}, last used {row['used'] or 'never'}{ended}")


def _revoke(owner: Any, given: argparse.Namespace) -> None:
    from sync.collector.api import tokens
    from sync.collector.models import ApiToken

    name = given.name.removeprefix("cs_").partition("_")[0]
    found = ApiToken.objects.filter(council=owner, name=name).first()
    if found is None:
        raise NotFound(f"There is no token that begins with '{given.name[:40]}' here.")
    tokens.revoke(found)
    print(f"'{found}' reads no more.")
