"""``keys``: which keys hold, and new ones in their place."""

import argparse
import json
from datetime import UTC, datetime

from sync.collector import keys
from sync.collector.commands.common import ready
from sync.collector.place import Place
from sync.trust import Keys

DATABASE = "database"
"""The key of the secrets that stand in the database; no kiosk hears of it."""


def renewal(place: Place, given: argparse.Namespace) -> None:
    """Show the keys that hold, after renewing those that were named."""
    ready(place)
    names = {*keys.NAMES, DATABASE} if "all" in given.renew else set(given.renew)
    if names - {DATABASE}:
        keys.renew(place, names)
        _sign_feeds(place)
    left = _seal_secrets(place) if DATABASE in names else 0
    found = keys.current(place)
    if given.json:
        print(json.dumps(_figures(found)))
        return
    day = datetime.fromtimestamp(found.issued, UTC)
    print(f"Version {found.version} of the keys, of {day:%d %B %Y}:")
    for name in keys.NAMES:
        print(f"  {name:<8} {getattr(found, name).hex()}")
    if left:
        print(f"{left} secrets of other systems did not open: give them anew on the pages.")
    if names - {DATABASE}:
        print("Every kiosk learns of them the next time it syncs; no kiosk needs a visit.")
    if keys.COUNCIL in names:
        print(f"Copy {place.reading} to the reading machine and to the safe again; keep the old")
        print("keys in it too, for what was sealed to them opens with them alone.")


def _seal_secrets(place: Place) -> int:
    from sync.collector import kept

    return kept.renew(place)


def _sign_feeds(place: Place) -> None:
    """Every feed anew, so that no kiosk waits for it."""
    from sync.collector import feeds
    from sync.collector.models import Hub

    for hub in Hub.objects.select_related("council"):
        last = feeds.newest(hub)
        feeds.rebuild(place, hub, last.version + 1 if last else 0)


def _figures(found: Keys) -> dict[str, object]:
    public = {name: getattr(found, name).hex() for name in keys.NAMES}
    return {"version": found.version, "issued": found.issued, **public}
