"""What a release is cut into for its way: pieces of at most a mebibyte, named by their hash.

A piece may be written as what differs from files that the other end has: those are its *base*, and
zstd takes them as a dictionary of raw content (RFC 8878, section 5). A base is read into memory
whole, so there is a limit to it; a piece opens to exactly as much as it has to, or is refused.
"""

from typing import Any

import zstandard

from sync import frames
from sync.errors import ProtocolError

PART = 1 << 20
"""Bytes that a piece opens to at most; lists of files and plans may be four times as long."""
MOST_BASE = 32 << 20
"""Bytes of the files that one piece builds on."""
_WINDOW = 22


class Packer:
    """Packs pieces that build on the same base; takes its index once for all of them."""

    def __init__(self, base: bytes = b"") -> None:
        large = {"hash_log": 22, "chain_log": 23} if len(base) > PART else {}
        parameters = frames.parameters(_WINDOW, **large)
        known = _dictionary(base)
        if known is not None and len(base) > PART:
            known.precompute_compress(compression_params=parameters)
        self._compressor = zstandard.ZstdCompressor(compression_params=parameters, dict_data=known)

    def pack(self, plain: bytes) -> bytes:
        """A zstd frame without magic number, size, checksum or dictionary id."""
        return bytes(self._compressor.compress(plain))


def unpack(packed: bytes, most: int, base: bytes = b"") -> bytes:
    """What was packed, when it is no longer than ``most``.

    Raises:
        ProtocolError: it opens to more, or not at all.
    """
    try:
        plain = frames.beginning(packed, most, _WINDOW, _dictionary(base))
    except zstandard.ZstdError as error:
        raise ProtocolError("A piece of a release cannot be opened.") from error
    if len(plain) > most:
        raise ProtocolError("A piece of a release opens to more than it says.")
    return plain


def _dictionary(base: bytes) -> Any:
    return frames.known(base) if base else None
