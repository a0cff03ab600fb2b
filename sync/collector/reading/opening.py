"""Opens records in the order their sealing needs."""

from sync.collector.models import SealedRecord
from sync.collector.reading import order
from sync.sealing import Opener


class InOrder:
    """Opens a record by opening its epoch up to it; an opener that stands there already is kept."""

    def __init__(self, private_keys: list[bytes]) -> None:
        self.private_keys = private_keys
        self._opener = Opener({})
        self._after: tuple[str, str] = ("", "")
        """Device and head of the record the opener stands behind."""

    def open(self, record: SealedRecord) -> bytes:
        """The plain text; raises SealingError, NotYet."""
        opener = self._before(record)
        self._after = ("", "")
        plain = opener.open(bytes(record.sealed))
        self._opener, self._after = opener, (record.device_id, record.head)
        return plain

    def erase(self, record: SealedRecord, public: bytes) -> None:
        """Put in its place what opens the records behind it, and nothing else; not saved yet.

        Raises SealingError, NotYet.
        """
        self.open(record)
        record.sealed = self._opener.mark(public)

    def _before(self, record: SealedRecord) -> Opener:
        if self._after == (record.device_id, record.previous) and not order.begins(record):
            return self._opener
        opener = Opener.with_keys(self.private_keys)
        for earlier in order.before(record):
            opener.open(bytes(earlier.sealed))
        return opener
