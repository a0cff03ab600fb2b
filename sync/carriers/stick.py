"""The same bytes on a USB stick: batches out, replies back.

A stick is hostile until signatures say otherwise: names are checked, files are read up to their
limit, and nothing on it is run or followed. What is written goes under a temporary name, is flushed
to the stick, renamed, and read back. Names fit FAT: short, in small letters, without colons.
"""

import errno
import itertools
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sync import flushing
from sync.errors import CarrierError
from sync.protocol import MAX_BATCH, MAX_REPLY

FOLDER, PIECES = "society", "pieces"
"""Ours on a stick, and in it that of the pieces of programs, which give way to all else."""
BATCH, REPLY = ".bat.cs", ".rep.cs"
MOST_FILES = 10_000
MOST_NAMES = 100_000
"""Names in a folder that are looked at; a stick made for it has more than fit into memory."""
_NAME = re.compile(r"[0-9a-f]{16}")


class Stick:
    """One stick, or any folder that stands for one."""

    def __init__(self, root: Path) -> None:
        """Raises CarrierError when there is no such folder."""
        if not root.is_dir():
            raise CarrierError(f"There is no folder {root}; put the stick in and look at its name.")
        self.folder = root / FOLDER

    def put_batch(self, nonce: bytes, batch: bytes) -> None:
        """Write a batch; raises CarrierError when the stick does not hold it."""
        self._put(name_of(nonce) + BATCH, batch)

    def put_reply(self, name: str, reply: bytes) -> None:
        """Write the reply to the batch of that name, which then has done its work."""
        self._put(name + REPLY, reply)
        self._forget(name + BATCH)

    def batches(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each batch."""
        for name in self._names(BATCH):
            if (content := self.batch(name)) is not None:
                yield name, content

    def reply_names(self) -> list[str]:
        """Name of each reply; to be read one at a time, for all of them may not fit into memory."""
        return self._names(REPLY)

    def reply(self, name: str) -> bytes | None:
        """The bytes of one reply; None when it is not what a reply may be."""
        return read(self.folder / (name + REPLY), MAX_REPLY)

    def batch(self, name: str) -> bytes | None:
        """The bytes of one batch; None when it is not, or no longer, what a batch may be."""
        return read(self.folder / (name + BATCH), MAX_BATCH)

    def forget_reply(self, name: str) -> None:
        """Take a reply away once it has done its work."""
        self._forget(name + REPLY)

    def _forget(self, name: str) -> None:
        """One that stays, as on a locked stick, changes nothing when it comes again."""
        with suppress(OSError):
            (self.folder / name).unlink()

    def _names(self, kind: str) -> list[str]:
        ours = [each.removesuffix(kind) for each in names(self.folder) if each.endswith(kind)]
        return [each for each in ours if _NAME.fullmatch(each)][:MOST_FILES]

    def _put(self, name: str, content: bytes) -> None:
        try:
            put(self.folder, name, content)
        except FullError:
            if not self._make_room():
                raise
            put(self.folder, name, content)

    def _make_room(self) -> bool:
        """Take pieces of programs away: what people say, and the answers, go before them."""
        pieces, removed = self.folder / PIECES, 0
        for name in names(pieces):
            with suppress(OSError):
                (pieces / name).unlink()
                removed += 1
        return removed > 0


class FullError(CarrierError):
    """The stick has no room left."""


def name_of(nonce: bytes) -> str:
    """The name of a batch, and of its reply, on a stick."""
    return nonce.hex()[:16]


def there(folder: Path) -> bool:
    """Whether it is a folder, and no link to one elsewhere."""
    try:
        return stat.S_ISDIR(os.lstat(folder).st_mode)
    except OSError:
        return False


def names(folder: Path) -> list[str]:
    """Names in a folder, in order, and never more than fit into memory; raises OSError."""
    if not there(folder):
        return []
    with os.scandir(folder) as found:
        return sorted(each.name for each in itertools.islice(found, MOST_NAMES))


def put(folder: Path, name: str, content: bytes) -> None:
    """Write a file on a stick; raises CarrierError, FullError when the stick does not hold it."""
    try:
        folder.mkdir(exist_ok=True)
        if not there(folder):
            raise NotADirectoryError
        flushing.write(folder / name, content)
    except OSError as error:
        with suppress(OSError):
            (folder / (name + ".new")).unlink()
        raise (FullError if error.errno == errno.ENOSPC else CarrierError)(
            "The stick cannot be written; it may be full or locked. Nothing is lost: try another"
            " one."
        ) from error
    if read(folder / name, len(content)) != content:
        raise CarrierError("The stick gives back other than was written; take another one.")


def read(path: Path, limit: int) -> bytes | None:
    """A plain file of at most ``limit`` bytes; None for anything else, links among them."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        content = os.read(handle, limit + 1)
        while len(content) <= limit and (more := os.read(handle, limit + 1 - len(content))):
            content += more
    except OSError:
        return None
    finally:
        os.close(handle)
    return content if 0 < len(content) <= limit else None
