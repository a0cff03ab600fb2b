"""How long a sealed text is tells no more than the bucket its length falls into."""

from sync.errors import SealingError

BUCKET = 8
"""Sealed records are padded to a multiple of this many bytes."""


def pad(plain: bytes, bucket: int = BUCKET) -> bytes:
    """Padded to the bucket as ISO/IEC 7816-4 does: 0x80, then zeroes."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % bucket)


def unpad(padded: bytes) -> bytes:
    """What was padded; raises SealingError when it was not."""
    plain, mark, zeroes = padded.rpartition(b"\x80")
    if not mark or zeroes.strip(b"\0"):
        raise SealingError("A record opened, but its padding is broken.")
    return plain
