"""Short texts as few bits: a form's table of symbols, each with a prefix code (PROTOCOL.md, 7).

A symbol is a piece of text such as " street", or one byte; what a council expects often has a short
code. The table travels with the form, so a record of a few answers needs no table of its own.
The codes are canonical as in RFC 1951, section 3.2.2; the end is filled with ones as in RFC 7541,
section 5.2. Nothing is repeated by reference, so that few bytes can never open to very many.
"""

import functools
import heapq
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sync import wire
from sync.errors import CodecError, ProtocolError

LONGEST = 40
"""Bytes of a symbol."""
DEEPEST = 40
"""Bits of a code."""


@dataclass(frozen=True)
class Table:
    """Symbols and their codes."""

    codes: Mapping[bytes, str]
    """Each symbol's code as a text of ones and zeroes."""
    symbols: Mapping[str, bytes]
    starts: Mapping[bytes, tuple[int, ...]]
    """How long the symbols are that begin with two bytes; shorter ones are in it too."""

    @classmethod
    def weighed(cls, weights: Mapping[bytes, float]) -> "Table":
        """The best table for these weights; every single byte gets a code."""
        whole = {bytes([byte]): 0.2 for byte in range(256)} | dict(weights)
        lengths = _lengths(whole)
        ordered = sorted(whole, key=lambda symbol: (lengths[symbol], symbol))
        return cls._of((lengths[symbol], symbol) for symbol in ordered)

    @classmethod
    def _of(cls, ordered: Iterable[tuple[int, bytes]]) -> "Table":
        codes, code, before = {}, 0, 0
        for length, symbol in ordered:
            code <<= length - before
            codes[symbol] = f"{code:0{length}b}"
            code, before = code + 1, length
        if code != 1 << before:
            raise CodecError("The codes of a form's dictionary do not fit together.")
        return cls(codes, {code: symbol for symbol, code in codes.items()}, _starts(codes))

    def dump(self) -> bytes:
        """As it travels: how many codes of each length there are, and the symbols in order."""
        lengths = [len(code) for code in self.codes.values()]
        counts = [lengths.count(n) for n in range(1, lengths[-1] + 1)]
        return wire.dump([counts, list(self.codes)])

    def encode(self, plain: bytes) -> bytes:
        """The fewest bits of this table that give these bytes back."""
        bits = "".join([self.codes[each] for each in self.cover(plain)])
        bits += "1" * (-len(bits) % 8)
        return int(bits or "0", 2).to_bytes(len(bits) // 8, "big")

    def cover(self, plain: bytes) -> list[bytes]:
        """The cheapest way to put these bytes together: the best way to each place, then back."""
        best, way = [0] + [1 << 60] * len(plain), [b""] * (len(plain) + 1)
        for at in range(len(plain)):
            for length in self.starts.get(plain[at : at + 2], (1,)):
                piece = plain[at : at + length]
                code = self.codes.get(piece)
                if code is not None and best[at] + len(code) < best[at + len(piece)]:
                    best[at + len(piece)], way[at + len(piece)] = best[at] + len(code), piece
        return list(_walked(way))[::-1]

    def decode(self, packed: bytes, limit: int) -> bytes:
        """What was encoded, when it is no longer than ``limit``; raises CodecError."""
        parts, size = [], 0
        for symbol in self._read(packed):
            parts.append(symbol)
            size += len(symbol)
            if size > limit:
                raise CodecError("A record opens to more than is allowed.")
        return b"".join(parts)

    def _read(self, packed: bytes) -> Iterable[bytes]:
        bits = f"{int.from_bytes(packed, 'big'):0{len(packed) * 8}b}" if packed else ""
        start, symbols = 0, self.symbols
        for end in range(1, len(bits) + 1):
            symbol = symbols.get(bits[start:end])
            if symbol is not None:
                yield symbol
                start = end
        if len(bits) - start > 7 or "0" in bits[start:]:
            raise CodecError("A record ends within a symbol.")


def _starts(symbols: Iterable[bytes]) -> dict[bytes, tuple[int, ...]]:
    found: dict[bytes, set[int]] = {}
    for symbol in symbols:
        if len(symbol) > 1:
            found.setdefault(symbol[:2], {1}).add(len(symbol))
    return {start: tuple(sorted(lengths)) for start, lengths in found.items()}


def _walked(way: list[bytes]) -> Iterable[bytes]:
    at = len(way) - 1
    while at:
        yield way[at]
        at -= len(way[at])


@functools.lru_cache(maxsize=64)
def table(dictionary: bytes) -> Table:
    """Read a table as it travels; raises CodecError."""
    try:
        counts, symbols = wire.parse(dictionary, (list, list), "a dictionary")
    except ProtocolError as error:
        raise CodecError("The dictionary of a form cannot be read.") from error
    good = all(type(each) is int and each >= 0 for each in counts) and len(counts) <= DEEPEST
    whole = all(type(each) is bytes and 0 < len(each) <= LONGEST for each in symbols)
    if not good or not whole or sum(counts) != len(symbols) or len(set(symbols)) != len(symbols):
        raise CodecError("The dictionary of a form is of the wrong shape.")
    if not {bytes([byte]) for byte in range(256)} <= set(symbols):
        raise CodecError("The dictionary of a form leaves bytes out.")
    lengths = itertools.chain(*([n] * count for n, count in enumerate(counts, 1)))
    return Table._of(zip(lengths, symbols, strict=True))


def _lengths(weights: Mapping[bytes, float]) -> dict[bytes, int]:
    """Code lengths by Huffman's way; ties are broken by the symbols, the same on every machine."""
    heap = [
        (weight, number, symbol) for number, (symbol, weight) in enumerate(sorted(weights.items()))
    ]
    parents: dict[object, object] = {}
    nodes: list[tuple[float, int, object]] = list(heap)
    heapq.heapify(nodes)
    numbers = itertools.count(len(nodes))
    while len(nodes) > 1:
        first, second = heapq.heappop(nodes), heapq.heappop(nodes)
        joined = next(numbers)
        parents[first[2]] = parents[second[2]] = joined
        heapq.heappush(nodes, (first[0] + second[0], joined, joined))
    return {symbol: _depth(symbol, parents) for symbol in weights}


def _depth(symbol: object, parents: Mapping[object, object]) -> int:
    depth = 0
    while symbol in parents:
        symbol, depth = parents[symbol], depth + 1
    return depth
