"""Opens sealed records in their order, and sets aside what cannot be opened."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DataError, transaction
from django.utils import timezone

from sync import codec
from sync.collector.models import Device, Drawing, Form, SealedRecord, SetAside, Submission
from sync.collector.reading import order
from sync.collector.reading.submission import made
from sync.errors import SyncError
from sync.sealing import Opener

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
            for record in order.unread(device):
                self._one(device, record, count)
                if (count.read + count.set_aside) % AT_ONCE == 0:
                    progress(count)
        return count

    def _one(self, device: Device, record: SealedRecord, count: Count) -> None:
        try:
            _keep(*self._opened(device, record), record)
            count.read += 1
        except order.NotYet:
            count.waiting += 1
        except (SyncError, LookupError, ValueError, OverflowError, DataError) as error:
            # Whatever a kiosk may have sealed, it never blocks the records behind it.
            _set_aside(record, _reason(error))
            count.set_aside += 1

    def _opened(self, device: Device, record: SealedRecord) -> tuple[Submission, dict[str, bytes]]:
        plain = self._open_in_order(record)
        form = _form(device, codec.form_key(plain))
        said = codec.decode(plain, form.xml.encode(), form.words)
        return made(device, record, form, said), dict(said.files)

    def _open_in_order(self, record: SealedRecord) -> bytes:
        """Open a record by opening its epoch up to it; an opener that stands there is kept."""
        if self._after == record.previous and not order.begins(record):
            opener = self._opener
        else:
            opener = Opener.with_keys(self.private_keys)
            for earlier in order.before(record):
                opener.open(bytes(earlier.sealed))
        self._after = ""
        plain = opener.open(bytes(record.sealed))
        self._opener, self._after = opener, record.head
        return plain


def again() -> int:
    """Let everything that was set aside be tried again, as after a key came back; how many."""
    with transaction.atomic():
        aside = list(SetAside.objects.values_list("council_id", "device_id", "head"))
        for council, device, head in aside:
            records = SealedRecord.objects.filter(council_id=council, device_id=device)
            records.filter(head=head).update(read_at=None)
        SetAside.objects.all().delete()
    return len(aside)


def _form(device: Device, key: bytes) -> Form:
    found = Form.objects.filter(council_id=device.council_id, key__startswith=key.hex())
    if len(found) != 1:
        raise LookupError("The form it answers is not known here.")
    return found[0]


def _keep(submission: Submission, files: dict[str, bytes], record: SealedRecord) -> None:
    whose = {"council_id": record.council_id, "device_id": record.device_id, "head": record.head}
    drawings = [Drawing(**whose, name=name, content=data) for name, data in files.items()]
    known = Submission.objects.filter(council_id=record.council_id, record=submission.record)
    with transaction.atomic():
        if not known.exists():
            Submission.objects.bulk_create([submission], ignore_conflicts=True)
            Drawing.objects.bulk_create(drawings, ignore_conflicts=True)
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
