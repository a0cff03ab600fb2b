"""Where sealed submissions wait for their receipt."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import sqlite_utils

from kiosk.store.database import Database, StoreError
from sync.protocol import MAX_RECORD, Receipt, chain, genesis, record_cost
from sync.sealing import Sealer
from sync.slices import Slice

MOST_CARRIED = 5000
"""Batches that may be on sticks at once; older ones are only answered when they come again."""
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
        self._begin()

    def _begin(self) -> None:
        first = {
            "id": 1, "have": 0, "safe": 0, "pruned": 0, "pruned_head": genesis(self._device),
            "server_time": 0, "forked": 0,
        }  # fmt: skip
        if not self._database.read_only:
            with self._database.write() as db:
                db.table("marks").insert(first, ignore=True)

    def post(self, plain: bytes) -> Posted:
        """Seal and save; returns only after COMMIT.

        Raises:
            StoreError: it is not saved, and nothing of it is on the disk. After a failure the
                file is opened again and read, so that what did reach it counts as saved.
        """
        with self._lock:
            record = self._sealer.seal(plain, self._clock())
            try:
                return self._insert(record)
            except StoreError:
                self._sealer.abandon()
                found = self._find(record)
                if found is None:
                    raise
                return found
            except BaseException:
                self._sealer.abandon()
                raise

    def _insert(self, record: bytes) -> Posted:
        if len(record) > MAX_RECORD:
            raise StoreError("These answers are too long to be sent; make the longest one shorter.")
        with self._database.write() as db:
            seq, head = _last(db)
            row = {"seq": seq + 1, "record": record, "head": chain(head, record)}
            db.table("submissions").insert(row)
        return Posted(seq + 1)

    def _find(self, record: bytes) -> Posted | None:
        """The submission that holds this record, read anew from the disk."""
        try:
            with self._database.use() as db:
                rows = db.query("select seq from submissions where record = ?", [record])
                row = next(iter(rows), None)
        except StoreError:
            return None
        return Posted(row["seq"]) if row else None

    def next_slice(self, budget: int) -> Slice:
        """The next records not held yet, of at most ``budget`` bytes inside a batch."""
        with self._database.use() as db:
            start = max(_marks(db)["have"], _marks(db)["pruned"])
            head = _head(db, start)
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
        return Slice(seq + 1, head, tuple(records))

    def carried(self) -> set[bytes]:
        """Nonces of batches that left on a stick and are not answered yet."""
        with self._database.use() as db:
            return {bytes(row["nonce"]) for row in db.query("select nonce from carried")}

    def carry(self, nonce: bytes) -> None:
        """Remember the nonce of a batch before it leaves on a stick."""
        with self._database.write() as db:
            db.table("carried").insert({"nonce": nonce})
            extra = "nonce not in (select nonce from carried order by rowid desc limit ?)"
            db.table("carried").delete_where(extra, [MOST_CARRIED])

    def answered(self, nonce: bytes) -> None:
        """Forget the nonce of a batch whose answer came."""
        with self._database.write() as db:
            db.table("carried").delete_where("nonce = ?", [nonce])

    def settle(self, receipt: Receipt) -> None:
        """Take a receipt. HAVE may go down; then what is not held is sent again."""
        with self._database.write() as db:
            marks = _marks(db)
            agrees = _head(db, receipt.have) == receipt.head
            have = receipt.have if agrees else marks["pruned"]
            safe = max(marks["safe"], min(receipt.safe, have)) if agrees else marks["safe"]
            known = max(marks["server_time"], receipt.server_time)
            changed = {
                "have": have, "safe": safe, "server_time": known,
                "forked": int(receipt.forked or (not agrees and have < receipt.have)),
            }  # fmt: skip
            if any(marks[name] != value for name, value in changed.items()):
                db.table("marks").update(1, changed)
            if have > marks["have"]:
                db.table("heard").insert({"upto": have, "server_time": known}, replace=True)

    def prune(self) -> int:
        """Forget records that are safe and were heard of 14 days of server time ago; how many."""
        with self._database.write() as db:
            marks = _marks(db)
            old = "select max(upto) from heard where server_time <= ?"
            limit = db.execute(old, [marks["server_time"] - KEEP_SECONDS]).fetchone()[0] or 0
            upto = min(limit, marks["safe"], marks["have"])
            head = _head(db, upto)
            if upto <= marks["pruned"] or head is None:
                return 0
            db.table("submissions").delete_where("seq <= ?", [upto])
            db.table("heard").delete_where("upto < ?", [upto])
            db.table("marks").update(1, {"pruned": upto, "pruned_head": head})
            return int(upto - marks["pruned"])

    def state(self, seq: int) -> Literal["saved", "arrived"]:
        """Whether a submission is only saved here, or the council has it."""
        with self._database.use() as db:
            marks = _marks(db)
        return "arrived" if seq <= max(marks["have"], marks["pruned"]) else "saved"

    def status(self) -> Status:
        """How much waits and how much has arrived."""
        with self._database.use() as db:
            marks, (last, _) = _marks(db), _last(db)
        arrived = max(marks["have"], marks["pruned"])
        return Status(
            last - arrived, arrived, marks["safe"], marks["server_time"], bool(marks["forked"])
        )

    @property
    def waiting(self) -> int:
        """How many submissions have not arrived."""
        return self.status().waiting


def _marks(db: sqlite_utils.Database) -> dict[str, Any]:
    return dict(db.table("marks").get(1))


def _last(db: sqlite_utils.Database) -> tuple[int, bytes]:
    query = "select seq, head from submissions order by seq desc limit 1"
    row = db.execute(query).fetchone()
    if row:
        return row[0], row[1]
    marks = _marks(db)
    return marks["pruned"], marks["pruned_head"]


def _head(db: sqlite_utils.Database, seq: int) -> bytes | None:
    """The head of the chain at a sequence; None where this device never was or no longer knows."""
    marks = _marks(db)
    if seq == marks["pruned"]:
        return bytes(marks["pruned_head"])
    row = db.execute("select head from submissions where seq = ?", [seq]).fetchone()
    return bytes(row[0]) if row else None
