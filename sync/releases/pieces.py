"""What a release is cut into for its way: pieces of at most a mebibyte, named by their hash.

A piece may be written as what differs from files that the other end has: those are its *base*, and
zstd takes them as a dictionary of raw content (RFC 8878, section 5). A base is read into memory
whole, so there is a limit to it; a piece opens to exactly as much as it has to, or is refused.
"""

import io
from typing import Any

import zstandard

from sync.errors import ProtocolError

PART = 1 << 20
"""Bytes that a piece opens to at most; lists of files and plans may be four times as long."""
MOST_BASE = 32 << 20
"""Bytes of the files that one piece builds on."""
_FORMAT = zstandard.FORMAT_ZSTD1_MAGICLESS
_WINDOW = 22


class Packer:
    """Packs pieces that build on the same base; takes its index once for all of them."""

    def __init__(self, base: bytes = b"") -> None:
        large = {"hash_log": 22, "chain_log": 23} if len(base) > PART else {}
        parameters = zstandard.ZstdCompressionParameters.from_level(
            19, format=_FORMAT, write_content_size=False, write_checksum=False,
            write_dict_id=False, window_log=_WINDOW, **large,
        )  # fmt: skip
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
    decompressor = zstandard.ZstdDecompressor(
        dict_data=_dictionary(base), format=_FORMAT, max_window_size=1 << _WINDOW
    )
    try:
        with decompressor.stream_reader(io.BytesIO(packed)) as reader:
            plain = bytes(reader.read(most + 1))
    except zstandard.ZstdError as error:
        raise ProtocolError("A piece of a release cannot be opened.") from error
    if len(plain) > most:
        raise ProtocolError("A piece of a release opens to more than it says.")
    return plain


def _dictionary(base: bytes) -> Any:
    if not base:
        return None
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
