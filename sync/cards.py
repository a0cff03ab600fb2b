"""Cards: what residents said and an officer let others see, as items of the feed; and, for hub
staff, how many wait. Nothing here says how to reach anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync import codec, wire
from sync.errors import FeedError, ProtocolError
from sync.notices import opened, pairs, short, texts

ASK, OFFER, THANKS, STORY = KINDS = ("ask", "offer", "thanks", "story")
"""What a card is: the first two are answered, the last two are read."""
MOST_LINES, MOST_PICTURES = 20, 2
LONGEST_NAME, LONGEST_TEXT = 300, 2000
"""Characters of a label and of what was said."""
LARGEST_PICTURE = 300_000
"""Bytes."""
LARGEST = 2 * 1024 * 1024
"""Bytes of a card when opened."""


@dataclass(frozen=True)
class CardLine:
    """One answer; each a mapping of language code to text, where ``""`` holds for all."""

    names: Mapping[str, str]
    """The question."""
    texts: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class CardItem:
    """A card as it travels."""

    number: int
    """What an answer names it by; a council gives each number once."""
    kind: str
    """One of ``KINDS``."""
    at: int
    """Unix seconds when it was first shown."""
    until: int
    """Unix seconds after which it is not shown."""
    language: str
    """Code of the language in which it was said; empty when it is not known."""
    lines: tuple[CardLine, ...] = field(repr=False)
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    """PNG or JPEG, without what the officer hid."""

    def encode(self) -> bytes:
        """Bytes of the item of the feed; raises FeedError when it is larger than it may be."""
        lines = [[pairs(each.names), pairs(each.texts)] for each in self.lines]
        plain = wire.dump([
            self.number, self.kind, self.at, self.until, self.language, lines,
            list(self.pictures),
        ])  # fmt: skip
        item = wire.dump(["card", codec.compress(plain, b"")])
        CardItem.decode(item)
        return item

    @classmethod
    def decode(cls, item: bytes) -> "CardItem":
        """Read an item; raises FeedError."""
        number, kind, at, until, language, lines, pictures = opened(
            item, "card", (int, str, int, int, str, list, list), LARGEST
        )
        _counted(number, at, until)
        if kind not in KINDS or not number:
            raise FeedError("A card of the feed is of no known kind, or has no number.")
        if not len(lines) + len(pictures) > 0 or len(lines) > MOST_LINES:
            raise FeedError("A card of the feed says nothing, or more than it may.")
        return cls(
            number, kind, at, until, short(language, 60),
            tuple(_line(each) for each in lines), _pictures(pictures),
        )  # fmt: skip


def _line(value: object) -> CardLine:
    if not isinstance(value, list) or len(value) != 2:
        raise FeedError("A line of a card is not of the shape it must be.")
    return CardLine(texts(value[0], LONGEST_NAME), texts(value[1], LONGEST_TEXT))


def _pictures(values: list[object]) -> tuple[bytes, ...]:
    fit = [each for each in values if isinstance(each, bytes) and len(each) <= LARGEST_PICTURE]
    if len(fit) != len(values) or len(fit) > MOST_PICTURES:
        raise FeedError("A card of the feed has more pictures than it may, or a larger one.")
    return tuple(fit)


@dataclass(frozen=True)
class WaitingItem:
    """How much waits for an officer that was said in one hub: numbers, for its staff."""

    cards: int
    """Not yet let through, or refused."""
    answers: int
    """To cards, not yet brought together."""

    def encode(self) -> bytes:
        """Bytes of the item of the feed."""
        return wire.dump(["waiting", codec.compress(wire.dump([self.cards, self.answers]), b"")])

    @classmethod
    def decode(cls, item: bytes) -> "WaitingItem":
        """Read an item; raises FeedError."""
        values = opened(item, "waiting", (int, int), 1000)
        _counted(*values)
        return cls(*values)


def _counted(*numbers: int) -> None:
    try:
        for each in numbers:
            wire.counted(each, "number or time of a card")
    except ProtocolError as error:
        raise FeedError(str(error)) from error


def live(cards: list[CardItem], kinds: tuple[str, ...], now: int) -> list[CardItem]:
    """The cards of some kinds that hold now, the newest first."""
    found = [each for each in cards if each.kind in kinds and each.until > now]
    return sorted(found, key=lambda each: (-each.at, -each.number))
