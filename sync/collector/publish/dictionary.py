"""Makes a form's dictionary: short codes for what answers to it are likely to be made of.

Its weights come from how common words are in the form's languages, from phrases of ours, and from
answers that nobody gave (``imagined``). No resident's answer goes into it.
"""

import itertools
from collections import Counter
from collections.abc import Iterable

from sync import schema
from sync.collector.publish import words
from sync.collector.publish.imagined import Imagined
from sync.schema import Node
from sync.symbols import LONGEST, Table

IMAGINED = 250_000
"""Bytes of imagined submissions that the codes are weighed by."""
PIECES = 2500
"""Pieces of words, for words and names that have no code of their own."""
CAPITALS = 1500
SURE = 15_000.0
"""How many imagined words the known frequency of words counts for."""
LEAST = 0.3
"""A symbol that is thought of less often than this gets no code."""


def make(xform: bytes, languages: list[str], seed: int = 0) -> bytes:
    """The dictionary of a form; another one for another ``seed``."""
    form, known = schema.schema(xform), words.of(languages)
    bodies = _bodies(form, known, languages or [""], seed)
    prior = _prior(known)
    ending = _beginning([each[::-1] for each in bodies[:20]])[::-1]
    possible = _possible(known, prior) | {_beginning(bodies[:20]), b"\xa0" + ending}
    weights = {each: 1.0 + prior.get(each, 0.0) for each in possible if 1 < len(each) <= LONGEST}
    for _ in range(2):
        used = _used(Table.weighed(weights), bodies)
        weights = {each: used[each] + prior.get(each, 0.0) for each in weights}
        weights |= {bytes([byte]): used[bytes([byte])] + 0.1 for byte in range(256)}
    kept = {each: n for each, n in weights.items() if n > LEAST or len(each) == 1}
    return Table.weighed(kept).dump()


def _beginning(bodies: list[bytes]) -> bytes:
    """What all of them begin with."""
    least, most = min(bodies), max(bodies)
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(least, most, strict=False))
    return bytes(byte for byte, _ in same)[:LONGEST]


def _bodies(
    form: Node, known: dict[str, dict[str, float]], languages: list[str], seed: int
) -> list[bytes]:
    makers = {code: Imagined(known[code], words.phrases(code), seed) for code in known}
    found, size = list[bytes](), 0
    while size < IMAGINED:
        code = words.code(languages[len(found) % len(languages)])
        found.append(makers.get(code, makers["en"]).body(form, code))
        size += len(found[-1])
    return found


def _used(table: Table, bodies: Iterable[bytes]) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for body in bodies:
        found.update(table.cover(body))
    return found


def _prior(known: dict[str, dict[str, float]]) -> dict[bytes, float]:
    """Words behind a space, by how common they are."""
    each = words.CODED // len(known)
    found: dict[bytes, float] = {}
    for listed in known.values():
        for word, share in list(listed.items())[:each]:
            found[f" {word}".encode()] = share * SURE / len(known)
    return found


def _possible(known: dict[str, dict[str, float]], prior: dict[bytes, float]) -> set[bytes]:
    found = set(prior) | {end.encode() for end in (". ", "? ", "! ", ", ", "...")}
    found |= {f"{number:02}".encode() for number in range(32)} | {b" I"}
    months = itertools.product(range(2025, 2030), range(1, 13))
    found |= {b"\xaa%d-%02d-" % month for month in months}  # a date, with its length before it
    for code, listed in known.items():
        for word in list(listed)[: CAPITALS // len(known)]:
            found |= {each.encode() for each in (word, word.capitalize(), f" {word.capitalize()}")}
        for phrase in words.phrases(code):
            begun = phrase[:1].upper() + phrase[1:]
            found |= {each.encode() for each in (f" {phrase}", begun, f" {begun}")}
        found |= _pieces(listed, PIECES // len(known))
    return found


def _pieces(listed: dict[str, float], count: int) -> set[bytes]:
    """Runs of two to four letters, by how much they would save."""
    found: Counter[str] = Counter()
    for word, share in listed.items():
        weight = share**0.5
        for size in (2, 3, 4):
            for at in range(len(word) - size + 1):
                found[word[at : at + size]] += weight * (size - 1)
        for size in (2, 3):
            start = word[:size]
            for each in (start.capitalize(), f" {start}", f" {start.capitalize()}"):
                found[each] += weight * 0.4
    return {piece.encode() for piece, _ in found.most_common(count)}
