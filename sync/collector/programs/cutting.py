"""Cuts a release into pieces: small files together, large ones apart."""

import functools
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.releases import plan
from sync.releases.manifest import LINK, File
from sync.releases.pieces import MOST_BASE, PART, Packer
from sync.releases.plan import Piece, Span

TOGETHER = 16
"""About so many small files make a piece of a whole release."""
Keep = Callable[[bytes], bytes]
"""Keeps a piece; gives its key."""


@dataclass(frozen=True)
class Tree:
    """A release in a folder."""

    folder: Path
    files: Sequence[File]

    def read(self, file: File, start: int = 0, length: int = -1) -> bytes:
        """Bytes of one of its files."""
        with (self.folder / file.path).open("rb") as content:
            content.seek(start)
            return content.read(length)

    @functools.cached_property
    def by_path(self) -> Mapping[str, File]:
        """Files that others may build on."""
        return {each.path: each for each in self.files if each.kind != LINK and each.size}


class Cutter:
    """Cuts one release, as a whole or as what differs from an earlier one."""

    def __init__(self, tree: Tree, keep: Keep, old: Tree | None = None) -> None:
        self._tree, self._keep, self._old = tree, keep, old
        self._known = old.by_path if old else {}
        self._packed_with: tuple[bytes, ...] = ()
        self._packer = Packer()

    def pieces(self) -> list[Piece]:
        """All of the release, or what is not in the earlier one.

        Where pieces of a whole one end follows from the names of files, so that a change makes few
        other pieces: who has the files of a piece already passes it over.
        """
        return [self._kept(group) for group in self._groups()]

    def _places(self) -> list[int]:
        """Of the files that are needed, of each content the first."""
        here = {each.what for each in self._old.files} if self._old else set()
        found: dict[bytes, int] = {}
        for place, file in enumerate(self._tree.files):
            if file.kind != LINK and file.size and file.what not in here:
                found.setdefault(file.what, place)
        return sorted(found.values())

    def _groups(self) -> Iterator[list[Span]]:
        group: list[Span] = []
        base = 0
        for place in self._places():
            file, before = self._tree.files[place], self._before(place)
            size, more = file.size, before.size if before else 0
            full = sum(each.length for each in group) + size > PART or base + more > MOST_BASE
            if group and (full or (not self._old and _ends(file.path))):
                yield group
                group, base = [], 0
            spans = list(_spans(place, size, before.what[: plan.BASE] if before else b""))
            if len(spans) > 1:
                yield from ([each] for each in spans)
            else:
                group, base = group + spans, base + more
        if group:
            yield group

    def _before(self, place: int) -> File | None:
        """The file of the same path that this one builds on, if it is not too large for that."""
        found = self._known.get(self._tree.files[place].path)
        return found if found and found.size <= MOST_BASE else None

    def _kept(self, group: list[Span]) -> Piece:
        files = self._tree.files
        plain = b"".join(
            self._tree.read(files[each.file], each.start, each.length) for each in group
        )
        made = Piece(b"", 0, tuple(group))
        packed = self._packer_for(tuple(made.bases)).pack(plain)
        return Piece(self._keep(packed), len(packed), made.spans)

    def _packer_for(self, bases: tuple[bytes, ...]) -> Packer:
        """The parts of a large file share one, for its index takes long to make."""
        if bases != self._packed_with:
            by_key = {each.what[: plan.BASE]: each for each in self._known.values()}
            content = b"".join(self._old.read(by_key[each]) for each in bases) if self._old else b""
            self._packed_with, self._packer = bases, Packer(content)
        return self._packer


def _spans(place: int, size: int, base: bytes) -> Iterator[Span]:
    for start in range(0, size, PART):
        yield Span(place, start, min(PART, size - start), base)


def _ends(path: str) -> bool:
    return hashlib.blake2b(path.encode(), digest_size=2).digest()[0] % TOGETHER == 0
