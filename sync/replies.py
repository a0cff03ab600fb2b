"""What a council answers to one submission, sealed under its reference, and what it has read.

Every device carries everybody's replies, in bundles, so that a resident can ask at any of them and
nobody else learns for whom one is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from sync import codec, sealing, wire
from sync.errors import CodecError, FeedError, ProtocolError, SealingError
from sync.feed import pairs

MAX_TEXT = 6000
"""Bytes of one text: 1,500 letters of any script but the rarest."""
MAX_TEXTS = 4
MAX_PLAIN = 32 * 1024
MAX_SEALED = 40 * 1024
REPLY_LEVELS = (64, 16, 4, 1)
READ_LEVELS = (1024, 128, 16)
"""How many numbers a bundle spans. A new reply stands alone; four that are neighbours are sent
once more as one, and so on: the index stays short, and a reply is sent four times at most."""


class Word(IntEnum):
    """What the council says of a submission."""

    LOOKING = 1
    """Somebody is looking into it; there is more to come."""
    ANSWERED = 2
    REFUSED = 3
    """No, and why."""


Texts = Mapping[str, str]
"""Language code to text; ``""`` where the language is not known."""


@dataclass(frozen=True)
class ReplyText:
    """A reply as the resident reads it."""

    word: Word
    at: int
    """Unix seconds when it was written."""
    about: Texts = field(repr=False)
    """Title of the form it answers."""
    texts: Texts = field(repr=False)

    def seal(self, key: bytes) -> bytes:
        """Sealed under ``sealing.reply_key`` of the reference; raises FeedError when too long."""
        plain = wire.dump([int(self.word), self.at, pairs(self.about), pairs(self.texts)])
        _parse(plain)
        return sealing.seal_reply(key, codec.compress(plain, b""))

    @classmethod
    def open(cls, key: bytes, sealed: bytes) -> "ReplyText":
        """Raises SealingError under another reference, FeedError when it is no reply."""
        packed = sealing.open_reply(key, sealed)
        try:
            return _parse(codec.decompress(packed, b"", MAX_PLAIN))
        except CodecError as error:
            raise FeedError("A reply of the feed cannot be read.") from error


def _parse(plain: bytes) -> ReplyText:
    try:
        word, at, about, texts = wire.parse(plain, (int, int, list, list), "a reply")
        said = ReplyText(Word(word), wire.counted(at, "time"), texts_of(about), texts_of(texts))
    except (ProtocolError, ValueError) as error:
        raise FeedError("A reply is too long, or not one.") from error
    return said


def texts_of(values: list[object], most: int = MAX_TEXTS) -> dict[str, str]:
    """Language and text from what travelled; raises ProtocolError."""
    if len(values) > most:
        raise ProtocolError("There are more texts than there may be.")
    found = {}
    for value in values:
        if not isinstance(value, list) or [type(part) for part in value] != [str, str]:
            raise ProtocolError("A text is of the wrong shape.")
        if len(value[0]) > 60 or len(value[1].encode()) > MAX_TEXT:
            raise ProtocolError("A text is too long.")
        found[value[0]] = value[1]
    return found


def bundle(replies: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The feed item of some replies: lookup and sealed bytes of each."""
    return wire.dump(["reply", wire.dump([[*each] for each in replies])])


def unbundled(item: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Lookup and sealed bytes of each reply of an item; raises FeedError."""
    try:
        kind, body = wire.parse(item, (str, bytes), "a feed item")
        entries = wire.parse_all(body, list, REPLY_LEVELS[0], "a bundle of replies")
    except ProtocolError as error:
        raise FeedError("A bundle of replies cannot be read.") from error
    for entry in entries:
        shape = [type(part) for part in entry]
        if kind != "reply" or shape != [bytes, bytes] or len(entry[0]) != sealing.REPLY_LOOKUP:
            raise FeedError("A bundle of replies is of the wrong shape.")
        if len(entry[1]) > MAX_SEALED:
            raise FeedError("A reply of the feed is too long.")
        yield entry[0], entry[1]


def read_item(marks: Iterable[bytes]) -> bytes:
    """The feed item that says which submissions were read."""
    return wire.dump(["read", b"".join(sorted(marks))])


def reads(item: bytes, mark: bytes) -> bool:
    """Whether an item has this mark; raises FeedError."""
    try:
        kind, body = wire.parse(item, (str, bytes), "a feed item")
    except ProtocolError as error:
        raise FeedError("A list of what was read cannot be read.") from error
    size = sealing.READ_MARK
    if kind != "read" or len(body) % size or len(body) > size * READ_LEVELS[0]:
        raise FeedError("A list of what was read is of the wrong shape.")
    return any(body[at : at + size] == mark for at in range(0, len(body), size))


def newest(items: Iterable[bytes], key: bytes) -> ReplyText | None:
    """The reply that opens under a key, the newest of several; bundles that are none are no harm.

    ``key`` is ``sealing.reply_key`` of the reference.
    """
    lookup, found = sealing.reply_lookup(key), []
    for item in items:
        try:
            here = [sealed for name, sealed in unbundled(item) if name == lookup]
            found += [ReplyText.open(key, sealed) for sealed in here]
        except (FeedError, SealingError):
            continue
    return max(found, key=lambda each: each.at, default=None)


def spans(last: int, levels: Sequence[int]) -> list[range]:
    """How the numbers from 1 to ``last`` are bundled; the last span may go beyond it."""
    found, start = [], 1
    for size in levels:
        while last - start + 1 >= size:
            found.append(range(start, start + size))
            start += size
    if start <= last:
        found.append(range(start, start + levels[-1]))
    return found
