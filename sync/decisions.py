"""What the council decided, and how to speak at a meeting: items of the feed, in plain words."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sync import codec, wire
from sync.errors import FeedError
from sync.notices import opened, pairs, short, texts
from sync.postcodes import WARD

MOST = 100
"""Entries of one item."""
MOST_WARDS = 200
LONGEST_TITLE, LONGEST_TEXT, LONGEST_WEB = 200, 4000, 300
"""Characters."""
LARGEST = 4 * 1024 * 1024
"""Bytes of an item when opened."""
Kind = Literal["decisions", "speaking"]


@dataclass(frozen=True)
class Told:
    """A decision, or one step on the way to speak at a meeting."""

    titles: Mapping[str, str]
    """By language code."""
    texts: Mapping[str, str] = field(repr=False)
    day: str = ""
    """When it was decided, such as ``2026-11-03``; empty for a step."""
    wards: tuple[str, ...] = ()
    """Codes of the wards that it is about; none when it is about all."""
    url: str = ""


@dataclass(frozen=True)
class ToldItem:
    """Decisions or steps as they travel, in the order in which they are read."""

    kind: Kind
    entries: tuple[Told, ...]

    def encode(self) -> bytes:
        """Bytes of the item of the feed."""
        lines = [
            [pairs(each.titles), pairs(each.texts), each.day, list(each.wards), each.url]
            for each in self.entries
        ]
        return wire.dump([self.kind, codec.compress(wire.dump([lines]), b"")])

    @classmethod
    def decisions(cls, item: bytes) -> "ToldItem":
        """Read an item of decisions; raises FeedError."""
        return cls._decode("decisions", item)

    @classmethod
    def speaking(cls, item: bytes) -> "ToldItem":
        """Read an item of steps; raises FeedError."""
        return cls._decode("speaking", item)

    @classmethod
    def _decode(cls, kind: Kind, item: bytes) -> "ToldItem":
        (lines,) = opened(item, kind, (list,), LARGEST)
        if len(lines) > MOST:
            raise FeedError(f"An item of the feed ({kind}) has more entries than it may.")
        return cls(kind, tuple(_told(each) for each in lines))


def _told(line: object) -> Told:
    if not isinstance(line, list) or [type(part) for part in line] != [list, list, str, list, str]:
        raise FeedError("A decision of the feed is not of the shape it must be.")
    titles, said, day, wards, url = line
    if len(wards) > MOST_WARDS or not all(isinstance(w, str) and WARD.fullmatch(w) for w in wards):
        raise FeedError("A decision of the feed is about no ward.")
    made = Told(
        texts(titles, LONGEST_TITLE), texts(said, LONGEST_TEXT), day, tuple(wards),
        short(url, LONGEST_WEB),
    )  # fmt: skip
    if not any(made.titles.values()) or (day and not _is_day(day)):
        raise FeedError("A decision of the feed has no title, or was made on no day.")
    return made


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
