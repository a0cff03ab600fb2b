"""The private keys of a place by names that tell nothing of them, and those that are known."""

from pathlib import Path

from sync import sealing, trust
from sync.collector import keys, secret
from sync.collector.errors import CollectorError, ConfigError
from sync.collector.place import Place
from sync.sealing import Signing
from sync.trust import Keys

Named = tuple[str, str, bytes]
"""Name, which of ``keys.NAMES`` it is, and its public half."""


def reading(public: bytes) -> Named:
    """A key that opens what residents said."""
    return f"reading-{sealing.key_id(public).hex()}", keys.COUNCIL, public


def root(public: bytes) -> Named:
    """A key that names all others."""
    return f"root-{public.hex()[:16]}", keys.ROOT, public


def here(place: Place) -> dict[str, bytes]:
    """The private keys that lie here: the root key that holds now, and every reading key."""
    found = {reading(sealing.council_public(each))[0]: each for each in keys.private_keys(place)}
    name, _, public = root(keys.current(place).root)
    path = keys.path(place, keys.ROOT, public)
    return ({name: secret.read(path)} if path.exists() else {}) | found


def known(place: Place) -> set[str]:
    """Names of the keys that the statements of a place tell of; empty where there are none."""
    if not place.statements.exists():
        return set()
    return {name for each in keys.statements(place) for name in _names(trust.own(each))}


def _names(statement: Keys) -> tuple[str, str]:
    return root(statement.root)[0], reading(statement.council)[0]


def keep(place: Place, private: bytes, expected: set[str]) -> tuple[str, Path]:
    """Write a key that came back to where it belongs; raises CollectorError unless it is one of
    those expected. One that lies there already stays."""
    for name, kind, public in (
        reading(sealing.council_public(private)), root(Signing(private).public),
    ):  # fmt: skip
        if name in expected:
            path = keys.path(place, kind, public)
            if not path.exists() or secret.read(path) != private:
                secret.write(path, private)
            return name, path
    raise CollectorError(
        "These pages give a key, but none of those that are expected here: "
        f"{', '.join(sorted(expected))}."
    )


def expected(place: Place, given: list[str]) -> set[str]:
    """What may come back: as given, or else as the statements say; raises ConfigError."""
    found = {each.lower() for each in given} or known(place)
    if not found:
        raise ConfigError(
            "Nothing is known here to check the keys against; give the names that stand on the"
            " pages with --expect."
        )
    return found
