"""Notices of council and hubs: an item of the feed, and the form by which a kiosk sends its own.

A notice written at a kiosk travels as a record of a form that both ends have built in, so that it
arrives once, as everything else does. Its id is drawn at the kiosk; the feed carries the same id.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from sync import codec, fields, symbols, wire
from sync.errors import CodecError, FeedError, ProtocolError
from sync.protocol import HASH

ID = 16
LONGEST_TITLE, LONGEST_TEXT, LONGEST_SOURCE = 200, 4000, 200
"""Characters."""
MOST_LANGUAGES = 40
LARGEST = 256 * 1024
"""Bytes of a notice when opened."""
FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Notice</h:title><model><instance><data id="hub_notice" version="1">
<id/><language/><title/><text/><until/><everywhere/></data></instance></model></h:head>
<h:body/></h:html>
"""
FORM_KEY = hashlib.blake2b(FORM, digest_size=HASH, person=b"cs-builtin").digest()
DICTIONARY = symbols.Table.weighed({}).dump()
"""Every byte with a code of eight bits."""


@dataclass(frozen=True)
class NoticeItem:
    """A notice as it stands on the board."""

    id: bytes
    source: str
    """Who says it, such as the name of a hub."""
    until: int
    """Unix seconds after which it is not shown; 0 for one that was taken down."""
    titles: Mapping[str, str]
    """By language code; the code ``""`` holds for every language."""
    texts: Mapping[str, str]

    def encode(self) -> bytes:
        """Bytes of the item of the feed."""
        plain = wire.dump([self.id, self.source, self.until, pairs(self.titles), pairs(self.texts)])
        return wire.dump(["notice", codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "NoticeItem":
        """Read an item; raises FeedError."""
        values = opened(item, "notice", (bytes, str, int, list, list), LARGEST)
        try:
            wire.sized(values[0], ID, "id of a notice")
            wire.counted(values[2], "last day of a notice")
        except ProtocolError as error:
            raise FeedError(str(error)) from error
        return cls(
            values[0], short(values[1], LONGEST_SOURCE), values[2],
            texts(values[3], LONGEST_TITLE), texts(values[4], LONGEST_TEXT),
        )  # fmt: skip


@dataclass(frozen=True)
class Posted:
    """A notice as staff wrote it at a kiosk."""

    id: bytes
    language: str
    title: str = field(repr=False)
    text: str = field(repr=False)
    until: int
    """Unix seconds; 0 takes the notice of this id down."""
    everywhere: bool
    """Whether all hubs show it, or only the one where it was written."""

    def instance(self) -> bytes:
        """The record's instance of the built-in form."""
        values = {
            "id": self.id.hex(), "language": self.language, "title": self.title,
            "text": self.text, "until": str(self.until), "everywhere": str(int(self.everywhere)),
        }  # fmt: skip
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
        return f'<data id="hub_notice" version="1">{inner}</data>'.encode()

    @classmethod
    def read(cls, instance: bytes) -> "Posted":
        """From an opened record's instance; raises CodecError."""
        found = {path.rpartition("/")[2]: value for path, _, value in fields.values(instance)}
        try:
            id, until = bytes.fromhex(found.get("id", "")), int(found.get("until", "0"))
        except ValueError as error:
            raise CodecError("A notice of a kiosk is not of the shape it must be.") from error
        title, text = found.get("title", ""), found.get("text", "")
        if len(id) != ID or not 0 <= until < 2**40 or len(found.get("language", "")) > 20:
            raise CodecError("A notice of a kiosk is not of the shape it must be.")
        if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT or (until and not title):
            raise CodecError("A notice of a kiosk is too long, or has no title.")
        return cls(
            id, found.get("language", ""), title, text, until, found.get("everywhere") == "1"
        )

    def item(self, source: str) -> NoticeItem:
        """As it stands on the board."""
        code = self.language
        return NoticeItem(self.id, source, self.until, {code: self.title}, {code: self.text})


def new_id() -> bytes:
    """An id for a new notice."""
    return secrets.token_bytes(ID)


def opened(item: bytes, kind: str, kinds: tuple[type, ...], limit: int) -> list:  # type: ignore[type-arg]
    """The members of an item of the feed of a kind; raises FeedError."""
    try:
        said, packed = wire.parse(item, (str, bytes), "a feed item")
        values = wire.parse(codec.decompress(packed, b"", limit), kinds, f"an item of {kind}")
    except (ProtocolError, CodecError) as error:
        raise FeedError(f"An item of the feed ({kind}) cannot be read.") from error
    if said != kind:
        raise FeedError(f"An item of the feed is not of the kind {kind}.")
    return values


def pairs(mapping: Mapping[str, str]) -> list[list[str]]:
    """A mapping as it travels."""
    return [[key, mapping[key]] for key in sorted(mapping)]


def texts(value: object, longest: int) -> dict[str, str]:
    """Texts by language as they travel; raises FeedError."""
    if not isinstance(value, list) or len(value) > MOST_LANGUAGES:
        raise FeedError("The texts of an item of the feed are not of the shape they must be.")
    found = {}
    for each in value:
        if not isinstance(each, list) or [type(part) for part in each] != [str, str]:
            raise FeedError("The texts of an item of the feed are not of the shape they must be.")
        found[short(each[0], 60)] = short(each[1], longest)
    return found


def short(text: str, longest: int) -> str:
    """A text when it is no longer than it may be; raises FeedError."""
    if len(text) > longest:
        raise FeedError("A text of an item of the feed is too long.")
    return text
