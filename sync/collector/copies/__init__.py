"""Copies of the database: how each kind of database makes, checks and restores one."""

from pathlib import Path
from typing import Protocol

from sync.collector.config import load
from sync.collector.copies.postgresql import PostgreSQLCopy
from sync.collector.copies.sqlite import SQLiteCopy
from sync.collector.place import Place


class Copy(Protocol):
    """What a kind of database does."""

    SUFFIX: str

    def make(self, path: Path) -> None:
        """Write a copy that only its owner can read; raises CollectorError."""

    def verified(self, path: Path) -> dict[str, int]:
        """Restore it aside and walk it; device to how much of its chain it holds.

        Raises CollectorError when it is damaged or lacks something.
        """

    def restore(self, path: Path) -> None:
        """Make the database what the copy is; raises CollectorError."""


def of(place: Place) -> Copy:
    """The way of the database this collector has."""
    address = load(place).database
    return PostgreSQLCopy(address) if address else SQLiteCopy(place.database)


__all__ = ["Copy", "of"]
