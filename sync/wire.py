"""MessagePack with limits: the outer form of everything that travels (PROTOCOL.md, section 2)."""

from typing import Any

import msgpack

from sync.errors import ProtocolError

SIGNATURE = 64
"""Bytes of an Ed25519 signature, which stands in front of every signed message."""


def dump(values: list[Any]) -> bytes:
    """The one encoding of a list of integers, bytes, texts, lists and None."""
    return bytes(msgpack.packb(values, use_bin_type=True))


def parse(payload: bytes, kinds: tuple[type, ...], what: str, left_out: object = None) -> list[Any]:
    """Read a list with exactly these kinds of members.

    ``left_out`` stands for the last member where an older sender does not know it yet; with None
    every member has to be there.

    Raises:
        ProtocolError: the bytes are something else; ``what`` names what was expected.
    """
    values = _unpacked(payload, what)
    if left_out is not None and isinstance(values, list) and len(values) == len(kinds) - 1:
        values.append(left_out)
    if not isinstance(values, list) or len(values) != len(kinds):
        raise ProtocolError(f"This is not {what}: it has the wrong number of parts.")
    for value, kind in zip(values, kinds, strict=True):
        if type(value) is not kind:
            raise ProtocolError(f"This is not {what}: one of its parts is of the wrong kind.")
    return values


def _unpacked(payload: bytes, what: str) -> object:
    try:
        return msgpack.unpackb(payload, raw=False, strict_map_key=True, max_map_len=0)
    except (ValueError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise ProtocolError(f"This is not {what}: its bytes cannot be read.") from error


def parse_all(payload: bytes, kind: type, most: int, what: str) -> list[Any]:
    """Read a list of at most ``most`` members of one kind; raises ProtocolError."""
    values = _unpacked(payload, what)
    if not isinstance(values, list) or len(values) > most:
        raise ProtocolError(f"This is not {what}: it is no list, or too long.")
    if not all(type(value) is kind for value in values):
        raise ProtocolError(f"This is not {what}: one of its parts is of the wrong kind.")
    return values


def sized(value: bytes, size: int, what: str) -> bytes:
    """``value`` when it is ``size`` bytes long; raises ProtocolError when it is not."""
    if len(value) != size:
        raise ProtocolError(f"The {what} must be {size} bytes long; it is {len(value)}.")
    return value


def counted(value: int, what: str) -> int:
    """``value`` when it can be a count or a time; raises ProtocolError when it cannot."""
    if not 0 <= value < 2**53:
        raise ProtocolError(f"The {what} is out of range.")
    return value


def split(wire: bytes, limit: int, what: str) -> tuple[bytes, bytes]:
    """Signature and payload of a signed message of at most ``limit`` bytes."""
    if not SIGNATURE < len(wire) <= limit:
        raise ProtocolError(f"This is not {what}: its length is wrong.")
    return wire[:SIGNATURE], wire[SIGNATURE:]
