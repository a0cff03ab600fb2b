"""Reading and writing the chain of sealed records; every function works inside a transaction."""

from dataclasses import dataclass
from typing import Any

import sqlite_utils

from sync.protocol import chain, genesis
from sync.sealing import FIRST


@dataclass(frozen=True)
class Link:
    """The end of the chain."""

    seq: int
    head: bytes
    number: int
    """How many submissions it holds up to here; parts of files are links too."""


def begin(db: sqlite_utils.Database, device: bytes) -> None:
    """Make the marks of an empty chain, or hand a chain over to a device's new name."""
    first = {
        "id": 1, "have": 0, "safe": 0, "pruned": 0, "pruned_head": genesis(device),
        "server_time": 0, "forked": 0, "device": device,
    }  # fmt: skip
    db.table("marks").insert(first, ignore=True)
    known = marks(db)["device"]
    if known is None:  # a chain from before the marks named its device
        db.table("marks").update(1, {"device": device})
    elif bytes(known) != device:
        _hand_over(db, device)


def _hand_over(db: sqlite_utils.Database, device: bytes) -> None:
    """All that is kept, on the chain of another device: the kiosk was enrolled anew.

    What the council holds already it knows by its bytes and counts once. The kept records begin
    with an epoch, for pruning leaves no epoch half, so that they open without those before.
    """
    kept = db.execute("select record, number, seq from submissions order by seq").fetchall()
    for table in ("submissions", "heard", "carried"):
        db.execute(f"delete from {table}")
    before = int(marks(db)["pruned_number"])
    changed = {
        "have": 0, "safe": 0, "pruned": 0, "pruned_head": genesis(device), "pruned_number": 0,
        "forked": 0, "revoked": 0, "device": device,
    }  # fmt: skip
    db.table("marks").update(1, changed)
    marks_of = {seq: mark for mark, seq in db.execute("select mark, seq from known where seq > 0")}
    for record, number, seq in kept:
        now = append(db, record, last(db).number + (number > before))
        before = number
        if seq in marks_of:
            db.table("known").update(marks_of[seq], {"seq": now})


def append(db: sqlite_utils.Database, record: bytes, number: int) -> int:
    """Put a record at the end; gives its sequence."""
    end = last(db)
    row = {
        "seq": end.seq + 1, "record": record, "head": chain(end.head, record), "number": number,
    }  # fmt: skip
    db.table("submissions").insert(row)
    return end.seq + 1


def marks(db: sqlite_utils.Database) -> dict[str, Any]:
    """How far the chain is held, safe and forgotten."""
    return dict(db.table("marks").get(1))


def last(db: sqlite_utils.Database) -> Link:
    """The end of the chain."""
    query = "select seq, head, number from submissions order by seq desc limit 1"
    row = db.execute(query).fetchone()
    if row:
        return Link(row[0], bytes(row[1]), row[2])
    known = marks(db)
    return Link(known["pruned"], bytes(known["pruned_head"]), known["pruned_number"])


def number_at(db: sqlite_utils.Database, seq: int) -> int:
    """How many submissions the chain holds up to a sequence."""
    row = db.execute("select number from submissions where seq = ?", [seq]).fetchone()
    return int(row[0]) if row else int(marks(db)["pruned_number"])


def head_at(db: sqlite_utils.Database, seq: int) -> bytes | None:
    """The head of the chain at a sequence; None where this device never was or no longer knows."""
    known = marks(db)
    if seq == known["pruned"]:
        return bytes(known["pruned_head"])
    row = db.execute("select head from submissions where seq = ?", [seq]).fetchone()
    return bytes(row[0]) if row else None


def epoch_end(db: sqlite_utils.Database, upto: int) -> int:
    """The end of the last whole epoch at or before a sequence, or the chain's own end."""
    if upto >= last(db).seq:
        return upto
    query = "select max(seq) from submissions where seq <= ? and substr(record, 1, 1) = ?"
    row = db.execute(query, [upto + 1, FIRST]).fetchone()
    return int(row[0]) - 1 if row[0] is not None else 0
