"""Whether the keys are there, are closed to others, and lie where they should."""

from collections.abc import Iterator
from pathlib import Path

from sync import disk
from sync.collector import keys as held
from sync.collector import secret
from sync.collector.errors import ConfigError
from sync.collector.place import Place
from sync.findings import Finding

INIT = "Run: collector init --council NAME"
SIGNING = (held.FEED, held.RECEIPT)


def keys(place: Place) -> Iterator[Finding]:
    """What the web process needs to take in batches and sign receipts."""
    if not (place.keys / "web.key").exists():
        yield Finding("keys", "bad", f"There is no collector in {place.root} yet.", INIT)
        return
    try:
        for name in SIGNING:
            held.signing(place, name)
    except ConfigError as error:
        yield Finding("keys", "bad", str(error), "Bring the folder keys back from your copy of it.")
        return
    version = held.current(place).version
    yield Finding("keys", "ok", f"The signing keys are here; statement {version} of keys holds.")


def outward(place: Place) -> Iterator[Finding]:
    """Whether the secrets of other systems, which stand sealed in the database, open."""
    from sync.collector import kept

    found, lost = secret.database_keys(place), kept.lost()
    for path in found.values():
        yield from disk.secret("secrets", path)
    if lost:
        yield Finding(
            "secrets", "bad", f"{lost} secrets of other systems do not open with the keys here.",
            f"Bring {place.keys}/database-NUMBER.key back from your copy of the folder keys. Where"
            " there is none, run: collector keys --renew database, and give them anew on the pages",
        )  # fmt: skip
    elif not found:
        yield Finding(
            "secrets", "bad", "The key for secrets of other systems is missing.",
            "Run: collector migrate",
        )  # fmt: skip
    else:
        yield Finding("secrets", "ok", "The secrets of other systems are sealed, and open.")


def reading(place: Place) -> Iterator[Finding]:
    """Where the private keys lie, without which nobody can read."""
    here = _files(place.reading)
    if not here:
        yield Finding(
            "reading", "warn", "No private key is here, so nothing is opened on this machine.",
            "That is right where only 'collector serve' runs; run 'collector read' where they are.",
        )  # fmt: skip
        return
    yield from _closed("reading", here)
    yield Finding(
        "reading", "ok", f"{len(here)} private keys lie in {place.reading}.",
        "Have a copy of that folder in a safe.",
    )  # fmt: skip


def root(place: Place) -> Iterator[Finding]:
    """The key that names all others belongs into a safe."""
    here = _files(place.root_key)
    if here:
        yield from _closed("root", here)
        yield Finding(
            "root", "warn", f"The root key lies in {place.root_key}.",
            "Move that folder into a safe; only 'collector keys --renew' needs it.",
        )  # fmt: skip
    else:
        yield Finding("root", "ok", "The root key is not on this machine.")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.key")) if folder.is_dir() else []


def _closed(name: str, files: list[Path]) -> Iterator[Finding]:
    for path in files:
        yield from disk.secret(name, path)
