"""People who agreed to be called by the staff of a hub: a sealed list, and what came of each call.

A kiosk carries the list of its hub as bytes that only a code opens, which the council gives to
named staff on paper. What came of a call travels as a record of a form that both ends have built
in, with the entry's random id and one word, and nothing of the person.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from sync import codec, fields, sealing, symbols, wire
from sync.errors import CodecError, FeedError, ProtocolError, SealingError
from sync.notices import short
from sync.protocol import HASH

Outcome = Literal["called", "missed", "wrong"]
"""Spoken to; not reached; a number that is not theirs."""
OUTCOMES: tuple[str, ...] = get_args(Outcome)
ID = 16
MOST, MOST_CODES = 200, 50
"""Entries of a list, and codes that open the list of a hub."""
LONGEST = 200
"""Characters of a name, a way to reach somebody, and what it is about."""
LARGEST = 1024 * 1024
"""Bytes of a list when opened."""
FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Call</h:title><model><instance><data id="hub_call" version="1">
<id/><outcome/></data></instance></model></h:head>
<h:body/></h:html>
"""
FORM_KEY = hashlib.blake2b(FORM, digest_size=HASH, person=b"cs-builtin").digest()
DICTIONARY = symbols.Table.weighed({}).dump()
"""Every byte with a code of eight bits."""


@dataclass(frozen=True)
class FollowUp:
    """Somebody to call: who, how and what for, and nothing else of what they said."""

    id: bytes
    """Random; names the entry and nobody."""
    name: str = field(repr=False)
    reach: str = field(repr=False)
    about: str = field(repr=False)
    """What for, in one line."""
    until: int
    """Unix seconds after which nobody calls any more."""


def plain(entries: Iterable[FollowUp]) -> bytes:
    """A list as it is sealed."""
    return wire.dump([[e.id, e.name, e.reach, e.about, e.until] for e in entries])


def item(listed: bytes, keys: Iterable[bytes]) -> bytes:
    """The feed item of a hub: the list once under each key of ``sealing.calls_key``."""
    packed = codec.compress(listed, b"")
    return wire.dump(["calls", wire.dump([[sealing.seal_calls(key, packed)] for key in keys])])


def opened(item: bytes, key: bytes) -> list[FollowUp] | None:
    """The list; None when this key opens none of it. Raises FeedError when it is no list."""
    try:
        _, body = wire.parse(item, (str, bytes), "a feed item")
        for entry in wire.parse_all(body, list, MOST_CODES, "a list of calls"):
            if len(entry) != 1 or not isinstance(entry[0], bytes):
                raise FeedError("A list of calls is not of the shape it must be.")
            try:
                packed = sealing.open_calls(key, entry[0])
            except SealingError:
                continue
            return _read(codec.decompress(packed, b"", LARGEST))
    except (ProtocolError, CodecError) as error:
        raise FeedError("A list of calls cannot be read.") from error
    return None


def _read(listed: bytes) -> list[FollowUp]:
    found = []
    for entry in wire.parse_all(listed, list, MOST, "a list of calls"):
        if [type(part) for part in entry] != [bytes, str, str, str, int] or len(entry[0]) != ID:
            raise FeedError("A list of calls is not of the shape it must be.")
        texts = [short(each, LONGEST) for each in entry[1:4]]
        until = wire.counted(entry[4], "last day of a call")
        found.append(FollowUp(entry[0], texts[0], texts[1], texts[2], until))
    return found


@dataclass(frozen=True)
class Called:
    """What came of a call."""

    id: bytes
    outcome: str

    def instance(self) -> bytes:
        """The record's instance of the built-in form."""
        inner = f"<id>{self.id.hex()}</id><outcome>{self.outcome}</outcome>"
        return f'<data id="hub_call" version="1">{inner}</data>'.encode()

    @classmethod
    def read(cls, instance: bytes) -> "Called":
        """From an opened record's instance; raises CodecError."""
        found = {path.rpartition("/")[2]: value for path, _, value in fields.values(instance)}
        try:
            id = bytes.fromhex(found.get("id", ""))
        except ValueError as error:
            raise CodecError("What came of a call is not of the shape it must be.") from error
        if len(id) != ID or found.get("outcome") not in OUTCOMES:
            raise CodecError("What came of a call is not of the shape it must be.")
        return cls(id, found["outcome"])
