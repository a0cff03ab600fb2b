"""My place: an item of the feed with one ward and who speaks for it at the council."""

from dataclasses import dataclass, field

from sync import codec, wire
from sync.errors import FeedError
from sync.notices import opened, short
from sync.postcodes import WARD

MOST = 12
"""Councillors of one ward."""
LONGEST_NAME, LONGEST_TEXT = 200, 500
"""Characters."""
MOST_SURGERIES = 10
LARGEST_PICTURE = 16 * 1024
"""Bytes."""
LARGEST = 512 * 1024
"""Bytes of an item when opened."""
SHAPE = [str, str, bytes, list, str, str]


@dataclass(frozen=True)
class Councillor:
    """Somebody who was elected in a ward."""

    name: str
    party: str = ""
    picture: bytes = field(default=b"", repr=False)
    """A small JPEG; may be empty."""
    surgeries: tuple[str, ...] = ()
    """When and where anybody can come and talk, in the council's words."""
    phone: str = ""
    url: str = ""


@dataclass(frozen=True)
class WardItem:
    """A ward as it travels."""

    code: str
    name: str
    councillors: tuple[Councillor, ...]
    """None while nobody is elected."""

    def encode(self) -> bytes:
        """Bytes of the item of the feed; the same for the same ward."""
        lines = [
            [each.name, each.party, each.picture, list(each.surgeries), each.phone, each.url]
            for each in self.councillors
        ]
        plain = wire.dump([self.code, self.name, lines])
        return wire.dump(["wards", codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "WardItem":
        """Read an item; raises FeedError."""
        code, name, lines = opened(item, "wards", (str, str, list), LARGEST)
        if not WARD.fullmatch(code) or not name or len(lines) > MOST:
            raise FeedError("A ward of the feed has no code, no name, or too many councillors.")
        return cls(code, short(name, LONGEST_NAME), tuple(_councillor(each) for each in lines))


def _councillor(line: object) -> Councillor:
    if not isinstance(line, list) or [type(part) for part in line] != SHAPE:
        raise FeedError("A councillor of the feed is not of the shape they must be.")
    name, party, picture, surgeries, phone, url = line
    if not name or len(picture) > LARGEST_PICTURE or len(surgeries) > MOST_SURGERIES:
        raise FeedError("A councillor of the feed has no name, or more than they may.")
    if not all(isinstance(each, str) for each in surgeries):
        raise FeedError("A councillor of the feed is not of the shape they must be.")
    return Councillor(
        short(name, LONGEST_NAME), short(party, LONGEST_NAME), picture,
        tuple(short(each, LONGEST_TEXT) for each in surgeries),
        short(phone, LONGEST_NAME), short(url, LONGEST_TEXT),
    )  # fmt: skip
