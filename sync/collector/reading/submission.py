"""From an opened record to a submission, with what a careless or hostile device may have put in."""

import datetime

from sync import codec, fields
from sync.codec import Record
from sync.collector.models import Device, Form, SealedRecord, Submission
from sync.errors import CodecError
from sync.protocol import record_digest

LATEST = 253_402_300_799
"""The last second that a date of four digits can name."""
LONGEST_LANGUAGE = 60


def form_of(council_id: int, key: bytes) -> Form:
    """The form a record answers; raises LookupError."""
    found = Form.objects.filter(council_id=council_id, key__startswith=key.hex())
    if len(found) != 1:
        raise LookupError("The form it answers is not known here.")
    return found[0]


def made(device: Device, record: SealedRecord, form: Form, said: Record) -> Submission:
    """The submission, not saved yet; raises CodecError."""
    for _ in fields.values(said.instance):
        pass  # a page must be able to read it later
    return Submission(
        council_id=device.council_id, device_id=device.pk, head=record.head, hub=device.hub,
        form=form, instance=said.instance.decode(), language=_language(said.language),
        assisted=said.assisted, paper=said.source == codec.PAPER, reference=said.reference.hex(),
        record=record_digest(bytes(record.sealed)).hex(),
        finished_at=min(_moment(said.finished_at), record.received_at),
        received_at=record.received_at,
    )  # fmt: skip


def _moment(seconds: int) -> datetime.datetime:
    if not 0 <= seconds <= LATEST:
        raise CodecError("The time it was finished is no time.")
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _language(name: str) -> str:
    return name[:LONGEST_LANGUAGE] if name.isprintable() else ""
