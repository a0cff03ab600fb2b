"""Secrets as files only their owner can read, made once by ``collector init``."""

import os
import secrets
from pathlib import Path

from sync.collector.errors import ConfigError
from sync.collector.place import Place
from sync.flushing import flush


def write(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read, and its folder likewise.

    Raises:
        ConfigError: the file exists already; a key is never overwritten.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError(f"{path} exists already and is not overwritten.") from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    flush(path.parent)


def read(path: Path) -> bytes:
    """Read a secret.

    Raises:
        ConfigError: it is missing, or others than its owner can read it.
    """
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"The key {path} cannot be read; run 'collector init' first.") from error
    if mode & 0o077:
        raise ConfigError(f"Others can read the key {path}; run 'chmod 600 {path}'.")
    return content


def make_web_secret(place: Place) -> None:
    """Make the secret that guards sessions."""
    write(place.keys / "web.key", secrets.token_urlsafe(48).encode())


def web_secret(place: Place) -> str:
    """The secret that guards sessions: ``COLLECTOR_SECRET`` or the file of ``init``.

    Raises:
        ConfigError: there is neither.
    """
    return os.environ.get("COLLECTOR_SECRET") or read(place.keys / "web.key").decode()
