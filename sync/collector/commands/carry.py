"""``carry``: takes in what a USB stick brings, and leaves the answers on it."""

import argparse
import sys

from sync.carriers.stick import Stick
from sync.collector.commands.common import ready
from sync.collector.errors import CollectorError
from sync.collector.place import Place
from sync.errors import CarrierError, SyncError


def carry(place: Place, given: argparse.Namespace) -> None:
    """Every batch is taken as if it came over the network."""
    ready(place)
    from sync.collector.ingest.answer import answer

    taken = refused = 0
    try:
        stick = Stick(given.stick)
        for name, batch in list(stick.batches()):
            try:
                reply = answer(place, batch, given.from_revoked)
            except CarrierError:
                raise
            except SyncError as error:
                print(f"{name}: {error}", file=sys.stderr)
                refused += 1
                continue
            stick.put_reply(name, reply)
            taken += 1
    except CarrierError as error:
        raise CollectorError(str(error)) from error
    print(f"{taken} batches taken, {refused} refused. Bring the stick back: kiosk carry in FOLDER")
