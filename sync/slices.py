"""A piece of a device's chain on its way into a batch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slice:
    """Records that go into one batch."""

    first: int
    """Sequence of the first record."""
    previous: bytes
    """Head of the chain before it."""
    records: tuple[bytes, ...]
    total: int = 0
    """Sequence of the newest record of the whole chain."""
