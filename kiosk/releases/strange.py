"""Files that somebody else may change at any time, opened by root: as what they are, or not."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sync.errors import ProtocolError

FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""Without waiting, as a pipe or another's lease on the file would have one wait."""
FOLDER = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC


@dataclass(frozen=True)
class Strange:
    """What is below a folder. No link is followed, in no part of a name."""

    folder: Path
    """Whose own name, and all above it, only root can change."""

    def open(self, path: Path) -> BinaryIO:
        """A file below it.

        Raises:
            ProtocolError: it is a pipe, a device or anything else that is no file.
            OSError: there is none, or there is a link where it should be.
        """
        *folders, name = path.relative_to(self.folder).parts
        at = os.open(self.folder, FOLDER)
        for each in folders:
            at = _within(at, each, FOLDER)
        return _as_file(_within(at, name, FILE))


def _within(folder: int, name: str, how: int) -> int:
    try:
        return os.open(name, how, dir_fd=folder)
    finally:
        os.close(folder)


def _as_file(handle: int) -> BinaryIO:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ProtocolError("Where a file of this version should be is something else.")
    return os.fdopen(handle, "rb")
