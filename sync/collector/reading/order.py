"""In which order sealed records are opened: along each branch, and from an epoch's beginning."""

from collections.abc import Iterator

from django.db.models import QuerySet

from sync.collector.models import Device, SealedRecord
from sync.errors import SealingError
from sync.sealing import EPOCH_RECORDS, ERASED, FIRST


class NotYet(Exception):
    """A record whose epoch has not wholly arrived; it stays unread and is tried again."""


def begins(record: SealedRecord) -> bool:
    """Whether it opens by itself: an epoch begins with it, or goes on behind an erasure."""
    return bytes(record.sealed[:1]) in (FIRST, ERASED)


def erased(record: SealedRecord) -> bool:
    """Whether only the mark of an erasure is left of it."""
    return bytes(record.sealed[:1]) == ERASED


def before(record: SealedRecord) -> list[SealedRecord]:
    """The records of its epoch before this one, in their order.

    Raises:
        NotYet: one of them is not held yet, as after a restore; the kiosk sends it again.
        SealingError: the epoch is longer than any kiosk makes it.
    """
    found: list[SealedRecord] = []
    while not begins(record):
        if len(found) >= EPOCH_RECORDS:
            raise SealingError("A record stands in an epoch that is too long.")
        earlier = _records(record.council_id, record.device_id).filter(head=record.previous)
        previous = earlier.first()
        if previous is None:
            raise NotYet
        found.insert(0, previous)
        record = previous
    return found


def unread(device: Device) -> Iterator[SealedRecord]:
    """Unread records, each branch of the chain from its beginning to its end."""
    records = _records(device.council_id, device.pk).filter(read_at=None).order_by("seq")
    waiting = {each.head: each for each in records}
    following: dict[str, list[str]] = {}
    for each in waiting.values():
        following.setdefault(each.previous, []).append(each.head)
    stack = [head for head, each in waiting.items() if each.previous not in waiting]
    stack.reverse()
    while stack:
        head = stack.pop()
        yield waiting[head]
        stack.extend(reversed(following.get(head, ())))


def _records(council_id: int, device_id: str) -> QuerySet[SealedRecord]:
    return SealedRecord.objects.filter(council_id=council_id, device_id=device_id)
