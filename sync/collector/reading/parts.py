"""Files that came in parts: kept until the submission that names them is read, then joined."""

from collections.abc import Mapping

from sync import attachments
from sync.attachments import Pieces
from sync.collector.models import FilePart, SealedRecord


def keep(record: SealedRecord, content: bytes) -> None:
    """Keep an opened part."""
    FilePart.objects.get_or_create(
        council_id=record.council_id, device_id=record.device_id, head=record.head,
        defaults={"digest": attachments.digest(content).hex(), "content": content},
    )  # fmt: skip


def whole(record: SealedRecord, files: Mapping[str, bytes | Pieces]) -> dict[str, bytes]:
    """The files of a submission; raises CodecError when a part is missing."""

    def find(digest: bytes) -> bytes | None:
        found = _of(record).filter(digest=digest.hex()).first()
        return bytes(found.content) if found else None

    return {
        name: attachments.join(file, find) if isinstance(file, Pieces) else file
        for name, file in files.items()
    }


def forget(record: SealedRecord, files: Mapping[str, bytes | Pieces]) -> None:
    """The submission is whole; its parts are not needed any more."""
    digests = [each.hex() for file in files.values() for each in digests_of(file)]
    if digests:
        _of(record).filter(digest__in=digests).delete()


def digests_of(file: bytes | Pieces) -> tuple[bytes, ...]:
    """The hashes of a file's parts; none when it travelled in the record."""
    return file.digests if isinstance(file, Pieces) else ()


def _of(record: SealedRecord):  # type: ignore[no-untyped-def]
    return FilePart.objects.filter(council_id=record.council_id, device_id=record.device_id)
