"""How the files of a release are spread over its pieces: all of them, or those that are not in an
earlier release (a *step*). A plan is not signed: what comes of it is measured by the signed list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sync import wire
from sync.errors import ProtocolError
from sync.protocol import HASH, MAX_PIECE
from sync.releases.manifest import LINK, File
from sync.releases.pieces import PART

MOST_PIECES, MOST_SPANS = 20_000, 40_000
BASE = 8
"""Bytes of the hash of a file that a piece builds on; what comes of it is measured whole."""
LARGEST = 4 << 20
"""Bytes of the plan itself."""


@dataclass(frozen=True)
class Span:
    """Bytes of one file within a piece."""

    file: int
    """Its place in the list of files, from 0."""
    start: int
    length: int
    base: bytes = b""
    """How the hash of the file begins that it builds on; empty for none."""


@dataclass(frozen=True)
class Piece:
    """What is fetched at once."""

    key: bytes
    """Its hash."""
    size: int
    """Bytes as it travels."""
    spans: tuple[Span, ...]

    @property
    def opened(self) -> int:
        """Bytes that it opens to."""
        return sum(each.length for each in self.spans)

    @property
    def bases(self) -> list[bytes]:
        """What it builds on, each once, in order."""
        return list(dict.fromkeys(each.base for each in self.spans if each.base))


def encode(pieces: Iterable[Piece]) -> bytes:
    """The bytes that travel, packed."""
    return wire.dump([
        [each.key, each.size, [[span.file, span.start, span.length, span.base]
                               for span in each.spans]]
        for each in pieces
    ])  # fmt: skip


def decode(content: bytes, files: Sequence[File]) -> tuple[Piece, ...]:
    """Read a plan for these files; raises ProtocolError when it cannot be one."""
    rows = wire.parse_all(content, list, MOST_PIECES, "a plan of pieces")
    pieces = tuple(_piece(row) for row in rows)
    _check(pieces, files)
    return pieces


def _piece(row: list[object]) -> Piece:
    if [type(part) for part in row] != [bytes, int, list]:
        raise ProtocolError("A piece of the plan is of the wrong shape.")
    key, size, spans = row
    if not isinstance(size, int) or not 0 < size <= MAX_PIECE:
        raise ProtocolError("A piece of the plan is too large.")
    assert isinstance(key, bytes) and isinstance(spans, list)
    return Piece(wire.sized(key, HASH, "key of a piece"), size, tuple(map(_span, spans)))


def _span(row: object) -> Span:
    if not isinstance(row, list) or [type(part) for part in row] != [int, int, int, bytes]:
        raise ProtocolError("A piece of the plan is of the wrong shape.")
    if len(row[3]) not in (0, BASE):
        raise ProtocolError("A piece of the plan is of the wrong shape.")
    return Span(*row)


def _check(pieces: Sequence[Piece], files: Sequence[File]) -> None:
    """Every file is there wholly or not at all, once, and from its beginning to its end."""
    if sum(len(each.spans) for each in pieces) > MOST_SPANS:
        raise ProtocolError("The plan of pieces is too long.")
    done: set[int] = set()
    at, reached = -1, 0
    for span in _spans(pieces):
        if span.file != at:
            _check_whole(at, reached, files)
            at, reached = span.file, 0
        good = 0 <= at < len(files) and at not in done and files[at].kind != LINK
        if not good or span.start != reached or span.length <= 0:
            raise ProtocolError("The plan of pieces does not fit the list of files.")
        reached += span.length
        if reached > files[at].size:
            raise ProtocolError("The plan of pieces does not fit the list of files.")
        if reached == files[at].size:
            done.add(at)
            at = -1
    _check_whole(at, reached, files)


def _check_whole(at: int, reached: int, files: Sequence[File]) -> None:
    if at >= 0 and reached != files[at].size:
        raise ProtocolError("The plan of pieces leaves a part of a file out.")


def _spans(pieces: Sequence[Piece]) -> Iterator[Span]:
    for piece in pieces:
        if not piece.spans or piece.opened > PART:
            raise ProtocolError("A piece of the plan is empty or opens to too much.")
        yield from piece.spans
