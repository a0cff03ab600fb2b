"""How often each caller may ask in a minute of the clock: programs, kiosks, and everybody.

The count lives in a small SQLite file of its own beside the database, which every process of this
machine shares, with PostgreSQL too: a count there would cost each request a flush, or a row that
all wait for. So machines count apart, and two of them let through twice as many. The file is never
flushed and is worth nothing after a minute, so it costs microseconds; a power cut may damage it,
and then it is made anew. Who asked stands in it as a keyed hash.
"""

import logging
import sqlite3
import threading
import time
from ipaddress import ip_address, ip_network
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sync.collector.place import here

log = logging.getLogger("collector.limits")
MINUTE = 60
PREFIX = {4: 32, 6: 64}
BUSY = 2.0
"""Seconds to wait for another process; its turn takes microseconds."""
SHAPE = """create table if not exists asked (
 who blob not null, minute integer not null, count integer not null,
 primary key (who, minute)) without rowid"""
ASK = """insert into asked values (?, ?, 1) on conflict do update set count = count + 1
 where count < ? returning count"""
_own = threading.local()
_said: dict[str, int] = {}


class TooOften(Exception):
    """It asked as often as it may; ``seconds`` says when it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"This was asked too often. Try again in {seconds} seconds.")
        self.seconds = seconds


def check(kind: str, who: str, now: float | None = None) -> None:
    """Count one more of a kind; raises TooOften when that was one too many.

    ``kind`` is a name in ``settings.MOST_A_MINUTE``. A file that cannot be used stops nobody.
    """
    most, at = settings.MOST_A_MINUTE[kind], time.time() if now is None else now
    whose = salted_hmac("collector.limits", f"{kind} {who}", algorithm="sha256").digest()[:16]
    try:
        count = _asked(here().limits, whose, int(at // MINUTE), most)
    except (sqlite3.Error, OSError) as error:
        log.error("nobody's requests can be counted: %s", type(error).__name__)
        return
    if count is None:
        _say(kind, most, int(at // MINUTE))
        raise TooOften(MINUTE - int(at % MINUTE))


def _say(kind: str, most: int, minute: int) -> None:
    """Once a minute, and never of whom."""
    if _said.get(kind) != minute:
        _said[kind] = minute
        log.warning("refused: one caller asked over %d times in a minute (%s)", most, kind)


def of(kind: str, name: str | None, request: HttpRequest) -> None:
    """The same for whom a name is known, or else for everybody at one address.

    One household has 2^64 addresses of IPv6, so those count as one.
    """
    if name:
        return check(kind, name)
    said = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(said)
    except ValueError:
        return check(kind, said)
    whole = ip_network((address, PREFIX[address.version]), strict=False)
    return check(kind, str(whole))


def _asked(path: Path, who: bytes, minute: int, most: int) -> int | None:
    """How often in this minute, now included; None when it was as often as it may be already."""
    try:
        return _counted(_file(path), who, minute, most)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        _forget(path)
        return _counted(_file(path), who, minute, most)


def _counted(file: sqlite3.Connection, who: bytes, minute: int, most: int) -> int | None:
    row = file.execute(ASK, (who, minute, most)).fetchone()
    if row == (1,):
        file.execute("delete from asked where minute < ?", (minute,))
    return row and int(row[0])


def _file(path: Path) -> sqlite3.Connection:
    """This thread's connection. Made anew when the file went away under it."""
    known = getattr(_own, "file", None)
    if known is not None and known[0] == path:
        found: sqlite3.Connection = known[1]
        return found
    file = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
    _own.file = (path, file)
    path.chmod(0o600)
    file.execute("pragma synchronous = off")
    file.execute("pragma journal_mode = memory")
    file.execute(SHAPE)
    return file


def _forget(path: Path) -> None:
    """A damaged file holds nothing that is worth a minute's wait."""
    if hasattr(_own, "file"):
        _own.file[1].close()
        del _own.file
    path.unlink(missing_ok=True)
