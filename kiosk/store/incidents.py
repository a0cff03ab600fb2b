"""What went wrong on this kiosk, so that staff see that it did. Never what anybody said."""

import sqlite3
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.store.database import Database, StoreError

KEEP = 200
"""Incidents that are kept; older ones go."""
LONGEST = 80
"""Letters of a name that are kept."""


@dataclass(frozen=True)
class Incident:
    """Something that failed."""

    time: int
    """Unix seconds, by the time last heard of the council or the device's clock, if later."""
    error: str
    """What kind of error, such as ``KeyError`` or ``SIGSEGV``."""
    place: str
    """Where in the program, such as ``kiosk/ui/page.py:120``."""

    @classmethod
    def of(cls, error: BaseException, time: int) -> "Incident":
        """The class of an error and the last line of ours it passed; its message may hold answers,
        so nothing of that."""
        frames = traceback.extract_tb(error.__traceback__)
        ours = [each for each in frames if "/kiosk/" in each.filename or "/sync/" in each.filename]
        if not ours:
            return cls(time, type(error).__name__, "")
        parts = ours[-1].filename.split("/")
        top = max(parts.index(each) for each in ("kiosk", "sync") if each in parts)
        return cls(time, type(error).__name__, f"{'/'.join(parts[top:])}:{ours[-1].lineno}")


class Incidents:
    """The last of them, in the kiosk's own database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, incident: Incident) -> None:
        """Keep one; raises StoreError."""
        row = {"time": incident.time, "error": incident.error[:LONGEST],
               "place": incident.place[:LONGEST]}  # fmt: skip
        with self._database.write() as db:
            db.table("incidents").insert(row)
            old = "id not in (select id from incidents order by id desc limit ?)"
            db.table("incidents").delete_where(old, [KEEP])

    def last(self, count: int = KEEP) -> Sequence[Incident]:
        """The last of them, the newest first; none in a database from before there were any."""
        query = "select time, error, place from incidents order by id desc limit ?"
        try:
            with self._database.use() as db:
                return [Incident(*row) for row in db.execute(query, [count])]
        except StoreError as error:
            if isinstance(error.__cause__, sqlite3.OperationalError) and self._database.read_only:
                return []
            raise
