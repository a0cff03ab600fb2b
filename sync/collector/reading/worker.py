"""Opens sealed records in their order, and sets aside what cannot be opened."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from sync import codec
from sync.collector.models import Device, Form, SealedRecord, SetAside, Submission
from sync.errors import CodecError, SealingError
from sync.sealing import FIRST, Opener

AT_ONCE = 200


@dataclass
class Count:
    """What one pass did."""

    read: int = 0
    set_aside: int = 0


class Worker:
    """Reads for one council's keys."""

    def __init__(self, private_keys: list[bytes]) -> None:
        self.private_keys = private_keys
        self._opener = Opener({})
        self._after = ""
        """Head of the record the opener stands behind."""

    def run_once(self, progress: Callable[[Count], None] = lambda count: None) -> Count:
        """Open everything that is unread."""
        count = Count()
        unread = SealedRecord.objects.filter(read_at=None)
        for id in unread.values_list("device_id", flat=True).distinct():
            device = Device.objects.select_related("hub").get(pk=id)
            for record in _in_branches(device):
                self._one(device, record, count)
                if (count.read + count.set_aside) % AT_ONCE == 0:
                    progress(count)
        return count

    def _one(self, device: Device, record: SealedRecord, count: Count) -> None:
        try:
            submission = self._opened(device, record)
        except (SealingError, CodecError, Form.DoesNotExist) as error:
            _set_aside(record, _reason(error))
            count.set_aside += 1
            return
        with transaction.atomic():
            Submission.objects.bulk_create([submission], ignore_conflicts=True)
            _mark_read(record)
        count.read += 1

    def _opened(self, device: Device, record: SealedRecord) -> Submission:
        plain = self._open_in_order(record)
        form = self._form(device, codec.form_key(plain))
        said = codec.decode(plain, form.xml.encode(), bytes(form.dictionary))
        return Submission(
            council_id=device.council_id, device_id=device.pk, head=record.head, hub=device.hub,
            form=form, instance=said.instance.decode(), language=said.language,
            assisted=said.assisted, reference=said.reference.hex(),
            finished_at=datetime.datetime.fromtimestamp(said.finished_at, datetime.UTC),
            received_at=record.received_at,
        )  # fmt: skip

    def _open_in_order(self, record: SealedRecord) -> bytes:
        """Open a record by opening its epoch up to it; an opener that stands there is kept."""
        if self._after == record.previous and not _begins(record):
            opener = self._opener
        else:
            opener = Opener.with_keys(self.private_keys)
            for earlier in reversed(list(_back_to_beginning(record))):
                opener.open(bytes(earlier.sealed))
        self._after = ""
        plain: bytes = opener.open(bytes(record.sealed))
        self._opener, self._after = opener, record.head
        return plain

    def _form(self, device: Device, key: bytes) -> Form:
        forms = Form.objects.filter(council_id=device.council_id, key__startswith=key.hex())
        return forms.get()


def _begins(record: SealedRecord) -> bool:
    return bytes(record.sealed[:1]) == FIRST


def _back_to_beginning(record: SealedRecord) -> Iterator[SealedRecord]:
    """The records before this one in its epoch, the nearest first."""
    while not _begins(record):
        before = SealedRecord.objects.filter(
            council_id=record.council_id, device_id=record.device_id, head=record.previous
        ).first()
        if before is None:
            raise SealingError("The record's epoch is not complete here.")
        record = before
        yield record


def _in_branches(device: Device) -> Iterator[SealedRecord]:
    """Unread records, each branch of the chain from its beginning to its end."""
    unread = SealedRecord.objects.filter(council_id=device.council_id, device_id=device.pk)
    waiting = {each.head: each for each in unread.filter(read_at=None).order_by("seq")}
    following: dict[str, list[str]] = {}
    for each in waiting.values():
        following.setdefault(each.previous, []).append(each.head)
    stack = [head for head, each in waiting.items() if each.previous not in waiting]
    while stack:
        head = stack.pop()
        yield waiting[head]
        stack.extend(following.get(head, ()))


def _reason(error: Exception) -> str:
    if isinstance(error, Form.DoesNotExist):
        return "The form it answers is not known here."
    return str(error)


def _set_aside(record: SealedRecord, reason: str) -> None:
    with transaction.atomic():
        SetAside.objects.get_or_create(
            council_id=record.council_id, device_id=record.device_id, head=record.head,
            defaults={"reason": reason[:300]},
        )  # fmt: skip
        _mark_read(record)


def _mark_read(record: SealedRecord) -> None:
    SealedRecord.objects.filter(
        council_id=record.council_id, device_id=record.device_id, head=record.head
    ).update(read_at=timezone.now())
