"""Files too large for a record: cut into parts that stand before it in the chain.

A part is sealed as a record is; where a record has its form's key, a part has three zero bytes. The
record names its parts by their hashes, so that it opens to exactly the files that were taken.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sync.errors import CodecError
from sync.protocol import HASH

MARK = bytes(3)
"""Where a record has the key of its form; the key of no form that is published begins so."""
PART = 60_000
"""Bytes of a part: with its sealing, a batch holds one."""
INLINE = 24_000
"""Bytes of all files that travel within the record itself."""
LARGEST = 2_000_000
"""Bytes of one file."""
MOST_PARTS = 200
"""Parts of one submission."""


@dataclass(frozen=True)
class Pieces:
    """A file that travels in parts."""

    size: int
    digests: tuple[bytes, ...]
    """BLAKE2b-256 of each part, in their order."""


@dataclass(frozen=True)
class Cut:
    """The files of one submission, ready to be sealed."""

    files: dict[str, "bytes | Pieces"] = field(repr=False)
    parts: tuple[bytes, ...] = field(repr=False)
    """Plain texts that go before the record."""


def cut(files: Mapping[str, bytes]) -> Cut:
    """Leave small files in the record and cut the others; raises CodecError when too large."""
    room, parts = INLINE, list[bytes]()
    made: dict[str, bytes | Pieces] = {}
    for name, content in sorted(files.items(), key=lambda each: len(each[1])):
        room -= len(content)
        if room >= 0:
            made[name] = content
            continue
        if len(content) > LARGEST:
            raise CodecError("A picture or a sound is too large to send.")
        own = [content[at : at + PART] for at in range(0, len(content), PART)]
        parts += [MARK + each for each in own]
        made[name] = Pieces(len(content), tuple(map(digest, own)))
    if len(parts) > MOST_PARTS:
        raise CodecError("The pictures and sounds are too large to send together.")
    return Cut(made, tuple(parts))


def join(pieces: Pieces, find: Callable[[bytes], bytes | None]) -> bytes:
    """The file again; ``find`` gives a part by its hash. Raises CodecError when one lacks."""
    found = [find(each) for each in pieces.digests]
    content = b"".join(each for each in found if each is not None)
    if None in found or len(content) != pieces.size:
        raise CodecError("A part of a picture or a sound is missing.")
    return content


def digest(part: bytes) -> bytes:
    """What a record names a part by."""
    return hashlib.blake2b(part, digest_size=HASH, person=b"cs-part").digest()


def part_of(plain: bytes) -> bytes | None:
    """The content of a part; None when the plain text is a record's."""
    return plain[len(MARK) :] if plain.startswith(MARK) else None
