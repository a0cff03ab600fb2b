"""What residents asked to be forgotten: gone from every table, and again after every restore.

Which records were erased stands in a file beside the database too, by their hashes alone, so that a
database that was set back to an older copy learns of it before anybody reads it.
"""

import logging
from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.utils import timezone

from sync import attachments, codec, flushing
from sync.collector import cards
from sync.collector.models import (
    AboutSubmission,
    Council,
    Drawing,
    Erasure,
    FilePart,
    Progress,
    Reply,
    SealedRecord,
    Submission,
)
from sync.collector.place import Place
from sync.collector.reading.opening import InOrder
from sync.collector.reading.order import NotYet
from sync.collector.reading.submission import form_of
from sync.errors import SyncError
from sync.protocol import record_digest

log = logging.getLogger("collector.reading")


def ask(council_id: int, reference: bytes) -> int:
    """Ask for everything under a reference to be erased; how many submissions that is."""
    found = Submission.objects.filter(council_id=council_id, reference=reference.hex())
    digests = list(found.values_list("record", flat=True))
    for digest in digests:
        Erasure.objects.get_or_create(council_id=council_id, record=digest)
    return len(digests)


def recall(place: Place) -> None:
    """Let the file and the table say the same, whichever of them is behind."""
    known = {f"{each.council_id} {each.record}" for each in Erasure.objects.all()}
    said = set(_lines(place))
    for line in said - known:
        council, record = line.split()
        Erasure.objects.get_or_create(council_id=int(council), record=record)
    if known - said:
        flushing.add(place.erased, sorted(known - said))


def erase(opening: InOrder, public: bytes) -> int:
    """Do what was asked and is not done yet, or is undone by a restore; how many submissions."""
    count = 0
    for asked in Erasure.objects.filter(done_at=None):
        try:
            count += _erase_all(asked, opening, public)
        except (SyncError, NotYet, ObjectDoesNotExist) as error:
            # A key is away or a part of the chain is; it is tried again with each pass.
            log.warning("an erasure has to wait: %s", type(error).__name__)
            continue
        Erasure.objects.filter(pk=asked.pk).update(done_at=timezone.now())
    if count and connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # the log beside the database has it for longer
            cursor.execute("pragma wal_checkpoint(truncate)")
    return count


def _erase_all(asked: Erasure, opening: InOrder, public: bytes) -> int:
    _erase_replies(asked.council_id, asked.record)
    found = Submission.objects.filter(council_id=asked.council_id, record=asked.record)
    for submission in found:
        _erase_one(submission, opening, public)
    return len(found)


def _erase_replies(council_id: int, record: str) -> None:
    """What was answered goes too, here and, with the next feed, on every kiosk."""
    with transaction.atomic():
        replies, _ = Reply.objects.filter(council_id=council_id, record=record).delete()
        progress, _ = Progress.objects.filter(council_id=council_id, record=record).delete()
        if replies or progress:
            Council.objects.filter(pk=council_id).update(replies_changed=True)


def waiting() -> bool:
    """Whether something that was asked for is not done yet."""
    return Erasure.objects.filter(done_at=None).exists()


def asked_for(record: SealedRecord) -> bool:
    """Whether a record that has come, perhaps again, was to be forgotten."""
    digest = record_digest(bytes(record.sealed)).hex()
    return Erasure.objects.filter(council_id=record.council_id, record=digest).exists()


def wipe(record: SealedRecord, plain: bytes, opening: InOrder, public: bytes) -> None:
    """Take the sealed bytes of a submission away, its parts too, wherever a chain has them.

    The same bytes leave the same state behind, so one mark stands for all of them, and a chain that
    cannot be opened by itself, as behind a gap that nobody can fill, keeps nothing either.
    """
    for link in [*_links_before(record, _count_parts(record, plain)), record]:
        sealed = bytes(link.sealed)
        opening.erase(link, public)
        same = SealedRecord.objects.filter(council_id=record.council_id, sealed=sealed)
        for head in list(same.values_list("head", flat=True)):
            FilePart.objects.filter(council_id=record.council_id, head=head).delete()
        same.update(sealed=link.sealed)


def _erase_one(submission: Submission, opening: InOrder, public: bytes) -> None:
    whose = {
        "council_id": submission.council_id, "device_id": submission.device_id,
        "head": submission.head,
    }  # fmt: skip
    record = SealedRecord.objects.get(**whose)
    plain = opening.open(record)
    with transaction.atomic():
        wipe(record, plain, opening, public)
        Drawing.objects.filter(**whose).delete()
        cards.forget(whose)
        for model in AboutSubmission.__subclasses__():
            model._default_manager.filter(**whose).delete()
        submission.delete()


def _count_parts(record: SealedRecord, plain: bytes) -> int:
    form = form_of(record.council_id, codec.form_key(plain))
    files = codec.decode(plain, form.xml.encode(), form.words).files
    return sum(len(f.digests) for f in files.values() if isinstance(f, attachments.Pieces))


def _links_before(record: SealedRecord, count: int) -> list[SealedRecord]:
    """So many links before a record, first things first."""
    found: list[SealedRecord] = []
    whose = {"council_id": record.council_id, "device_id": record.device_id}
    for _ in range(count):
        record = SealedRecord.objects.get(**whose, head=record.previous)
        found.insert(0, record)
    return found


def _lines(place: Place) -> Iterator[str]:
    if place.erased.exists():
        for line in place.erased.read_text(encoding="ascii").splitlines():
            if len(line.split()) == 2:  # the last line may have been cut by a power cut
                yield line
