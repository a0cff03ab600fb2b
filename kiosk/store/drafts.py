"""Answers that wait to be gone on with: sealed, and opened only by the reference the resident has.

A row tells nothing: its id and its key both come out of the stretched reference, which is kept
nowhere; the sealed text is padded. There is no time in it but the council's own, to forget it by.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field

import sqlite_utils

from kiosk.store import chain
from kiosk.store.database import Database, StoreError
from sync import sealing

KEEP_SECONDS = 14 * 24 * 3600
"""Server time that passes between the first receipt after it was kept and forgetting it."""
MOST = 500
"""Drafts at once; more are refused, for those who have a reference were told it is kept."""
LARGEST = 4_000_000
"""Bytes of one draft with its pictures and sounds, sealed."""
MOST_BYTES = 64_000_000
"""Bytes of all drafts."""


@dataclass(frozen=True)
class Place:
    """Where one draft is and what opens it. It lives in memory, for one visit."""

    id: bytes = field(repr=False)
    key: bytes = field(repr=False)


class Drafts:
    """The drafts of one kiosk; they never leave it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, reference: bytes) -> Place:
        """The place that belongs to a reference; takes a moment and 64 MiB, so that none is guessed
        by trying."""
        with self._database.write() as db:
            salt = _salt(db)
        return Place(*sealing.draft_keys(reference, salt))

    def keep(self, place: Place, plain: bytes) -> None:
        """Seal and keep, in place of what was kept there; returns only after COMMIT.

        Raises:
            StoreError: there is no room, or the disk failed; then what was kept before still is.
        """
        sealed = sealing.seal_draft(place.key, place.id, plain)
        if len(sealed) > LARGEST:
            raise StoreError("These answers are too large to be kept for later.")
        with self._database.write() as db:
            others = db.execute(
                "select count(*), coalesce(sum(length(sealed)), 0) from drafts where id != ?",
                [place.id],
            ).fetchone()
            if others[0] >= MOST or others[1] + len(sealed) > MOST_BYTES:
                raise StoreError("There is no room to keep more answers for later here.")
            row = {"id": place.id, "sealed": sealed, "heard": 0}
            db.table("drafts").insert(row, replace=True)
        self._scrub()

    def open(self, place: Place) -> bytes | None:
        """What is kept there; None when there is nothing. Raises SealingError, StoreError."""
        with self._database.use() as db:
            query = "select sealed from drafts where id = ?"
            row = db.execute(query, [place.id]).fetchone()
        return sealing.open_draft(place.key, place.id, bytes(row[0])) if row else None

    def forget(self, place: Place) -> None:
        """Leave nothing of it; raises StoreError."""
        with self._database.write() as db:
            drop(db, place.id)
        self._scrub()

    def forget_old(self) -> int:
        """Forget what was kept long enough by the council's clock; how many. Raises StoreError."""
        with self._database.write() as db:
            now = int(chain.marks(db)["server_time"])
            before = db.table("drafts").count
            if not before or not now:
                return 0
            db.execute("delete from drafts where heard and heard <= ?", [now - KEEP_SECONDS])
            db.execute("update drafts set heard = ? where heard = 0", [now])
            gone = int(before - db.table("drafts").count)
        if gone:
            self._scrub()
        return gone

    @property
    def count(self) -> int:
        """How many are kept."""
        with self._database.use() as db:
            return int(db.table("drafts").count)

    def _scrub(self) -> None:
        with suppress(StoreError):  # it is done and committed; the next one cleans up
            self._database.scrub()


def drop(db: sqlite_utils.Database, id: bytes) -> None:
    """Delete a draft inside a transaction."""
    db.execute("delete from drafts where id = ?", [id])


def _salt(db: sqlite_utils.Database) -> bytes:
    """This kiosk's own salt, so that trying references against one kiosk helps with no other."""
    row = db.execute("select salt from draft_salt where id = 1").fetchone()
    if row is None:
        made = os.urandom(16)
        db.table("draft_salt").insert({"id": 1, "salt": made})
        return made
    return bytes(row[0])
