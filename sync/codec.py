"""A finished form as few bytes, and back: positional values, compressed with the form's own words.

The order of values comes from the form, the common phrases from its dictionary, so that neither
has to travel. A form's dictionary is made from its own words and general ones, never from answers.
"""

import functools
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgpack
import zstandard

from sync import markup, schema, wire
from sync.attachments import MOST_PARTS, Pieces
from sync.errors import CodecError, ProtocolError
from sync.protocol import HASH
from sync.reference import BYTES as REFERENCE_BYTES

FORM_KEY = 8
"""Bytes of a form item's key that name it in a record."""
LARGEST = 256 * 1024
"""Bytes a record may have when opened."""
DICTIONARY = 64 * 1024
_FORMAT = zstandard.FORMAT_ZSTD1_MAGICLESS
_WINDOW = 1 << 20
_NAME = re.compile(r"[0-9a-z]{1,40}\.(png|svg|jpg|ogg)")


@dataclass(frozen=True)
class Record:
    """One submission before it is sealed."""

    reference: bytes = field(repr=False)
    finished_at: int
    """Unix seconds; never before the server time last heard."""
    language: str
    assisted: bool
    instance: bytes = field(repr=False)
    """OpenRosa instance XML."""
    files: Mapping[str, bytes | Pieces] = field(default_factory=dict, repr=False)
    """Drawings, pictures and sounds by the names the instance gives them: their content, or the
    parts that stand before the record."""


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


def unpack(xform: bytes, packed: bytes) -> bytes:
    """The instance XML, the same bytes every time; raises CodecError."""
    try:
        values = msgpack.unpackb(packed, raw=False, max_map_len=0)
    except (ValueError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise CodecError("The packed values cannot be read.") from error
    return bytes(ET.tostring(_schema(xform).unpack(values), encoding="utf-8"))


def encode(form_key: bytes, xform: bytes, dictionary: bytes, record: Record) -> bytes:
    """The plain text that is sealed: the form's key and the compressed record.

    ``form_key`` is the key of the form's feed item, of which the first 8 bytes are used.
    """
    plain = wire.dump(
        [
            record.reference, record.finished_at, record.language, int(record.assisted),
            pack(xform, record.instance), [_field(*each) for each in record.files.items()],
        ]
    )  # fmt: skip
    if len(plain) > LARGEST:
        raise CodecError("These answers are too long to send.")
    return form_key[:FORM_KEY] + compress(plain, dictionary)


def form_key(plain: bytes) -> bytes:
    """The first 8 bytes of the key of the form that an opened record belongs to."""
    return plain[:FORM_KEY]


def decode(plain: bytes, xform: bytes, dictionary: bytes) -> Record:
    """The record in an opened plain text; raises CodecError."""
    kinds = (bytes, int, str, int, bytes, list)
    try:
        values = wire.parse(decompress(plain[FORM_KEY:], dictionary, LARGEST), kinds, "a record")
        wire.sized(values[0], REFERENCE_BYTES, "reference")
    except ProtocolError as error:
        raise CodecError(str(error)) from error
    instance, files = unpack(xform, values[4]), _files(values[5])
    return Record(values[0], values[1], values[2], bool(values[3]), instance, files)


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
    parameters = zstandard.ZstdCompressionParameters.from_level(
        19, format=_FORMAT, write_content_size=False, write_checksum=False, write_dict_id=False,
        window_log=20,
    )  # fmt: skip
    compressor = zstandard.ZstdCompressor(
        compression_params=parameters, dict_data=_dictionary(dictionary)
    )
    return compressor.compress(plain)


def decompress(packed: bytes, dictionary: bytes, limit: int) -> bytes:
    """What was compressed, when it is no longer than ``limit``; raises CodecError.

    Reads through a stream, one byte past the limit at most: the size a frame declares is no limit.
    """
    decompressor = zstandard.ZstdDecompressor(
        dict_data=_dictionary(dictionary), format=_FORMAT, max_window_size=_WINDOW
    )
    try:
        with decompressor.stream_reader(io.BytesIO(packed)) as reader:
            plain = bytes(reader.read(limit + 1))
    except zstandard.ZstdError as error:
        raise CodecError("Compressed bytes cannot be read.") from error
    if len(plain) > limit:
        raise CodecError("Compressed bytes open to more than is allowed.")
    return plain


def make_dictionary(phrases: Iterable[str], general: Iterable[str]) -> bytes:
    """A form's dictionary: its own phrases last, where zstd reaches them most cheaply.

    ``phrases`` are its labels, choices and names, ``general`` common words, most common last.
    """
    near = "\n".join(phrases).encode()[-DICTIONARY // 2 :]
    far = " ".join(general).encode()[-(DICTIONARY - len(near)) :]
    return far + b"\n" + near


@functools.lru_cache(maxsize=64)
def _dictionary(content: bytes) -> Any:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
