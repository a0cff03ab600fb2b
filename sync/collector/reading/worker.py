"""Opens sealed records in their order, and sets aside what cannot be opened."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DataError, transaction
from django.utils import timezone

from sync import attachments, codec, followups, notices
from sync.collector import board, calls, search, turns, voices
from sync.collector.hooks import outbox
from sync.collector.models import Device, Drawing, SealedRecord, SetAside, Submission
from sync.collector.place import Place
from sync.collector.reading import erasing, order, parts
from sync.collector.reading.opening import InOrder
from sync.collector.reading.submission import form_of, made
from sync.errors import SyncError
from sync.protocol import record_digest

AT_ONCE = 200


@dataclass
class Count:
    """What one pass did."""

    read: int = 0
    set_aside: int = 0
    waiting: int = 0
    """Records whose epoch has not wholly arrived."""


class Worker:
    """Reads with the private keys it is given."""

    def __init__(self, private_keys: list[bytes], public: bytes) -> None:
        """``public`` is the council's key that holds now."""
        self.public = public
        self._opening = InOrder(private_keys)

    def erase(self, place: Place) -> int:
        """Forget what was asked to be forgotten, after a restore too; how many submissions."""
        erasing.recall(place)
        return erasing.erase(self._opening, self.public)

    def run_once(self, progress: Callable[[Count], None] = lambda count: None) -> Count:
        """Open everything that is unread."""
        count = Count()
        unread = SealedRecord.objects.filter(read_at=None)
        for id in unread.values_list("device_id", flat=True).distinct():
            device = Device.objects.select_related("hub").get(pk=id)
            for record in order.unread(device):
                self._one(device, record, count)
                if (count.read + count.set_aside) % AT_ONCE == 0:
                    progress(count)
        return count

    def _one(self, device: Device, record: SealedRecord, count: Count) -> None:
        try:
            self._read(device, record)
            count.read += 1
        except order.NotYet:
            count.waiting += 1
        except (SyncError, LookupError, ValueError, OverflowError, DataError) as error:
            # Whatever a kiosk may have sealed, it never blocks the records behind it.
            _set_aside(record, _reason(error))
            count.set_aside += 1

    def _read(self, device: Device, record: SealedRecord) -> None:
        if order.erased(record):  # as one of the same bytes, on another chain
            _mark_read(record)
            return
        plain = self._opening.open(record)
        part = attachments.part_of(plain)
        if part is not None:
            with transaction.atomic():
                parts.keep(record, part)
                _mark_read(record)
        elif erasing.asked_for(record):
            with transaction.atomic():
                erasing.wipe(record, plain, self._opening, self.public)
                _mark_read(record)
        else:
            _keep(device, record, plain)


def again() -> int:
    """Let everything that was set aside be tried again, as after a key came back; how many."""
    with transaction.atomic():
        aside = list(SetAside.objects.values_list("council_id", "device_id", "head"))
        for council, device, head in aside:
            records = SealedRecord.objects.filter(council_id=council, device_id=device)
            records.filter(head=head).update(read_at=None)
        SetAside.objects.all().delete()
    return len(aside)


def _keep(device: Device, record: SealedRecord, plain: bytes) -> None:
    if codec.form_key(plain) == codec.form_key(notices.FORM_KEY):
        _keep_notice(device, record, plain)
        return
    if codec.form_key(plain) == codec.form_key(followups.FORM_KEY):
        _keep_call(device, record, plain)
        return
    form = form_of(device.council_id, codec.form_key(plain))
    digest = record_digest(bytes(record.sealed))
    said = codec.decode(plain, form.xml.encode(), form.words, digest)
    submission, files = made(device, record, form, said), parts.whole(record, said.files)
    whose = {"council_id": record.council_id, "device_id": record.device_id, "head": record.head}
    search.describe(form, submission)
    drawings = [Drawing(**whose, name=name, content=data) for name, data in files.items()]
    known = Submission.objects.filter(council_id=record.council_id, record=submission.record)
    with transaction.atomic():
        if not known.exists():
            voices.count(form, submission)
            # Never one that ignores errors: it would count as read and be nowhere.
            submission.save(force_insert=True)
            turns.heard(submission)
            Drawing.objects.bulk_create(drawings)
            outbox.about(submission, outbox.Kind.OPENED)
        parts.forget(record, said.files)
        _mark_read(record)


def _keep_notice(device: Device, record: SealedRecord, plain: bytes) -> None:
    """What staff wrote for the board is no submission."""
    said = codec.decode(plain, notices.FORM, notices.DICTIONARY)
    with transaction.atomic():
        board.keep(device, said.instance)
        _mark_read(record)


def _keep_call(device: Device, record: SealedRecord, plain: bytes) -> None:
    """What staff wrote of a call is no submission either."""
    said = codec.decode(plain, followups.FORM, followups.DICTIONARY)
    with transaction.atomic():
        calls.keep(device, said.instance)
        _mark_read(record)


def _reason(error: Exception) -> str:
    if isinstance(error, SyncError | LookupError):
        return str(error.args[0])
    return "It opened, but its content is not what a kiosk makes."


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
