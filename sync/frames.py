"""zstd frames as all that travels has them: without magic number, size, checksum or dictionary id
(RFC 8878), and with a dictionary, where there is one, that is raw content."""

import io
from typing import Any

import zstandard

_FORMAT = zstandard.FORMAT_ZSTD1_MAGICLESS


def parameters(window_log: int, **more: int) -> zstandard.ZstdCompressionParameters:
    """Of the smallest frames; the window has 2^``window_log`` bytes."""
    return zstandard.ZstdCompressionParameters.from_level(
        19, format=_FORMAT, write_content_size=False, write_checksum=False, write_dict_id=False,
        window_log=window_log, **more,
    )  # fmt: skip


def known(content: bytes) -> Any:
    """A dictionary of that content."""
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def beginning(packed: bytes, most: int, window_log: int, dictionary: Any) -> bytes:
    """What a frame opens to, and of that ``most`` bytes and one more at most.

    Reads through a stream, for the size that a frame declares is no limit.

    Raises:
        zstandard.ZstdError: it is no such frame.
    """
    decompressor = zstandard.ZstdDecompressor(
        dict_data=dictionary, format=_FORMAT, max_window_size=1 << window_log
    )
    with decompressor.stream_reader(io.BytesIO(packed)) as reader:
        return bytes(reader.read(most + 1))
