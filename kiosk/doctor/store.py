"""Whether what is kept here can be read."""

from collections.abc import Iterator

from kiosk.config import Settings
from kiosk.store import Database, StoreError
from sync.findings import Finding

DAMAGED = "Switch the kiosk off and on; when it says this again, call for help and keep the card."


def database(settings: Settings) -> Iterator[Finding]:
    """SQLite's own examination of the file."""
    if not settings.database.exists():
        yield Finding("database", "ok", "There is none yet; it is made at the first start.")
        return
    try:
        reading = Database(settings.database, read_only=True)
        with reading.use() as db:
            answer = db.execute("pragma quick_check(1)").fetchone()[0]
        reading.close()
    except StoreError as error:
        yield Finding("database", "bad", str(error))
        return
    if answer != "ok":
        yield Finding("database", "bad", "The database is damaged.", DAMAGED)
    else:
        yield Finding("database", "ok", "The database is whole.")
