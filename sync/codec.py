"""A finished form as few bytes, and back: positional values, in the codes of the form's dictionary.

The order of values comes from the form, the codes of common words from its dictionary, so that
neither has to travel. A dictionary is made from general words, never from answers.
"""

import functools
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgpack
import zstandard

from sync import frames, markup, reference, schema, symbols, wire
from sync.attachments import MOST_PARTS, Pieces
from sync.errors import CodecError, ProtocolError
from sync.protocol import HASH

FORM_KEY = 3
"""Bytes of a form item's key that name it in a record; a council has no two forms alike in them."""
HEAD = 6
MINUTES = 3
ZSTD, ASSISTED = 1 << 47, 1 << 46
"""Bits of the head above the reference's number."""
PAPER = "paper"
LONGEST_SOURCE = 20
YEAR_2020 = 1_577_836_800
SHORT = 4096
"""Bytes of answers up to which the codes of the dictionary are tried."""
LARGEST = 256 * 1024
"""Bytes a record may have when opened."""
_WINDOW = 20
_NAME = re.compile(r"[0-9a-z]{1,40}\.(png|svg|jpg|ogg)")


@dataclass(frozen=True)
class Record:
    """One submission before it is sealed."""

    reference: bytes = field(repr=False)
    finished_at: int
    """Unix seconds, of which the minute travels; never before the server time last heard."""
    language: str
    assisted: bool
    instance: bytes = field(repr=False)
    """OpenRosa instance XML."""
    files: Mapping[str, bytes | Pieces] = field(default_factory=dict, repr=False)
    """Drawings, pictures and sounds by the names the instance gives them: their content, or the
    parts that stand before the record."""
    source: str = ""
    """``PAPER`` when staff typed it in; what a reader does not know means nothing to it."""


@functools.lru_cache(maxsize=64)
def _schema(xform: bytes) -> schema.Node:
    return schema.schema(xform)


def pack(xform: bytes, instance: bytes) -> bytes:
    """An instance as MessagePack of its values in the form's order.

    Raises:
        CodecError: the instance is not one of this form.
    """
    node, root = _schema(xform), markup.parse(instance)
    if markup.local(root.tag) != markup.local(node.tag):
        raise CodecError("The answers belong to another form.")
    return bytes(msgpack.packb(node.pack(root), use_bin_type=True))


def unpack(xform: bytes, packed: bytes, digest: bytes = b"") -> bytes:
    """The instance XML, the same bytes every time; raises CodecError.

    ``digest`` is the hash of the sealed record, which gives the instance its ``instanceID``.
    """
    try:
        values = msgpack.unpackb(packed, raw=False, max_map_len=0)
    except (ValueError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise CodecError("The packed values cannot be read.") from error
    return _instance(xform, values, digest)


def _instance(xform: bytes, values: Any, digest: bytes) -> bytes:
    node = _schema(xform)
    root = node.unpack(values)
    if digest:
        schema.name(root, node, digest)
    return bytes(ET.tostring(root, encoding="utf-8"))


def encode(form_key: bytes, xform: bytes, dictionary: bytes, record: Record) -> bytes:
    """The plain text that is sealed: form, reference, time and the compressed answers.

    ``form_key`` is the key of the form's feed item, of which the first 3 bytes are used.
    """
    listed = [_field(*each) for each in record.files.items()]
    said = wire.dump([record.language, listed])[1:] + pack(xform, record.instance)
    body = b"\x93" + said  # an array of the three
    if record.source:  # or of four, which only what came from elsewhere pays for
        body = b"\x94" + said + wire.dump([record.source])[1:]
    if len(body) > LARGEST:
        raise CodecError("These answers are too long to send.")
    marks, packed = _smaller(body, dictionary)
    head = reference.number(record.reference) | marks | (ASSISTED if record.assisted else 0)
    minutes = min(max(record.finished_at - YEAR_2020, 0) // 60, (1 << 8 * MINUTES) - 1)
    front = head.to_bytes(HEAD, "big") + minutes.to_bytes(MINUTES, "big")
    return form_key[:FORM_KEY] + front + packed


def _smaller(body: bytes, dictionary: bytes) -> tuple[int, bytes]:
    """By the codes of the dictionary or by zstd, whichever is smaller, and the mark of which."""
    squeezed = compress(body, _content(dictionary))
    if len(body) <= SHORT:
        coded = symbols.table(dictionary).encode(body)
        if len(coded) <= len(squeezed):
            return 0, coded
    return ZSTD, squeezed


def form_key(plain: bytes) -> bytes:
    """The first 3 bytes of the key of the form that an opened record belongs to."""
    return plain[:FORM_KEY]


def decode(plain: bytes, xform: bytes, dictionary: bytes, digest: bytes = b"") -> Record:
    """The record in an opened plain text; raises CodecError.

    ``digest`` is the hash of the sealed record, which gives the instance its ``instanceID``.
    """
    front = FORM_KEY + HEAD + MINUTES
    if len(plain) < front:
        raise CodecError("A record is too short.")
    head = int.from_bytes(plain[FORM_KEY : FORM_KEY + HEAD], "big")
    minutes = int.from_bytes(plain[FORM_KEY + HEAD : front], "big")
    if head >> reference.BITS & 1:
        raise CodecError("A record is of a kind this version does not know.")
    said = reference.of(head & (1 << reference.BITS) - 1)
    language, files, values, source = _body(plain[front:], bool(head & ZSTD), dictionary)
    finished_at, assisted = YEAR_2020 + 60 * minutes, bool(head & ASSISTED)
    instance = _instance(xform, values, digest)
    source = source[:LONGEST_SOURCE]
    return Record(said, finished_at, language, assisted, instance, _files(files), source)


def _body(packed: bytes, squeezed: bool, dictionary: bytes) -> list[Any]:
    if squeezed:
        body = decompress(packed, _content(dictionary), LARGEST)
    else:
        body = symbols.table(dictionary).decode(packed, LARGEST)
    try:
        return wire.parse(body, (str, list, list, str), "a record", left_out="")
    except ProtocolError as error:
        raise CodecError(str(error)) from error


def _field(name: str, file: bytes | Pieces) -> list[Any]:
    return [name, file.size, list(file.digests)] if isinstance(file, Pieces) else [name, file]


def _files(fields: list[Any]) -> dict[str, bytes | Pieces]:
    found: dict[str, bytes | Pieces] = {}
    for each in fields:
        if not isinstance(each, list) or not each or type(each[0]) is not str:
            raise CodecError("The files of a record are not of the shape they must be.")
        if not _NAME.fullmatch(each[0]):
            raise CodecError("The files of a record are not named as they must be.")
        found[each[0]] = _file(each[1:])
    return found


def _file(field: list[Any]) -> bytes | Pieces:
    match field:
        case [bytes(content)]:
            return content
        case [int(size), list(digests)] if 0 < len(digests) <= MOST_PARTS:
            if all(type(each) is bytes and len(each) == HASH for each in digests):
                return Pieces(size, tuple(digests))
    raise CodecError("The files of a record are not of the shape they must be.")


def compress(plain: bytes, dictionary: bytes) -> bytes:
    """A zstd frame without magic number, size, checksum or dictionary id."""
    compressor = zstandard.ZstdCompressor(
        compression_params=frames.parameters(_WINDOW), dict_data=_dictionary(dictionary)
    )
    return compressor.compress(plain)


def decompress(packed: bytes, dictionary: bytes, limit: int) -> bytes:
    """What was compressed, when it is no longer than ``limit``; raises CodecError."""
    try:
        plain = frames.beginning(packed, limit, _WINDOW, _dictionary(dictionary))
    except zstandard.ZstdError as error:
        raise CodecError("Compressed bytes cannot be read.") from error
    if len(plain) > limit:
        raise CodecError("Compressed bytes open to more than is allowed.")
    return plain


@functools.lru_cache(maxsize=64)
def _content(dictionary: bytes) -> bytes:
    """For zstd: the symbols of a table, the most common last, where they are reached cheaply."""
    return b"".join(reversed(list(symbols.table(dictionary).codes)))


@functools.lru_cache(maxsize=64)
def _dictionary(content: bytes) -> Any:
    return frames.known(content)
