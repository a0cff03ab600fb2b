"""Keeps sealed records, each once, and finds how far a device's chain is held."""

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from sync import protocol
from sync.collector.models import Device, SealedRecord
from sync.errors import ProtocolError
from sync.health import Health
from sync.protocol import Batch

Mark = tuple[int, str]
"""Sequence, and head of the chain there as hexadecimal digits."""
INSERT = (
    f"INSERT INTO {SealedRecord._meta.db_table}"
    " (council_id, device_id, received_at, linked, seq, head, previous, sealed) "
)
ONE = INSERT + "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
ALL = (
    INSERT + "SELECT %s, %s, %s, %s, * FROM"
    " unnest(%s::bigint[], %s::varchar[], %s::varchar[], %s::bytea[]) ON CONFLICT DO NOTHING"
)
"""PostgreSQL takes a statement for each row four times as dearly as one for all."""


def take(device: Device, batch: Batch) -> Mark:
    """Keep the batch's records; gives how far its chain is held. A repeat adds nothing.

    That is the batch's own end when what stands before it is held, whatever else is: a copy of a
    device may be far ahead of the other. Otherwise it is the mark of the branch that last moved.
    """
    with transaction.atomic():
        device = Device.objects.select_for_update().get(pk=device.pk)
        held = _held(device, batch)
        _keep(device, batch, held)
        if held:
            _link(device, batch)
        return _mark(device, batch, held)


def _keep(device: Device, batch: Batch, linked: bool) -> None:
    """In SQL, for making a model of each row took half of the processor's time."""
    heads = [head.hex() for head in batch.heads()]
    previous = [batch.previous.hex(), *heads][: len(heads)]
    columns: list[list[Any]] = [list(range(batch.first, batch.first + len(heads))), heads, previous]
    columns.append(list(batch.records))
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    whose: list[Any] = [device.council_id, device.pk, at, linked]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ALL, [*whose, *columns])
        else:
            cursor.executemany(ONE, [[*whose, *row] for row in zip(*columns, strict=True)])


def _link(device: Device, batch: Batch) -> None:
    """What stood behind a gap that this batch closes is behind a gap no longer."""
    reached = {head.hex() for head in batch.heads()}
    closed = []
    behind = _records(device).filter(linked=False).order_by("seq")
    for head, previous in behind.values_list("head", "previous"):
        if head in reached or previous in reached:
            reached.add(head)
            closed.append(head)
    if closed:
        behind.filter(head__in=closed).update(linked=True)


def _mark(device: Device, batch: Batch, held: bool) -> Mark:
    if device.forked_at is None and _forked(device, batch):
        device.forked_at = timezone.now()
    mark = (device.have_seq, device.have_head)
    if held:
        mark = (batch.last, [batch.previous, *batch.heads()][-1].hex())
        if device.forked_at is not None or batch.last > device.have_seq:
            device.have_seq, device.have_head = mark
    device.total_seq, device.last_seen = max(batch.total, batch.last), timezone.now()
    device.index_version = batch.index_version
    _hear(device, batch.health)
    device.save()
    return mark


def _hear(device: Device, said: bytes) -> None:
    """Keep what a device says of itself; what cannot be read changes nothing."""
    try:
        health = Health.decode(said) if said else None
    except ProtocolError:
        return
    if health is not None:
        device.health_at = timezone.now()
        device.health = {
            "program": health.program.replace("\0", ""), "disk_free": health.disk_free,
            "disk_size": health.disk_size, "printer": int(health.printer),
            "clock_off": health.clock - int(device.health_at.timestamp()),
        }  # fmt: skip


def _held(device: Device, batch: Batch) -> bool:
    """Whether what stands before the batch is held, back to the beginning of the chain."""
    seq, head = batch.first - 1, batch.previous.hex()
    if seq == 0:
        return head == protocol.genesis(bytes.fromhex(device.pk)).hex()
    return _records(device).filter(head=head, seq=seq, linked=True).exists()


def _forked(device: Device, batch: Batch) -> bool:
    here = {head.hex() for head in batch.heads()}
    beside = _records(device).filter(seq__gte=batch.first, seq__lte=batch.last)
    return any(head not in here for head in beside.values_list("head", flat=True))


def _records(device: Device) -> QuerySet[SealedRecord]:
    return SealedRecord.objects.filter(council_id=device.council_id, device_id=device.pk)
