"""Whether a folder can be worked in: its rights, and the room on its disk."""

import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

from sync.findings import Finding

BAD_BYTES, LOW_BYTES = 50_000_000, 500_000_000


def rights(folder: Path, private: bool = True) -> Iterator[Finding]:
    """Whether the folder is there, is ours, can be written, and is closed to others."""
    if not folder.is_dir():
        yield Finding("folder", "bad", f"There is no folder {folder}.", "Make it, or name another.")
        return
    seen = folder.stat()
    if seen.st_uid != os.geteuid():
        owner = _name(seen.st_uid)
        yield Finding(
            "folder", "warn", f"{folder} belongs to {owner} and not to you.",
            f"Run this as {owner}: what you write there {owner} could not read.",
        )  # fmt: skip
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "folder", "bad", f"{folder} cannot be written.",
            "Check that the disk is not mounted read-only.",
        )  # fmt: skip
    elif private and seen.st_mode & 0o077:
        yield Finding(
            "folder", "warn", f"Others on this machine can look into {folder}.",
            f"Run: chmod 700 {folder}",
        )  # fmt: skip
    else:
        yield Finding("folder", "ok", f"{folder} can be written, and by nobody else.")


def room(folder: Path) -> Iterator[Finding]:
    """How much the disk still takes."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    said = f"{free / 1e9:.1f} GB are free." if free > 1e9 else f"{free / 1e6:.0f} MB are free."
    if free < BAD_BYTES:
        yield Finding("disk", "bad", said, "Make room now: soon nothing can be saved.")
    elif free < LOW_BYTES:
        yield Finding("disk", "warn", said, "Make room before it runs out.")
    else:
        yield Finding("disk", "ok", said)


def secret(name: str, path: Path) -> Iterator[Finding]:
    """Whether only its owner can read a file that is there."""
    if path.stat().st_mode & 0o077:
        yield Finding(name, "bad", f"Others can read {path}.", f"Run: chmod 600 {path}")


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
