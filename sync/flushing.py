"""What has to be there after a power cut: only what was flushed to the disk is."""

import os
from collections.abc import Iterable
from pathlib import Path


def flush(path: Path) -> None:
    """Flush a file that is closed, or a folder: a new name in it is there only then.

    Raises:
        OSError: the disk failed.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Keep a file for good, whole or not at all: a new one, flushed, then renamed over the old.

    ``mode`` is what the system's mask leaves of it. A link that waits under the new file's name is
    not followed.

    Raises:
        OSError: the disk failed.
    """
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    flush(path.parent)


def add(path: Path, lines: Iterable[str]) -> None:
    """Keep lines for good at the end of a file, which is made where it is not there.

    A power cut may leave the last one cut: what is added next stands on a line of its own, and who
    reads has to pass over lines that are empty or cut.

    Raises:
        OSError: the disk failed.
    """
    new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("".join(f"\n{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    if new:
        flush(path.parent)
