"""What a kiosk shows root of a version that it has laid out: all that root can check it by.

The kiosk's user writes it, and root believes nothing of it but what the council's keys signed.
"""

from dataclasses import dataclass

from sync import wire
from sync.errors import ProtocolError
from sync.protocol import MAX_STATEMENT as MAX_KEYS
from sync.releases import manifest
from sync.releases.statement import MAX_STATEMENT

NAME = "order"
"""The file beside the version."""
MOST_RENEWALS = 100
"""Statements of keys from the one of the enrolment to the newest."""
LARGEST = manifest.LARGEST + MAX_STATEMENT + MOST_RENEWALS * (MAX_KEYS + 8) + 64
"""Bytes of all of it."""


@dataclass(frozen=True)
class Order:
    """One version and why it may be run."""

    statement: bytes
    """What the root key signed of the version."""
    listed: bytes
    """The list of its files."""
    keys: tuple[bytes, ...]
    """The council's statements of its keys: that of the enrolment, and each that followed."""

    def encode(self) -> bytes:
        """As it lies in the file."""
        return wire.dump([self.statement, self.listed, list(self.keys)])

    @classmethod
    def decode(cls, content: bytes) -> "Order":
        """Read it; raises ProtocolError."""
        statement, listed, keys = wire.parse(content, (bytes, bytes, list), "an order of a version")
        if not 0 < len(keys) <= MOST_RENEWALS or not all(type(each) is bytes for each in keys):
            raise ProtocolError("This order names no keys that a kiosk can go by.")
        return cls(statement, listed, tuple(keys))
