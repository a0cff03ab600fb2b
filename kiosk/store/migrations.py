"""Named steps from one shape of the database to the next; each runs once, in this order.

A new version of the program may be taken back after it has run its steps, and then the one before
goes on with this same database: an older copy of it would lack what was said since. So a step only
adds tables, and columns that may be left out. One that must do more first needs a release that can
use both shapes; the next then raises ``GENERATION``, and its step writes the new number with
``PRAGMA user_version``, the least that a program must know to use this database.
"""

from collections.abc import Callable

import sqlite_utils

GENERATION = 0
"""What this program knows; a database that asks for more is left alone."""


def first(db: sqlite_utils.Database) -> None:
    """Submissions, marks of receipts, and the council's content."""
    db.table("submissions").create({"seq": int, "record": bytes, "head": bytes}, pk="seq")
    db.table("marks").create(
        {
            "id": int, "have": int, "safe": int, "pruned": int, "pruned_head": bytes,
            "server_time": int, "forked": int,
        },
        pk="id",
    )  # fmt: skip
    db.table("heard").create({"upto": int, "server_time": int}, pk="upto")
    db.table("feed").create({"id": int, "version": int, "signed": bytes}, pk="id")
    db.table("items").create({"key": bytes, "kind": str, "body": bytes}, pk="key")


def carried(db: sqlite_utils.Database) -> None:
    """Nonces of batches that are on their way by stick."""
    db.table("carried").create({"nonce": bytes})


def renamed(db: sqlite_utils.Database) -> None:
    """Which device the chain belongs to, how many submissions it holds, and what it was told.

    A link of the chain may be a part of a file; ``number`` counts the submissions up to a link.
    """
    db.table("submissions").add_column("number", int, not_null_default=0)
    db.execute("update submissions set number = seq")
    marks = db.table("marks")
    marks.add_column("device", bytes)
    marks.add_column("pruned_number", int, not_null_default=0)
    marks.add_column("revoked", int, not_null_default=0)
    db.execute("update marks set pruned_number = pruned")
    db.table("carried").add_column("upto", int, not_null_default=0)


def drafts(db: sqlite_utils.Database) -> None:
    """Answers that wait, sealed: which kiosk made them and when is nowhere but in ``heard``, the
    server time of the first receipt after they were kept."""
    db.table("drafts").create({"id": bytes, "sealed": bytes, "heard": int}, pk="id")
    db.table("draft_salt").create({"id": int, "salt": bytes}, pk="id")


def calls(db: sqlite_utils.Database) -> None:
    """Since when somebody at the screen waits for a person."""
    db.table("calls").create({"id": int, "since": int}, pk="id")


def known_again(db: sqlite_utils.Database) -> None:
    """Which submission a reference is for, by a mark that only the stretched reference gives.

    ``seq`` is 0 once the submission is forgotten here because the council has it for good.
    """
    db.table("known").create({"mark": bytes, "seq": int}, pk="mark")


def incidents(db: sqlite_utils.Database) -> None:
    """What failed, when and where; never what was said."""
    columns = {"id": int, "time": int, "error": str, "place": str}
    db.table("incidents").create(columns, pk="id")


def hub(db: sqlite_utils.Database) -> None:
    """What staff set at this kiosk, counts of each day, and notices written here."""
    db.table("hub").create({"name": str, "value": str}, pk="name")
    db.table("counts").create({"day": str, "name": str, "count": int}, pk=("day", "name"))
    db.table("own_notices").create({"id": bytes, "body": bytes, "until": int}, pk="id")


def voices(db: sqlite_utils.Database) -> None:
    """Voices that were heard here, of forms with one voice each. In the order of their bytes and
    without a row number, so that nothing says which submission was whose."""
    db.execute("create table voices (voice blob primary key) without rowid")


STEPS: dict[str, Callable[[sqlite_utils.Database], None]] = {
    "0001_first": first,
    "0002_carried": carried,
    "0003_renamed": renamed,
    "0004_drafts": drafts,
    "0005_calls": calls,
    "0006_known_again": known_again,
    "0007_incidents": incidents,
    "0008_hub": hub,
    "0009_voices": voices,
}


def migrate(db: sqlite_utils.Database) -> None:
    """Run the steps this database has not seen, each in a transaction of its own."""
    if "migrations" not in db.table_names():
        db.table("migrations").create({"name": str}, pk="name")
    done = {row["name"] for row in db.table("migrations").rows}
    for name, step in STEPS.items():
        if name not in done:
            with db.atomic():
                step(db)
                db.table("migrations").insert({"name": name})
