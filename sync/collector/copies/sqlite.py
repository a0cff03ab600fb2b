"""Copies of an SQLite database."""

import sqlite3
from pathlib import Path

from sync.collector.copies.checks import HELD, MARKS, lacking
from sync.collector.errors import CollectorError
from sync.flushing import flush


class SQLiteCopy:
    """Copies as files that SQLite opens as they are."""

    SUFFIX = ".db"

    def __init__(self, database: Path) -> None:
        self.database = database

    def make(self, path: Path) -> None:
        """By SQLite's own online backup, while everything goes on."""
        with sqlite3.connect(self.database) as database, sqlite3.connect(path) as copy:
            path.chmod(0o600)
            database.backup(copy)
        copy.execute("pragma journal_mode = delete")  # one file, with nothing beside it
        copy.close()
        database.close()
        flush(path)

    def verified(self, path: Path) -> dict[str, int]:
        """Open the copy as a restore would and walk it."""
        copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            if copy.execute("pragma integrity_check").fetchone()[0] != "ok":
                raise CollectorError(f"The copy {path} is damaged; check the disk and try again.")
            marks = dict(copy.execute(MARKS).fetchall())
            lacks = lacking(marks, dict(copy.execute(HELD).fetchall()))
        except sqlite3.Error as error:
            raise CollectorError(f"The copy {path} is damaged; check the disk.") from error
        finally:
            copy.close()
        if lacks:
            raise CollectorError(f"The copy {path} lacks submissions; try again.")
        return marks

    def restore(self, path: Path) -> None:
        """Put the copy in the database's place, wholly or not at all."""
        from django.db import connections

        connections.close_all()
        new = self.database.with_suffix(".new")
        new.write_bytes(path.read_bytes())
        new.chmod(0o600)
        flush(new)
        for beside in ("-wal", "-shm"):  # they belong to the database that goes
            Path(f"{self.database}{beside}").unlink(missing_ok=True)
        new.replace(self.database)
        flush(self.database.parent)
