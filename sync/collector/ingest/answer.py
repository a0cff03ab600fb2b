"""Answers one batch: who sent it, what is held now, what is new in the feed."""

import functools
import time
from collections.abc import Callable

from django.db import transaction

from sync import protocol, sealing, wire
from sync.collector import feeds, keys
from sync.collector.ingest import chain
from sync.collector.models import Backup, Device
from sync.collector.place import Place
from sync.errors import SignatureError
from sync.protocol import Batch, Receipt, Reply

STRANGER = "A batch came from a device that is not enrolled."


def answer(
    place: Place, body: bytes, revoked_too: bool = False,
    heard: Callable[[str], None] = lambda device: None,
) -> bytes:  # fmt: skip
    """The signed reply to a batch. Of a revoked device nothing is taken, but it hears of it.

    ``revoked_too`` takes it all the same, as from the card of a kiosk that came back. ``heard`` is
    told whose batch it is before anything is kept of it, and may refuse it by what it raises.

    Raises:
        ProtocolError, SignatureError: it is not a batch of a device that is enrolled.
    """
    batch = _opened(body)
    heard(batch.device.hex())
    with transaction.atomic():
        device = _locked(batch)
        have, head = device.have_seq, device.have_head
        if device.revoked_at is None or revoked_too:
            have, head = chain.take(device, batch)
    receipt = Receipt(
        batch.device, batch.nonce, have, bytes.fromhex(head),
        safe(device), int(time.time()), device.forked_at is not None,
        device.revoked_at is not None,
    )  # fmt: skip
    index, items = (b"", ()) if device.revoked_at else feeds.news(place, device, batch)
    newer = keys.statements(place)[batch.keys_version :][: protocol.MOST_STATEMENTS]
    return Reply(receipt, index, items, newer).encode(keys.signing(place, keys.RECEIPT).sign)


def _opened(body: bytes) -> Batch:
    """The device is read from the batch first, then the batch is checked against its key."""
    _, payload = wire.split(body, protocol.MAX_BATCH, "a batch")
    batch = Batch.decode(payload)
    domain = protocol.BATCH_DOMAIN
    sealing.verify(_key(batch.device.hex()), domain, body, protocol.MAX_BATCH, "a batch")
    return batch


@functools.lru_cache(maxsize=20_000)
def _key(device: str) -> bytes:
    """A device's key is given once, with its name; whether it is enrolled is asked each time."""
    found = Device.objects.filter(pk=device).values_list("signing_key", flat=True).first()
    if found is None:
        raise SignatureError(STRANGER)
    return bytes(found)


def _locked(batch: Batch) -> Device:
    """The device with its hub, which nobody else changes until the transaction ends."""
    devices = Device.objects.select_related("hub").select_for_update(of=("self",), no_key=True)
    device = devices.filter(pk=batch.device.hex()).first()
    if device is None:
        raise SignatureError(STRANGER)
    return device


def safe(device: Device) -> int:
    """Up to where the chain is in every copy that may still be restored; 0 without a copy."""
    if device.forked_at is not None:
        return 0
    marks = Backup.objects.filter(gone_at=None).values_list("marks", flat=True)
    return min([*(int(each.get(device.pk, 0)) for each in marks), device.have_seq]) if marks else 0
