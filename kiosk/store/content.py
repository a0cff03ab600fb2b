"""What the council has published, as the feed brought it."""

import logging
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from kiosk.store.database import Database
from sync import feed
from sync.errors import FeedError

log = logging.getLogger("kiosk")
Item = TypeVar("Item")


class Content:
    """The newest complete feed, and items of a newer one on their way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[str, tuple[int, list[Any]]] = {}

    @property
    def version(self) -> int:
        """Version of the newest complete index; 0 before the first."""
        with self._database.use() as db:
            row = db.execute("select version from feed where id = 1").fetchone()
        return int(row[0]) if row else 0

    def held(self) -> tuple[bytes, ...]:
        """Keys of items here that the complete index does not name: part of a newer feed."""
        with self._database.use() as db:
            row = db.execute("select signed from feed where id = 1").fetchone()
            here = [bytes(each[0]) for each in db.execute("select key from items order by key")]
        named = feed.Index.decode(row[0][64:]).keys if row else frozenset()
        return tuple(key for key in here if key not in named)

    def take(self, signed: bytes, index: feed.Index, items: dict[bytes, bytes]) -> bool:
        """Keep items; once the index is complete, make it the feed and drop what it leaves out."""
        with self._database.write() as db:
            rows = [
                {"key": key, "kind": feed.kind_of(body), "body": body}
                for key, body in items.items()
            ]
            db.table("items").insert_all(rows, ignore=True)
            here = {bytes(row[0]) for row in db.execute("select key from items")}
            if feed.missing(index, here):
                return False
            for key in here - index.keys:
                db.execute("delete from items where key = ?", [key])
            row = {"id": 1, "version": index.version, "signed": signed}
            db.table("feed").insert(row, replace=True)
        return True

    def issued(self) -> tuple[int, int] | None:
        """When the complete index was signed and until when it is fresh, in Unix seconds."""
        with self._database.use() as db:
            row = db.execute("select signed from feed where id = 1").fetchone()
        index = feed.Index.decode(row[0][64:]) if row else None
        return (index.issued, index.expires) if index else None

    def has(self, *kinds: str) -> bool:
        """Whether the feed holds anything of these kinds."""
        marks = ", ".join("?" * len(kinds))
        query = f"select 1 from items where kind in ({marks}) limit 1"
        with self._database.use() as db:
            return db.execute(query, list(kinds)).fetchone() is not None

    def forms(self) -> Iterator[tuple[bytes, feed.FormItem]]:
        """Key and form of every form in the feed, in the council's order."""
        with self._database.use() as db:
            row = db.execute("select signed from feed where id = 1").fetchone()
            found = db.query("select key, body from items where kind = 'form'")
            bodies = {bytes(each["key"]): each["body"] for each in found}
        index = feed.Index.decode(row[0][64:]) if row else None
        for entry in index.entries if index else ():
            if entry.key in bodies:
                yield entry.key, feed.FormItem.decode(bodies[entry.key])

    def bodies(self, kind: str) -> list[bytes]:
        """Every item of a kind in the feed, in the council's order."""
        with self._database.use() as db:
            row = db.execute("select signed from feed where id = 1").fetchone()
            found = db.execute("select key, body from items where kind = ?", [kind])
            bodies = {bytes(key): bytes(body) for key, body in found}
        index = feed.Index.decode(row[0][64:]) if row else None
        entries = index.entries if index else ()
        return [bodies[entry.key] for entry in entries if entry.key in bodies]

    def read(self, kind: str, decode: Callable[[bytes], Item]) -> list[Item]:
        """Every item of a kind as ``decode`` reads it, in the council's order.

        Read once for each version of the feed, for they can be large. What cannot be read, such as
        an item of a newer program, is left out and the others still show.
        """
        version = self.version
        if self._read.get(kind, (-1, []))[0] != version:
            self._read[kind] = (version, list(self._decoded(kind, decode)))
        return self._read[kind][1]

    def _decoded(self, kind: str, decode: Callable[[bytes], Item]) -> Iterator[Item]:
        for body in self.bodies(kind):
            try:
                yield decode(body)
            except FeedError as error:
                log.warning("an item (%s) cannot be shown: %s", kind, type(error).__name__)
