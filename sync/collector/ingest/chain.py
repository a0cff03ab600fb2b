"""Keeps sealed records, each once, and finds how far a device's chain is held."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from sync import protocol
from sync.collector.models import Device, SealedRecord
from sync.errors import ProtocolError
from sync.health import Health
from sync.protocol import Batch

Mark = tuple[int, str]
"""Sequence, and head of the chain there as hexadecimal digits."""
Row = tuple[int, str, str, bool]
"""Sequence, head, head before it, and whether it is linked."""
OF = (
    f"SELECT seq, head, previous, linked FROM {SealedRecord._meta.db_table}"
    " WHERE council_id = %s AND device_id = %s AND "
)
BESIDE = f"{OF} seq BETWEEN %s AND %s UNION ALL {OF} NOT linked ORDER BY seq"
"""What a batch is judged by, in one question instead of three through the ORM."""
INSERT = (
    f"INSERT INTO {SealedRecord._meta.db_table}"
    " (council_id, device_id, received_at, linked, seq, head, previous, sealed) "
)
ONE = INSERT + "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
ALL = (
    INSERT + "SELECT %s, %s, %s, %s, * FROM"
    " unnest(%b::bigint[], %b::varchar[], %b::varchar[], %b::bytea[]) ON CONFLICT DO NOTHING"
)
"""PostgreSQL takes a statement for each row four times as dearly as one for all, and
values written into its text more dearly than bytes."""


MOVES = (
    "have_seq", "have_head", "total_seq", "last_seen", "index_version", "forked_at", "health",
    "health_at",
)  # fmt: skip
"""What a batch may change of its device."""


def take(device: Device, batch: Batch) -> Mark:
    """Keep the batch's records; gives how far its chain is held. A repeat adds nothing.

    That is the batch's own end when what stands before it is held, whatever else is: a copy of a
    device may be far ahead of the other. Otherwise it is the mark of the branch that last moved.
    The device's row must be locked.
    """
    beside = _beside(device, batch)
    held = _held(device, batch, beside)
    if batch.records:
        _keep(device, batch, held)
    if held:
        _link(device, batch, beside)
    return _mark(device, batch, held, beside)


def _beside(device: Device, batch: Batch) -> list[Row]:
    """What is here already of the same sequences and of the one before, and behind any gap."""
    whose = (device.council_id, device.pk)
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, [*whose, batch.first - 1, batch.last, *whose])
        return list(cursor.fetchall())


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
            _as_bytes(cursor.connection, [*whose, *columns])
        else:
            cursor.executemany(ONE, [[*whose, *row] for row in zip(*columns, strict=True)])


def _as_bytes(given: Any, values: list[Any]) -> None:
    """Past Django's cursor, which writes every value into the text of the statement."""
    from psycopg import Cursor

    with connection.wrap_database_errors, Cursor(given) as cursor:
        cursor.execute(ALL, values)


def _link(device: Device, batch: Batch, beside: list[Row]) -> None:
    """What stood behind a gap that this batch closes is behind a gap no longer."""
    reached = {head.hex() for head in batch.heads()}
    closed = []
    for _, head, previous, linked in beside:
        if not linked and (head in reached or previous in reached):
            reached.add(head)
            closed.append(head)
    if closed:
        _records(device).filter(linked=False, head__in=closed).update(linked=True)


def _mark(device: Device, batch: Batch, held: bool, beside: list[Row]) -> Mark:
    if device.forked_at is None and _forked(batch, beside):
        device.forked_at = timezone.now()
    mark = (device.have_seq, device.have_head)
    if held:
        mark = (batch.last, [batch.previous, *batch.heads()][-1].hex())
        if device.forked_at is not None or batch.last > device.have_seq:
            device.have_seq, device.have_head = mark
    device.total_seq, device.last_seen = max(batch.total, batch.last), timezone.now()
    device.index_version = batch.index_version
    _hear(device, batch.health)
    device.save(update_fields=MOVES)
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
            "update": int(health.update), "version": health.version.replace("\0", ""),
        }  # fmt: skip


def _held(device: Device, batch: Batch, beside: list[Row]) -> bool:
    """Whether what stands before the batch is held, back to the beginning of the chain."""
    seq, head = batch.first - 1, batch.previous.hex()
    if seq == 0:
        return head == protocol.genesis(bytes.fromhex(device.pk)).hex()
    return any(row[0] == seq and row[1] == head and row[3] for row in beside)


def _forked(batch: Batch, beside: list[Row]) -> bool:
    here = {head.hex() for head in batch.heads()}
    return any(batch.first <= seq <= batch.last and head not in here for seq, head, *_ in beside)


def _records(device: Device) -> QuerySet[SealedRecord]:
    return SealedRecord.objects.filter(council_id=device.council_id, device_id=device.pk)
