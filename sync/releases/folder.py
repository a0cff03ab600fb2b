"""The files of a release as they stand in a folder."""

import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sync.errors import ProtocolError
from sync.releases.manifest import LINK, PLAIN, RUNS, File, shown
from sync.releases.statement import MOST_BYTES, MOST_FILES, hasher

PART = 1 << 20


def files_of(folder: Path) -> list[File]:
    """Every file in a folder and below it, read and hashed.

    Raises:
        ProtocolError: there is something that no release may have, or too much.
        OSError: it cannot be read.
    """
    paths = list(itertools.islice(_below(folder), MOST_FILES + 1))
    if len(paths) > MOST_FILES or sum(each.lstat().st_size for each in paths) > MOST_BYTES:
        raise ProtocolError("There is more in this folder than a release may have.")
    return [_file(folder, path) for path in paths]


def _below(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path))
        else:
            yield Path(entry.path)


def _file(folder: Path, path: Path) -> File:
    name, seen = path.relative_to(folder).as_posix(), path.lstat()
    if stat.S_ISLNK(seen.st_mode):
        return File(name, LINK, 0, os.fsencode(os.readlink(path)))
    if not stat.S_ISREG(seen.st_mode):
        raise ProtocolError(f"{shown(name)} is neither a file nor a link nor a folder.")
    kind = RUNS if seen.st_mode & stat.S_IXUSR else PLAIN
    return File(name, kind, seen.st_size, hash_of(path))


def hash_of(path: Path) -> bytes:
    """The hash of a file's content, read bit by bit; raises OSError."""
    state = hasher()
    with path.open("rb") as file:
        while content := file.read(PART):
            state.update(content)
    return state.digest()
