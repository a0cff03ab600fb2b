"""``carry``: takes in what a USB stick brings, and leaves the answers on it, and new programs."""

import argparse
import sys
from collections.abc import Collection

from sync.carriers.pieces import Pieces
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
    devices: list[str] = []
    try:
        stick = Stick(given.stick)
        taken, refused = _taken(place, stick, given.from_revoked, devices)
    except CarrierError as error:
        raise CollectorError(str(error)) from error
    if not given.no_releases:
        _load(stick, set(devices))
    print(f"{taken} batches taken, {refused} refused. Bring the stick back: kiosk carry in FOLDER")


def _taken(place: Place, stick: Stick, revoked: bool, devices: list[str]) -> tuple[int, int]:
    """How many were, and how many were refused; whose were is added to ``devices``."""
    from sync.collector.ingest.answer import answer

    taken = refused = 0
    for name in _in_order(stick):
        try:
            reply = answer(place, stick.batch(name) or b"", revoked, devices.append)
        except CarrierError:
            raise
        except SyncError as error:
            print(f"{name}: {error}", file=sys.stderr)
            refused += 1
            continue
        stick.put_reply(name, reply)
        taken += 1
    return taken, refused


def _load(stick: Stick, devices: Collection[str]) -> None:
    """New versions of the kiosks' program; whatever comes of that, the replies are there."""
    from sync.collector.programs import carrying

    try:
        done = carrying.load(Pieces(stick), devices, _told)
    except CarrierError as error:
        print(f"The kiosks' new program is not on the stick, the replies are: {error}",
              file=sys.stderr)  # fmt: skip
        return
    for each in done.here:
        print(f"Program {each} is on the stick.")
    for each in done.left:
        print(f"Program {each} is not on the stick, which has too little room; the replies are.",
              file=sys.stderr)  # fmt: skip


def _told(done: int, of: int) -> None:
    if sys.stderr.isatty() and (done % 10 == 0 or done == of):
        print(f"  {done} of {of} pieces of a new program", file=sys.stderr)


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
