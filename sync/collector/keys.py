"""The collector's keys: signing keys for the web process, private keys for the reader alone.

A file of statements says which keys hold now; a renewal writes the new keys first and changes that
file last, in one rename, so that it holds wholly or not at all. The root key is needed for renewals
only, and can lie in a safe for the rest of the year.
"""

import functools
import time
from collections.abc import Collection
from pathlib import Path

import msgpack

from sync import flushing, sealing, trust
from sync.collector import secret
from sync.collector.errors import ConfigError
from sync.collector.place import Place
from sync.sealing import Signing
from sync.trust import Keys

FEED, RECEIPT, ROOT, COUNCIL = "feed", "receipt", "root", "council"
NAMES = (FEED, RECEIPT, ROOT, COUNCIL)


def make(place: Place) -> None:
    """Make every key of a new collector; keys of one that was cut short are not used."""
    public = {name: _new(place, name) for name in NAMES}
    keys = Keys(1, int(time.time()), **public)
    root = _signing(place, ROOT, keys.root)
    _keep(place, (keys.encode(root.sign, root.sign),))


def renew(place: Place, names: Collection[str]) -> Keys:
    """Make new keys of these names; the old ones are good for nothing from now on.

    Raises:
        ConfigError: the root key is not here.
    """
    before = current(place)
    root = _signing(place, ROOT, before.root)
    public = {name: _new(place, name) for name in NAMES if name in names}
    held = {name: getattr(before, name) for name in NAMES} | public
    keys = Keys(before.version + 1, int(time.time()), **held)
    after = _signing(place, ROOT, keys.root)
    _keep(place, (*statements(place), keys.encode(root.sign, after.sign)))
    return keys


def statements(place: Place) -> tuple[bytes, ...]:
    """Every statement of keys, from the first."""
    try:
        seen = place.statements.stat()
    except OSError as error:
        raise ConfigError(
            f"The keys in {place.keys} cannot be read; run 'collector init' first."
        ) from error
    return _statements(str(place.statements), seen.st_mtime_ns, seen.st_ino)


@functools.lru_cache(maxsize=8)
def _statements(path: str, changed: int, inode: int) -> tuple[bytes, ...]:
    with open(path, "rb") as file:
        return tuple(msgpack.unpackb(file.read()))


@functools.lru_cache(maxsize=8)
def _own(statement: bytes) -> Keys:
    return trust.own(statement)


def current(place: Place) -> Keys:
    """The public keys that hold now."""
    return _own(statements(place)[-1])


def signing(place: Place, name: str) -> Signing:
    """The signing key of a name that holds now."""
    return _signing(place, name, getattr(current(place), name))


def private_keys(place: Place) -> list[bytes]:
    """All private keys, old ones too; only the reading worker calls this."""
    return [secret.read(each) for each in sorted(place.reading.glob("*.key"))]


def check_reads(place: Place) -> None:
    """Raises ConfigError when the private key that holds now is not here: whoever read without it
    would set everything aside that has come."""
    try:
        if path(place, COUNCIL, current(place).council).is_file():
            return
    except OSError:  # a folder that this user may not look into
        pass
    raise ConfigError(
        f"The private key is not in {place.reading}, or may not be read, so nothing was opened and"
        " nothing was changed. Bring that folder back, or read on the machine that has it."
    )


def _new(place: Place, name: str) -> bytes:
    """Make and keep a key; gives its public half."""
    if name == COUNCIL:
        private, public = sealing.council_pair()
        secret.write(path(place, name, public), private)
        return public
    made = Signing.new()
    secret.write(path(place, name, made.public), made.seed)
    return made.public


@functools.lru_cache(maxsize=32)
def _signing(place: Place, name: str, public: bytes) -> Signing:
    return Signing(secret.read(path(place, name, public)))


def path(place: Place, name: str, public: bytes) -> Path:
    """The file of a private key, by its public half."""
    if name == COUNCIL:
        return place.reading / f"{sealing.key_id(public).hex()}.key"
    folder = place.root_key if name == ROOT else place.keys
    return folder / f"{name}-{public.hex()[:16]}.key"


def _keep(place: Place, found: tuple[bytes, ...]) -> None:
    flushing.write(place.statements, msgpack.packb(list(found)), 0o600)
