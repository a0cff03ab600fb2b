"""The item of the feed that tells kiosks of a release: small, for every kiosk fetches it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync import wire
from sync.errors import FeedError, ProtocolError
from sync.protocol import HASH, MAX_PIECE
from sync.releases.statement import MAX_STATEMENT

MOST_STEPS = 8
"""Earlier releases from which there is a shorter way."""


@dataclass(frozen=True)
class Blob:
    """A piece that holds a list of files or a plan."""

    key: bytes
    size: int
    """Bytes as it travels."""


@dataclass(frozen=True)
class Way:
    """How a release is reached: from nothing, or from an earlier one."""

    start: bytes
    """Hash of the list of files of the earlier one; empty for a way from nothing."""
    manifest: Blob
    """The list of files, packed with the earlier one's as its base."""
    plan: Blob
    """The plan of the pieces to fetch, packed."""


@dataclass(frozen=True)
class ReleaseItem:
    """As it travels."""

    statement: bytes
    """Signed by the root key; opened with ``statement.opened``."""
    whole: Way
    steps: tuple[Way, ...] = ()

    def encode(self) -> bytes:
        """Bytes of the item."""
        rows = [_row(self.whole), [_row(each) for each in self.steps]]
        return wire.dump(["release", wire.dump([self.statement, *rows])])

    @classmethod
    def decode(cls, item: bytes) -> "ReleaseItem":
        """Read an item; raises FeedError."""
        try:
            kind, body = wire.parse(item, (str, bytes), "a feed item")
            values = wire.parse(body, (bytes, list, list), "a release")
            steps = tuple(_way(each) for each in values[2])
            made = cls(values[0], _way(values[1]), steps)
        except ProtocolError as error:
            raise FeedError("A release of the feed cannot be read.") from error
        if kind != "release" or not _sound(made):
            raise FeedError("A release of the feed is not of its shape.")
        return made

    def way_from(self, start: bytes) -> Way:
        """The shortest from what is here; the one from nothing when there is no other."""
        return next((each for each in self.steps if each.start == start), self.whole)


def _row(way: Way) -> list[object]:
    return [way.start, way.manifest.key, way.manifest.size, way.plan.key, way.plan.size]


def _way(row: Sequence[object]) -> Way:
    if not isinstance(row, list) or [type(each) for each in row] != [bytes, bytes, int, bytes, int]:
        raise ProtocolError("A way to a release is of the wrong shape.")
    start, manifest, manifest_size, plan, plan_size = row
    return Way(start, _blob(manifest, manifest_size), _blob(plan, plan_size))


def _blob(key: bytes, size: int) -> Blob:
    if not 0 < size <= MAX_PIECE:
        raise ProtocolError("A piece of a release is too large.")
    return Blob(wire.sized(key, HASH, "key of a piece"), size)


def _sound(item: ReleaseItem) -> bool:
    fits = len(item.statement) <= MAX_STATEMENT and len(item.steps) <= MOST_STEPS
    return fits and not item.whole.start and all(len(each.start) == HASH for each in item.steps)
