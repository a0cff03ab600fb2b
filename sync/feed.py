"""What a council publishes to its kiosks: items named by their hash, under one signed index.

An item is never changed: a new one takes its place in a newer index. An index older than the one a
kiosk has is refused; one past its date still works, and the kiosk says how old it is.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sync import codec, sealing, wire
from sync.errors import CodecError, FeedError, ProtocolError
from sync.protocol import HASH, INDEX_DOMAIN, MAX_REPLY, VERSION, Signer, check_version

MAX_INDEX = 1024 * 1024
MAX_ITEM = 2 * 1024 * 1024
KINDS = ("form", "reply", "read", "outcome")


def item_key(item: bytes) -> bytes:
    """The name of an item: BLAKE2b-256 of its bytes."""
    return hashlib.blake2b(item, digest_size=HASH, person=b"cs-item").digest()


@dataclass(frozen=True)
class Entry:
    """One line of an index."""

    key: bytes
    kind: str
    size: int


@dataclass(frozen=True)
class Index:
    """What the feed holds now."""

    version: int
    """Goes up by one with each change."""
    issued: int
    """Unix seconds."""
    expires: int
    """Unix seconds after which a kiosk says how old its content is; it goes on working."""
    entries: tuple[Entry, ...]

    def encode(self, sign: Signer) -> bytes:
        """Signed bytes."""
        lines = [[entry.key, entry.kind, entry.size] for entry in self.entries]
        payload = wire.dump([VERSION, self.version, self.issued, self.expires, lines])
        return sign(INDEX_DOMAIN + payload) + payload

    @classmethod
    def decode(cls, payload: bytes) -> "Index":
        """Read the part behind the signature; raises ProtocolError."""
        values = wire.parse(payload, (int, int, int, int, list), "a feed index")
        check_version(values[0])
        for number in values[1:4]:
            wire.counted(number, "version or time")
        return cls(values[1], values[2], values[3], tuple(_entry(line) for line in values[4]))

    @property
    def keys(self) -> frozenset[bytes]:
        """The keys of all items."""
        return frozenset(entry.key for entry in self.entries)


def _entry(line: object) -> Entry:
    if not isinstance(line, list) or [type(part) for part in line] != [bytes, str, int]:
        raise ProtocolError("A line of the feed index is of the wrong shape.")
    key, kind, size = line
    if not 0 < size <= MAX_ITEM:
        raise ProtocolError("An item of the feed index is too large.")
    return Entry(wire.sized(key, HASH, "item key"), kind, size)


def open_index(signed: bytes, feed_key: bytes, newest: int) -> Index:
    """Check an index against the feed key and the version already here.

    Raises:
        SignatureError, ProtocolError: it is not an index of this council.
        FeedError: it is older than ``newest``.
    """
    payload = sealing.verify(feed_key, INDEX_DOMAIN, signed, MAX_INDEX, "a feed index")
    index = Index.decode(payload)
    if index.version < newest:
        raise FeedError("A feed that is older than the one here was offered and refused.")
    return index


def check_items(index: Index, items: Iterable[bytes]) -> dict[bytes, bytes]:
    """Items by key, when every one of them stands in the index with its size.

    Raises:
        FeedError: an item was altered, or is not part of this feed.
    """
    sizes = {entry.key: entry.size for entry in index.entries}
    found = {item_key(item): item for item in items}
    for key, item in found.items():
        if sizes.get(key) != len(item):
            raise FeedError("An item that is not part of the feed was offered and refused.")
    return found


def missing(index: Index, have: Collection[bytes]) -> list[Entry]:
    """The entries whose items are not here yet, in the index's order."""
    return [entry for entry in index.entries if entry.key not in have]


def choose(entries: Iterable[Entry], budget: int = MAX_REPLY // 2) -> list[bytes]:
    """Keys of the first items that fit one reply, always at least one."""
    chosen: list[bytes] = []
    for entry in entries:
        if chosen and entry.size > budget:
            break
        chosen.append(entry.key)
        budget -= entry.size
    return chosen


@dataclass(frozen=True)
class FormItem:
    """A form as it travels, with all it needs to run without a network."""

    form_id: str
    version: str
    titles: Mapping[str, str]
    """Language name, or ``""``, to title."""
    descriptions: Mapping[str, str]
    icon: str
    xml: bytes = field(repr=False)
    """XForm."""
    dictionary: bytes = field(repr=False)
    resources: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """File name to content of what the form refers to."""

    def encode(self) -> bytes:
        """Bytes of the item; the same for the same form."""
        plain = wire.dump(
            [
                self.form_id, self.version, pairs(self.titles), pairs(self.descriptions),
                self.icon, self.xml, self.dictionary, pairs(self.resources),
            ]
        )  # fmt: skip
        return wire.dump(["form", codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "FormItem":
        """Read an item; raises FeedError."""
        kinds = (str, str, list, list, str, bytes, bytes, list)
        try:
            kind, packed = wire.parse(item, (str, bytes), "a feed item")
            values = wire.parse(codec.decompress(packed, b"", 16 * MAX_ITEM), kinds, "a form item")
            maps = [dict(values[place]) for place in (2, 3, 7)]
        except (ProtocolError, CodecError, ValueError, TypeError) as error:
            raise FeedError("A form of the feed cannot be read.") from error
        if kind != "form":
            raise FeedError("An item of the feed is not the form it should be.")
        return cls(values[0], values[1], maps[0], maps[1], values[4], values[5], values[6], maps[2])


def kind_of(item: bytes) -> str:
    """The kind an item says it is of; empty when it says none."""
    try:
        return str(wire.parse(item, (str, bytes), "a feed item")[0])
    except ProtocolError:
        return ""


def pairs(mapping: Mapping[str, object]) -> list[list[object]]:
    """A mapping as it travels: arrays of name and value, sorted by name."""
    return [[key, mapping[key]] for key in sorted(mapping)]
