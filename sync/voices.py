"""One voice each: tokens that staff hand out on paper, and how often each counts.

A token looks like a reference: words and digits, or digits alone, with a check that catches a slip
of the hand. Its *voice* is what every device knows it by: stretched, so that a stolen device gives
no token away, and tied to one form. Neither says who was handed which.
"""

import hashlib
from dataclasses import dataclass

from sync import codec, feed, reference, sealing, wire
from sync.errors import FeedError
from sync.notices import opened

BYTES = 8
MOST = 100_000
"""Voices in one item."""
ISSUED, SPENT = KINDS = ("voices", "spent")
"""Kinds of items: the voices a form takes, and those the council has heard."""


def new() -> bytes:
    """A fresh token, 7 bytes from the system's random source."""
    return reference.new()


def of(token: bytes, form_id: str) -> bytes:
    """The voice of a token for one form, 8 bytes; takes 16 MiB and some ten milliseconds."""
    form = hashlib.blake2b(form_id.encode(), digest_size=16, person=b"cs-voice").digest()
    return sealing.voice(token, form)


@dataclass(frozen=True)
class VoicesItem:
    """Voices of one form, as an item of the feed."""

    kind: str
    """One of ``KINDS``."""
    form_id: str
    voices: frozenset[bytes]

    def encode(self) -> bytes:
        """Bytes of the item; sorted, so that nothing tells in which order they came."""
        plain = wire.dump([self.form_id, b"".join(sorted(self.voices))])
        return wire.dump([self.kind, codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "VoicesItem":
        """Read an item; raises FeedError."""
        kind = feed.kind_of(item)
        if kind not in KINDS:
            raise FeedError("An item of the feed is not the voices it should be.")
        form_id, joined = opened(item, kind, (str, bytes), (MOST + 1) * BYTES)
        if len(joined) % BYTES:
            raise FeedError("The voices of a form cannot be read.")
        found = (joined[at : at + BYTES] for at in range(0, len(joined), BYTES))
        return cls(kind, form_id, frozenset(found))


def said(value: str) -> bytes:
    """The voice that stands in an instance; empty for anything that is none."""
    try:
        voice = bytes.fromhex(value)
    except ValueError:
        return b""
    return voice if len(voice) == BYTES else b""
