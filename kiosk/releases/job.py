"""One version on its way: its pieces fetched, then laid out, bit by bit."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.releases.own import Files
from kiosk.releases.pieces import Called, Pieces, Way
from kiosk.releases.wanted import Offer
from sync.disk import LOW_BYTES
from sync.releases import manifest, plan
from sync.releases.item import Blob
from sync.releases.laying import Laying
from sync.releases.manifest import File
from sync.releases.pieces import unpack
from sync.releases.plan import Piece
from sync.releases.statement import Statement

PART = ".part"
"""End of the name of a folder in which not all is there yet."""


class NoRoomError(Exception):
    """The disk would run low."""


def part_of(folder: Path, said: Statement) -> Path:
    """Where a version is laid out in a folder until it is whole."""
    return folder / f"{said.version}-{said.manifest.hex()[:8]}{PART}"


@dataclass(frozen=True)
class Job:
    """What it takes to bring one version here."""

    shelf: Path
    offer: Offer
    own: Files
    pieces: Pieces
    way: Way
    called: Called
    """Whether something more urgent waits: then it gives way at once."""
    told: Callable[[int, int], None]
    """Hears how many bytes of how many are here."""
    take: Callable[[Path, str, bytes, bytes], Iterator[None]]
    """Puts what is whole on the shelf, with its statement and the list of its files."""
    heard: Callable[[int, int], None] = lambda done, of: None
    """Hears how much of the whole work, of how much, is done: half of it is to fetch."""

    @property
    def part(self) -> Path:
        """Where it is laid out until it is whole."""
        return part_of(self.shelf, self.offer.said)

    def steps(self) -> Iterator[None]:
        """All of it; gives way often, and goes on where it was, also after a power cut.

        Raises:
            SyncError: the network is away, or what came is not what was signed.
            NoRoomError, OSError: the disk is full or failed.
        """
        said, way = self.offer.said, self.offer.item.way_from(self.own.key)
        self._check_room(0)
        for blob in (way.manifest, way.plan):
            yield from self._fetch([blob])
        base = self.own.manifest if way.start else b""
        listed = unpack(self.pieces.read(way.manifest.key), manifest.LARGEST, base)
        files = manifest.of_statement(listed, said)
        whole = plan.decode(unpack(self.pieces.read(way.plan.key), plan.LARGEST), files)
        needed = self._needed(files, whole)
        self.pieces.tidy({way.manifest.key, way.plan.key, *(each.key for each in needed)})
        self._check_room(sum(each.size for each in needed if not self.pieces.has(each.key)))
        yield from self._fetch([Blob(each.key, each.size) for each in needed], self.heard)
        laying = Laying(
            self.part, files, needed, lambda piece: self.pieces.read(piece.key), self.own.known
        )
        yield from self._told_of(laying.steps(), _count(files, needed))
        yield from self.take(self.part, said.version, self.offer.item.statement, listed)
        self.pieces.tidy(())

    def _needed(self, files: Sequence[File], whole: Sequence[Piece]) -> list[Piece]:
        """Without pieces of which every file is in the program that runs."""
        here = self.own.known
        return [
            piece
            for piece in whole
            if not all(files[span.file].what in here for span in piece.spans)
        ]

    def _told_of(self, steps: Iterator[None], most: int) -> Iterator[None]:
        for number, _ in enumerate(steps):
            self.heard(most + min(number, most), 2 * most)
            yield

    def _fetch(
        self, blobs: Sequence[Blob], heard: Callable[[int, int], None] = lambda done, of: None
    ) -> Iterator[None]:
        size = sum(each.size for each in blobs)
        done = 0
        for blob in blobs:
            here = self.pieces.has(blob.key)
            while not self.pieces.fetch(blob.key, blob.size, self.way, self.called):
                yield
            done += blob.size
            if not here:
                self.told(done, size)
                heard(done, 2 * size)
                yield

    def _check_room(self, more: int) -> None:
        """What is to come fits without the disk being low afterwards."""
        laid = sum(each.lstat().st_size for each in self.part.rglob("*") if each.is_file())
        there = next(each for each in (self.shelf, *self.shelf.parents) if each.exists())
        if shutil.disk_usage(there).free - (self.offer.said.size - laid + more) < LOW_BYTES:
            raise NoRoomError("There is too little room on the disk for this version.")


def _count(files: Sequence[File], needed: Sequence[Piece]) -> int:
    """How many steps it takes to lay them out: the pieces, then the files that are in none."""
    in_pieces = {span.file for piece in needed for span in piece.spans}
    return len(needed) + len(files) - len(in_pieces)
