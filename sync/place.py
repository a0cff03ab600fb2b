"""What the feed carries of a place besides forms and notices: a crisis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Optional

from sync import codec, wire
from sync.errors import FeedError, ProtocolError
from sync.notices import opened, pairs, texts

LONGEST_CRISIS = 1000


@dataclass(frozen=True)
class CrisisItem:
    """The council has switched crisis mode on."""

    until: int
    """Unix seconds after which it is over by itself."""
    texts: Mapping[str, str]
    """What the council says, by language code; ``""`` holds for every language."""

    def encode(self) -> bytes:
        """Bytes of the item of the feed."""
        plain = wire.dump([self.until, pairs(self.texts)])
        return wire.dump(["crisis", codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "CrisisItem":
        """Read an item; raises FeedError."""
        values = opened(item, "crisis", (int, list), 64 * LONGEST_CRISIS * 4)
        try:
            wire.counted(values[0], "end of a crisis")
        except ProtocolError as error:
            raise FeedError(str(error)) from error
        return cls(values[0], texts(values[1], LONGEST_CRISIS))

    @classmethod
    def newest(cls, items: Iterable[bytes], now: int) -> Optional["CrisisItem"]:
        """The one that holds longest, of those that hold now."""
        found = []
        for item in items:
            try:
                found.append(cls.decode(item))
            except FeedError:
                continue
        live = [each for each in found if each.until > now]
        return max(live, key=lambda each: each.until, default=None)
