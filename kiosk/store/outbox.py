"""Where sealed submissions wait for their receipt."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import sqlite_utils

from kiosk.store import chain, drafts
from kiosk.store.database import Database, StoreError, VoiceSpentError
from sync.protocol import MAX_RECORD, Receipt, record_cost
from sync.sealing import Sealer
from sync.slices import Slice

MOST_CARRIED = 5000
"""Batches that may be on sticks at once; older ones are only answered when they come again."""
MOST_KNOWN = 20_000
"""Submissions whose state can be asked for by their reference; the oldest give way."""
KEEP_SECONDS = 14 * 24 * 3600
"""Server time that passes between a receipt and pruning, however safe the record is."""


@dataclass(frozen=True)
class Posted:
    """A submission that is saved for good."""

    seq: int


@dataclass(frozen=True)
class Status:
    """How much has arrived."""

    waiting: int
    arrived: int
    safe: int
    server_time: int
    """Unix seconds of the last receipt; 0 before the first."""
    forked: bool
    """Whether the council has heard of this device from two places."""
    revoked: bool = False
    """Whether the council takes nothing more from it; then nothing more may be said to be saved."""


class Outbox:
    """The chain of sealed submissions of one device."""

    def __init__(
        self, database: Database, device: bytes, council_key: bytes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """``clock`` gives seconds that only go on; it ends sealing epochs."""
        self._database = database
        self._device = device
        self._sealer = Sealer(council_key)
        self._clock = clock
        self._lock = threading.Lock()
        if not database.read_only:
            with database.write() as db:
                chain.begin(db, device)

    def seal_to(self, council_key: bytes) -> None:
        """Seal to this key from the next submission on."""
        with self._lock:
            if council_key != self._sealer.council_key:
                self._sealer = Sealer(council_key)

    def hand_over(self) -> bytearray:
        """The open epoch for the next process of this device, which then need not begin another;
        to be wiped once it is handed."""
        with self._lock:
            epoch = self._sealer.hand_over()
            return bytearray(self._device) + epoch if epoch else epoch

    def take_over(self, handed: bytearray) -> None:
        """Go on with the epoch of the process before, if it was this device's; wipes it."""
        with self._lock:
            if handed.startswith(self._device):
                epoch = handed[len(self._device) :]
                self._sealer.take_over(epoch)
            handed[:] = bytes(len(handed))

    def post(
        self, plain: bytes, parts: Sequence[bytes] = (), draft: bytes = b"", voice: bytes = b""
    ) -> Posted:
        """Seal and save; returns only after COMMIT.

        ``parts`` are pieces of files that the submission names; they stand before it in the
        chain, so that it counts as held only when all of them are. ``draft`` is the id of the
        draft these answers were taken up from: it goes in the same transaction, so that it can
        never be finished twice, and is never gone while they are not saved. ``voice`` is spent in
        it too, for a form with one voice each.

        Raises:
            VoiceSpentError: this voice was heard here before.
            StoreError: it is not saved, and nothing of it is on the disk. After a failure the
                file is opened again and read, so that what did reach it counts as saved.
        """
        with self._lock:
            records = [self._sealer.seal(each, self._clock()) for each in (*parts, plain)]
            try:
                posted = self._insert(records, draft, voice)
            except StoreError:
                self._sealer.abandon()
                found = self._find(records[-1])
                if found is None:
                    raise
                return found
            except BaseException:
                self._sealer.abandon()
                raise
        if draft:
            with suppress(StoreError):  # it is saved; what is left of the draft cannot be opened
                self._database.scrub()
        return posted

    def _insert(self, records: list[bytes], draft: bytes, voice: bytes) -> Posted:
        if any(len(record) > MAX_RECORD for record in records):
            raise StoreError("These answers are too long to be sent; make the longest one shorter.")
        with self._database.write() as db:
            if chain.marks(db)["revoked"]:
                raise StoreError(
                    "The council has taken this kiosk out of use; staff should enrol it anew."
                )
            if voice:
                _spend(db, voice)
            number = chain.last(db).number
            for record in records[:-1]:
                chain.append(db, record, number)
            if draft:
                drafts.drop(db, draft)
            return Posted(chain.append(db, records[-1], number + 1))

    def _find(self, record: bytes) -> Posted | None:
        """The submission that holds this record, read anew from the disk."""
        try:
            with self._database.use() as db:
                rows = db.query("select seq from submissions where record = ?", [record])
                row = next(iter(rows), None)
        except StoreError:
            return None
        return Posted(row["seq"]) if row else None

    def spent(self, voice: bytes) -> bool:
        """Whether a voice was heard here before."""
        with self._database.use() as db:
            return _heard(db, voice)

    def next_slice(self, budget: int) -> Slice:
        """The next records not held yet, of at most ``budget`` bytes inside a batch."""
        with self._database.use() as db:
            marks = chain.marks(db)
            start = max(marks["have"], marks["pruned"])
            head = chain.head_at(db, start)
        assert head is not None
        return self.slice_after(start, head, budget)

    def slice_after(self, seq: int, head: bytes, budget: int) -> Slice:
        """The records behind a sequence, of at most ``budget`` bytes inside a batch."""
        records = []
        with self._database.use() as db:
            rows = db.query("select record from submissions where seq > ? order by seq", [seq])
            for row in rows:
                budget -= record_cost(row["record"])
                if budget < 0:
                    break
                records.append(row["record"])
            total = chain.last(db).seq
        return Slice(seq + 1, head, tuple(records), total)

    def carried(self) -> dict[bytes, int]:
        """Nonces of batches that left on a stick and are not answered yet; where each ends."""
        with self._database.use() as db:
            return {bytes(row[0]): row[1] for row in db.execute("select nonce, upto from carried")}

    def carry(self, nonce: bytes, upto: int) -> None:
        """Remember a batch before it leaves on a stick: its nonce, and its last sequence."""
        with self._database.write() as db:
            db.table("carried").insert({"nonce": nonce, "upto": upto})
            extra = "nonce not in (select nonce from carried order by rowid desc limit ?)"
            db.table("carried").delete_where(extra, [MOST_CARRIED])

    def answered(self, nonce: bytes) -> None:
        """Forget the nonce of a batch whose answer came."""
        with self._database.write() as db:
            db.table("carried").delete_where("nonce = ?", [nonce])

    def settle(self, receipt: Receipt, upto: int | None = None) -> None:
        """Take a receipt. HAVE may go down; then what is not held is sent again.

        ``upto`` is where the batch it answers ended: a receipt that covers all of an older batch
        says nothing against what arrived since.
        """
        with self._database.write() as db:
            marks = chain.marks(db)
            agrees = chain.head_at(db, receipt.have) == receipt.head
            have = receipt.have if agrees else marks["pruned"]
            if agrees and upto is not None and receipt.have >= upto:
                have = max(have, marks["have"])
            safe = max(marks["safe"], min(receipt.safe, have)) if agrees else marks["safe"]
            known = max(marks["server_time"], receipt.server_time)
            changed = {
                "have": have, "safe": safe, "server_time": known,
                "forked": int(receipt.forked or (not agrees and have < receipt.have)),
                "revoked": int(receipt.revoked),
            }  # fmt: skip
            if any(marks[name] != value for name, value in changed.items()):
                db.table("marks").update(1, changed)
            if have > marks["have"]:
                db.table("heard").insert({"upto": have, "server_time": known}, replace=True)

    def prune(self) -> int:
        """Forget links that are safe and were heard of 14 days of server time ago; how many.

        Never half an epoch: what is kept must open by itself.
        """
        with self._lock, self._database.write() as db:
            marks = chain.marks(db)
            old = "select max(upto) from heard where server_time <= ?"
            limit = db.execute(old, [marks["server_time"] - KEEP_SECONDS]).fetchone()[0] or 0
            upto = chain.epoch_end(db, min(limit, marks["safe"], marks["have"]))
            head, number = chain.head_at(db, upto), chain.number_at(db, upto)
            if upto <= marks["pruned"] or head is None:
                return 0
            if upto == chain.last(db).seq:
                self._sealer.abandon()
            db.table("submissions").delete_where("seq <= ?", [upto])
            db.execute("update known set seq = 0 where seq <= ?", [upto])
            db.table("heard").delete_where("upto < ?", [upto])
            changed = {"pruned": upto, "pruned_head": head, "pruned_number": number}
            db.table("marks").update(1, changed)
            return int(upto - marks["pruned"])

    def state(self, seq: int) -> Literal["saved", "sent", "arrived"]:
        """Whether a submission is only saved here, is on its way on a stick, or has arrived."""
        with self._database.use() as db:
            marks = chain.marks(db)
            away = db.execute("select max(upto) from carried").fetchone()[0] or 0
        if seq <= max(marks["have"], marks["pruned"]):
            return "arrived"
        return "sent" if seq <= away else "saved"

    def remember(self, mark: bytes, seq: int) -> None:
        """Know a submission again by the mark of its reference, which opens nothing."""
        with self._database.write() as db:
            db.table("known").insert({"mark": mark, "seq": seq}, replace=True)
            extra = "mark not in (select mark from known order by rowid desc limit ?)"
            db.table("known").delete_where(extra, [MOST_KNOWN])

    def known(self, mark: bytes) -> Literal["saved", "sent", "arrived"] | None:
        """What became of the submission with this mark; None when it was not said here."""
        with self._database.use() as db:
            row = db.execute("select seq from known where mark = ?", [mark]).fetchone()
        return self.state(int(row[0])) if row else None

    def status(self) -> Status:
        """How much waits and how much has arrived."""
        with self._database.use() as db:
            marks, end = chain.marks(db), chain.last(db)
            arrived = chain.number_at(db, max(marks["have"], marks["pruned"]))
        return Status(
            end.number - arrived, arrived, marks["safe"], marks["server_time"],
            bool(marks["forked"]), bool(marks["revoked"]),
        )  # fmt: skip

    @property
    def unheld(self) -> int:
        """How many links of the chain the council does not hold."""
        with self._database.use() as db:
            marks, end = chain.marks(db), chain.last(db)
        return int(end.seq - max(marks["have"], marks["pruned"]))

    @property
    def waiting(self) -> int:
        """How many submissions have not arrived."""
        return self.status().waiting


def _heard(db: sqlite_utils.Database, voice: bytes) -> bool:
    return db.execute("select 1 from voices where voice = ?", [voice]).fetchone() is not None


def _spend(db: sqlite_utils.Database, voice: bytes) -> None:
    if _heard(db, voice):
        raise VoiceSpentError("This voice was heard here before; each counts once.")
    db.execute("insert into voices values (?)", [voice])
