"""The one connection to the one SQLite file: write-ahead log, every commit flushed to the disk."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import sqlite_utils

from kiosk.store import migrations


class StoreError(Exception):
    """The kiosk's own store failed; the message says what happened and what to do."""


class NewerStoreError(StoreError):
    """A later version of the program made this database into something this one cannot use."""


class VoiceSpentError(StoreError):
    """This voice was heard here before; each counts once."""


class Database:
    """Opens the file, brings it up to date, and lets one thread at a time use it."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        """Raises StoreError when the file cannot be opened, or another process writes it."""
        self.path = path
        self.read_only = read_only
        self._lock = threading.RLock()
        self._closed = False
        self._db: sqlite_utils.Database | None = None
        self._claim = None if read_only else _claim(path)
        with self.use():
            pass

    @contextmanager
    def use(self) -> Iterator[sqlite_utils.Database]:
        """The database for one piece of work; an error of SQLite becomes a StoreError."""
        with self._lock:
            if self._closed:  # another process may be the one writer by now
                raise StoreError("The database of this kiosk is closed.")
            try:
                yield self._open()
            except (sqlite3.Error, OSError) as error:
                self.reopen()
                raise StoreError(_reason(error)) from error

    @contextmanager
    def write(self) -> Iterator[sqlite_utils.Database]:
        """As ``use``, in one transaction: all of it is committed, or none."""
        with self.use() as db, db.atomic():
            yield db

    def scrub(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log; raises StoreError.

        ``secure_delete`` clears the pages; their old content stays in the log until this.
        """
        with self.use() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def reopen(self) -> None:
        """Let the connection go, so that the next use reads what the disk really has."""
        with self._lock:
            if self._db is not None:
                with suppress(sqlite3.Error):  # it failed already; that is why it is closed
                    self._db.conn.close()
            self._db = None

    def close(self) -> None:
        """Close the file for good and let another process have it."""
        with self._lock:
            self.reopen()
            self._closed = True
            if self._claim is not None:
                self._claim.close()
                self._claim = None

    def _open(self) -> sqlite_utils.Database:
        if self._db is None and self.read_only:
            uri = f"file:{quote(str(self.path))}?mode=ro"
            reading = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=10)
            self._db = _usable(reading)
        if self._db is None:
            connection = sqlite3.connect(self.path, check_same_thread=False, timeout=10)
            self.path.chmod(0o600)
            db = _usable(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            migrations.migrate(db)
            self._db = db
        return self._db


def _usable(connection: sqlite3.Connection) -> sqlite_utils.Database:
    """The database, untouched, where this program knows enough to use it."""
    if connection.execute("PRAGMA user_version").fetchone()[0] > migrations.GENERATION:
        connection.close()
        raise NewerStoreError(
            "A newer version of this program keeps what was said here, and nothing is lost;"
            " start that version again, or install it."
        )
    return sqlite_utils.Database(connection)


def _claim(path: Path) -> IO[str]:
    """Be the one writer: SQLite before 3.51.3 can damage a file that two write and checkpoint."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        claim = os.fdopen(lock, "w")
    except OSError as error:
        raise StoreError(_reason(error)) from error
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        claim.close()
        raise StoreError(
            "This kiosk is open already, and syncs by itself; close it before you do this."
        ) from error
    return claim


def _reason(error: Exception) -> str:
    text = str(error).lower()
    if "full" in text or "no space" in text:
        return "The disk of this kiosk is full; staff can make room or sync it by a USB stick."
    if "readonly" in text or "read-only" in text:
        return "The disk of this kiosk cannot be written; staff should restart it."
    if "malformed" in text or "not a database" in text:
        return "The database of this kiosk is damaged; staff should call for help, not restart it."
    return "The disk of this kiosk failed; staff should restart it."
