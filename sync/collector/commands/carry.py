"""``carry``: takes in what a USB stick brings, and leaves the answers on it."""

import argparse
import sys

from sync.carriers.stick import Stick
from sync.collector.commands.common import ready
from sync.collector.errors import CollectorError
from sync.collector.place import Place
from sync.errors import CarrierError, ProtocolError, SyncError
from sync.protocol import Batch
from sync.wire import SIGNATURE


def carry(place: Place, given: argparse.Namespace) -> None:
    """Every batch is taken as if it came over the network, in the order of its device's chain."""
    ready(place)
    from sync.collector.ingest.answer import answer

    taken = refused = 0
    try:
        stick = Stick(given.stick)
        for name in _in_order(stick):
            try:
                reply = answer(place, stick.batch(name) or b"", given.from_revoked)
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


def _in_order(stick: Stick) -> list[str]:
    """Names of the batches, the start of each chain first: a batch without its past is not kept.

    Nothing is held in memory but names: a hostile stick may bring thousands of files.
    """
    return [
        name for _, _, name in sorted((*_place(batch), name) for name, batch in stick.batches())
    ]


def _place(batch: bytes) -> tuple[bytes, int]:
    try:
        said = Batch.decode(batch[SIGNATURE:])
    except ProtocolError:
        return b"", 0
    return said.device, said.first
