"""Keeps sealed records, each once, and finds how far a device's chain is held."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sync import protocol
from sync.collector.models import Device, SealedRecord
from sync.protocol import Batch

STRIDE = 500
"""Records looked at in one go."""


def take(device: Device, batch: Batch) -> None:
    """Keep the batch's records and move the device's marks; a repeat changes nothing."""
    with transaction.atomic():
        device = Device.objects.select_for_update().get(pk=device.pk)
        _keep(device, batch)
        _mark(device, batch)


def _keep(device: Device, batch: Batch) -> None:
    now, previous = timezone.now(), batch.previous.hex()
    rows = []
    for seq, (record, head) in enumerate(
        zip(batch.records, batch.heads(), strict=True), batch.first
    ):
        rows.append(
            SealedRecord(
                council_id=device.council_id, device_id=device.pk, head=head.hex(),
                previous=previous, seq=seq, sealed=record, received_at=now,
            )
        )  # fmt: skip
        previous = head.hex()
    SealedRecord.objects.bulk_create(rows, ignore_conflicts=True)


def _mark(device: Device, batch: Batch) -> None:
    """The mark is the end of the branch the batch belongs to, when its beginning is held."""
    if device.forked_at is None and _forked(device, batch):
        device.forked_at = timezone.now()
    seq = batch.first - 1 + len(batch.records)
    repeated = device.forked_at is None and seq <= device.have_seq
    if not repeated and _held(device, batch.first - 1, batch.previous.hex()):
        head = [batch.previous, *batch.heads()][-1].hex()
        device.have_seq, device.have_head = _onward(device, seq, head)
    device.last_seen = timezone.now()
    device.save()


def _held(device: Device, seq: int, head: str) -> bool:
    if seq == 0:
        return head == protocol.genesis(bytes.fromhex(device.pk)).hex()
    return _records(device).filter(head=head, seq=seq).exists()


def _onward(device: Device, seq: int, head: str) -> tuple[int, str]:
    """Further along what is held already, as after a gap was filled; stops at a fork."""
    while True:
        ahead = _records(device).filter(seq__gt=seq, seq__lte=seq + STRIDE)
        following: dict[str, list[str]] = {}
        for previous, after in ahead.values_list("previous", "head"):
            following.setdefault(previous, []).append(after)
        start = seq
        while len(following.get(head, ())) == 1:
            seq, head = seq + 1, following[head][0]
        if seq < start + STRIDE:
            return seq, head


def _forked(device: Device, batch: Batch) -> bool:
    last = batch.first + len(batch.records) - 1
    here = {head.hex() for head in batch.heads()}
    beside = _records(device).filter(seq__gte=batch.first, seq__lte=last)
    return any(head not in here for head in beside.values_list("head", flat=True))


def _records(device: Device) -> QuerySet[SealedRecord]:
    return SealedRecord.objects.filter(council_id=device.council_id, device_id=device.pk)
