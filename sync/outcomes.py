"""You said, we did: what came of a consultation, in the council's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync import codec, wire
from sync.errors import CodecError, FeedError, ProtocolError
from sync.feed import pairs
from sync.replies import texts_of

MAX_LANGUAGES = 30
MAX_PLAIN = 1024 * 1024


@dataclass(frozen=True)
class OutcomeItem:
    """An outcome as it travels. Each text is a mapping of language code to text."""

    form_id: str
    at: int
    """Unix seconds when it was published."""
    titles: Mapping[str, str]
    said: Mapping[str, str] = field(repr=False)
    """What people said."""
    will: Mapping[str, str] = field(repr=False)
    """What the council does."""
    wont: Mapping[str, str] = field(repr=False)
    """What it does not do, and why."""

    def encode(self) -> bytes:
        """Bytes of the item; the same for the same outcome. Raises FeedError when too long."""
        texts = [pairs(each) for each in (self.titles, self.said, self.will, self.wont)]
        plain = wire.dump([self.form_id, self.at, *texts])
        _parse(plain)
        return wire.dump(["outcome", codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "OutcomeItem":
        """Read an item; raises FeedError."""
        try:
            kind, packed = wire.parse(item, (str, bytes), "a feed item")
            plain = codec.decompress(packed, b"", MAX_PLAIN)
        except (ProtocolError, CodecError) as error:
            raise FeedError("An outcome of the feed cannot be read.") from error
        if kind != "outcome":
            raise FeedError("An item of the feed is not the outcome it should be.")
        return _parse(plain)


def _parse(plain: bytes) -> OutcomeItem:
    try:
        values = wire.parse(plain, (str, int, list, list, list, list), "an outcome")
        texts = [texts_of(each, MAX_LANGUAGES) for each in values[2:]]
        return OutcomeItem(values[0], wire.counted(values[1], "time"), *texts)
    except ProtocolError as error:
        raise FeedError("An outcome is too long, or not one.") from error
