"""Factory reset: a kiosk forgets whose it was and everything it held, and shows that it did.

What was said could not be read here before either: it is sealed to the council. The key goes first,
so that a reset that is cut off leaves a kiosk that can send nothing more in its old name. A disk of
flash keeps old blocks for a while; what is in them is sealed, or a name in use no more once the
council revokes it.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Settings
from kiosk.store import Database, StoreError, chain
from sync.flushing import flush

OURS = (
    "device.key", "device.key.new", "device.new", "kiosk.db", "kiosk.db-wal", "kiosk.db-shm",
    "collector", "collector.new", "window", "releases",
)  # fmt: skip
"""What a kiosk keeps in its data folder, the key first; anything else is not ours to delete."""


@dataclass(frozen=True)
class Holds:
    """What would be lost."""

    unsafe: int
    """Submissions of which the council has no checked copy yet."""
    drafts: int
    """Answers kept for residents who go on later."""


@dataclass(frozen=True)
class Cleared:
    """What a reset did, as it was found afterwards."""

    deleted: int
    """Files."""
    left: tuple[str, ...]
    """What is still in the folder and was not made by the kiosk."""


class HeldError(StoreError):
    """Something would be lost; nothing was deleted."""


def holds(database: Database) -> Holds:
    """What would be lost now."""
    with database.use() as db:
        enrolled = db.table("marks").count > 0
        safe = chain.number_at(db, chain.marks(db)["safe"]) if enrolled else 0
        unsafe = chain.last(db).number - safe if enrolled else 0
        return Holds(unsafe, db.table("drafts").count)


def reset(settings: Settings, lose: bool = False) -> Cleared:
    """Delete all that this kiosk holds; ``lose`` also what nobody else has.

    Raises:
        HeldError: something would be lost, and ``lose`` does not say that it may be.
        StoreError: the kiosk runs, or something could not be deleted.
    """
    database = Database(settings.database)  # and so nobody else has it open
    try:
        found = holds(database)
        if (found.unsafe or found.drafts) and not lose:
            raise HeldError(_refusal(found))
        database.reopen()
        deleted = sum(_delete(settings.data / name) for name in OURS)
    except OSError as error:
        raise StoreError(
            f"{error.filename} could not be deleted; check its rights, and do this again."
        ) from error
    finally:
        database.close()
    (settings.data / "kiosk.lock").unlink(missing_ok=True)
    return Cleared(deleted, _left(settings.data))


def _refusal(found: Holds) -> str:
    return (
        f"Nothing was deleted: {found.unsafe} submissions are not safe at the council yet, and"
        f" {found.drafts} residents may come back to go on. Run kiosk sync, or take them out with"
        " kiosk carry out. To lose them for good, add --lose."
    )


def _delete(path: Path) -> int:
    """Delete a file or a folder and flush the folder it was in; how many files."""
    if path.is_dir() and not path.is_symlink():
        count = sum(each.is_file() for each in path.rglob("*"))
        shutil.rmtree(path)
    elif path.is_symlink() or path.exists():
        count = 1
        path.unlink()
    else:
        return 0
    flush(path.parent)
    return count


def _left(folder: Path) -> tuple[str, ...]:
    """What is in the folder now, looked at anew. Raises StoreError when some of it is ours."""
    left = tuple(sorted(each.name for each in folder.iterdir()))
    if ours := [name for name in left if name in OURS]:
        raise StoreError(f"{', '.join(ours)} is there again; close the kiosk, and do this again.")
    return left
