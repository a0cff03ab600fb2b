"""Secrets as files only their owner can read, made once by ``collector init``."""

import os
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path

from sync import sealing
from sync.collector.errors import ConfigError
from sync.collector.place import Place
from sync.errors import SealingError
from sync.flushing import flush

SHAPE = re.compile(r"sealed:(\d{1,9}):([A-Za-z0-9+/]+=*)")
"""A sealed text in the database: which key it is under, and itself."""


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


def handed(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """A secret that systemd hands over, by ``LoadCredential=`` (systemd.exec(5)); empty if none.

    Raises:
        ConfigError: it is there and cannot be read.
    """
    folder = environment.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / name if folder else None
    try:
        return path.read_text(encoding="utf-8").strip() if path and path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The credential {name} of systemd cannot be read.") from error


def make_web_secret(place: Place) -> None:
    """Make the secret that guards sessions."""
    write(place.keys / "web.key", secrets.token_urlsafe(48).encode())


def web_secret(place: Place) -> str:
    """The secret that guards sessions: ``COLLECTOR_SECRET``, systemd's, or ``init``'s.

    Raises:
        ConfigError: there is neither.
    """
    given = os.environ.get("COLLECTOR_SECRET") or handed("web-secret")
    return given or read(place.keys / "web.key").decode()


def database_keys(place: Place) -> dict[int, Path]:
    """Keys of the secrets that stand in the database, by their numbers; the highest seals."""
    found = {path.stem.partition("-")[2]: path for path in place.keys.glob("database-*.key")}
    return {int(number): found[number] for number in sorted(found, key=int) if number.isdecimal()}


def make_database_key(place: Place, number: int = 1) -> None:
    """Make one; raises ConfigError when there is one of that number."""
    write(place.keys / f"database-{number}.key", secrets.token_bytes(sealing.SECRET_KEY))


def sealed(place: Place, where: str, text: str) -> str:
    """A text as it may stand in the column ``where`` of the database.

    Raises:
        ConfigError: there is no key.
    """
    keys = database_keys(place)
    if not keys:
        raise ConfigError(
            f"The key of the secrets in the database is not in {place.keys};"
            " 'collector doctor' says what to do."
        )
    number = max(keys)
    made = sealing.seal_secret(_database_key(keys[number]), where, text)
    return f"sealed:{number}:{b64encode(made).decode()}"


def opened(place: Place, where: str, text: str) -> str:
    """What was sealed for that column.

    Raises:
        ConfigError: its key is not here, or it was altered.
    """
    shape, keys = SHAPE.fullmatch(text), database_keys(place)
    try:
        if shape is None or int(shape[1]) not in keys:
            raise SealingError("There is no key for it.")
        return sealing.open_secret(_database_key(keys[int(shape[1])]), where, b64decode(shape[2]))
    except (SealingError, ValueError) as error:
        raise ConfigError(
            "A secret of another system does not open with the keys that are here;"
            " 'collector doctor' says what to do."
        ) from error


def _database_key(path: Path) -> bytes:
    content = read(path)
    if len(content) != sealing.SECRET_KEY:
        raise ConfigError(f"The key {path} is damaged; bring it back from a copy.")
    return content
