"""Which postcodes lie in a ward: an item of the feed for each ward, a byte or so for a postcode.

A postcode is an outward code (``AN1``) and an inward one (``1AA``): a digit and two letters of
twenty, so a number below 4,000 (BS 7666-0, "postcode"; the letters CIKMOV stand in no inward code).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sync import codec, wire
from sync.errors import FeedError
from sync.notices import opened

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters of an inward code."""
HIGHEST = 10 * len(LETTERS) ** 2
POSTCODE = re.compile(rf"([A-Z]{{1,2}}[0-9][A-Z0-9]?)([0-9][{LETTERS}]{{2}})")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
WARD = re.compile(r"[A-Z][0-9]{8}")
"""What the Office for National Statistics calls a ward, such as ``E05000001``."""
LARGEST = 1024 * 1024
"""Bytes of an item when opened."""
MOST_OUTWARD = 2000
LONG = 128
"""Differences below it take one byte, the others two."""
ALIKE = str.maketrans("OI", "01")
Packed = Mapping[str, bytes]
"""By outward code, the inward ones of it."""


def spelt(text: str) -> str:
    """A postcode as it was typed, in capitals and without spaces and points."""
    return "".join(each for each in text.upper() if each.isascii() and each.isalnum())


def alike(code: str) -> str:
    """With O and 0, and I and 1, as one sign: no two postcodes differ in these alone."""
    return code.translate(ALIKE)


def parted(text: str) -> tuple[str, str] | None:
    """The two parts of a whole postcode; None when it is none."""
    found = POSTCODE.fullmatch(spelt(text))
    return (found[1], found[2]) if found else None


def packed(codes: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Postcodes in their two parts, as they travel."""
    numbers: dict[str, set[int]] = {}
    for outward, inward in codes:
        numbers.setdefault(outward, set()).add(_number(inward))
    return {outward: _pack(sorted(numbers[outward])) for outward in sorted(numbers)}


def unpacked(inward: bytes) -> Iterator[str]:
    """The inward codes of an outward one; raises FeedError."""
    at, last = 0, -1
    while at < len(inward):
        size = 1 if inward[at] < LONG else 2
        step = int.from_bytes(inward[at : at + size]) - (0 if size == 1 else LONG << 8)
        at, last = at + size, last + step
        if at > len(inward) or not step or last >= HIGHEST:
            raise FeedError("The postcodes of a ward are not of the shape they must be.")
        digit, rest = divmod(last, len(LETTERS) ** 2)
        yield f"{digit}{LETTERS[rest // len(LETTERS)]}{LETTERS[rest % len(LETTERS)]}"


def _number(inward: str) -> int:
    first, second = (LETTERS.index(each) for each in inward[1:])
    return (int(inward[0]) * len(LETTERS) + first) * len(LETTERS) + second


def _pack(numbers: list[int]) -> bytes:
    """Each as its difference from the one before; the first from -1."""
    steps = [after - before for before, after in zip([-1, *numbers], numbers, strict=False)]
    return b"".join(
        bytes([step]) if step < LONG else (step | LONG << 8).to_bytes(2) for step in steps
    )


@dataclass(frozen=True)
class PostcodesItem:
    """The postcodes of one ward as they travel."""

    ward: str
    """Its code."""
    now: Packed = field(repr=False)
    ended: Packed = field(repr=False)
    """Those that the post no longer uses, and that people still remember."""

    def encode(self) -> bytes:
        """Bytes of the item of the feed; the same for the same postcodes."""
        parts = [[[key, each[key]] for key in sorted(each)] for each in (self.now, self.ended)]
        plain = wire.dump([self.ward, *parts])
        return wire.dump(["postcodes", codec.compress(plain, b"")])

    @classmethod
    def decode(cls, item: bytes) -> "PostcodesItem":
        """Read an item; raises FeedError."""
        ward, now, ended = opened(item, "postcodes", (str, list, list), LARGEST)
        if not WARD.fullmatch(ward):
            raise FeedError("The postcodes of the feed are of no ward.")
        return cls(ward, _packed(now), _packed(ended))


def beginning(held: Packed, begun: str) -> bool:
    """Whether a postcode is among them that begins so; ``begun`` as ``alike`` gives it."""
    for outward, inward in held.items():
        out = alike(outward)
        if out.startswith(begun):
            return True
        if begun.startswith(out):
            rest = begun[len(out) :]
            if any(each.startswith(rest) for each in unpacked(inward)):
                return True
    return False


def wards_with(items: Iterable["PostcodesItem"], typed: str) -> tuple[set[str], bool]:
    """Codes of the wards with a postcode that begins as it was typed; and whether that is an old
    one, which the post does not use any more."""
    begun, held = alike(spelt(typed)), list(items)
    now = {each.ward for each in held if begun and beginning(each.now, begun)}
    if now:
        return now, False
    return {each.ward for each in held if begun and beginning(each.ended, begun)}, True


def _packed(value: list[object]) -> dict[str, bytes]:
    found = {}
    for each in value[: MOST_OUTWARD + 1]:
        if not isinstance(each, list) or [type(part) for part in each] != [str, bytes]:
            raise FeedError("The postcodes of a ward are not of the shape they must be.")
        found[each[0]] = each[1]
    if len(found) > MOST_OUTWARD or not all(map(OUTWARD.fullmatch, found)):
        raise FeedError("The postcodes of a ward are not of the shape they must be.")
    if not all(list(unpacked(inward)) for inward in found.values()):
        raise FeedError("The postcodes of a ward are not of the shape they must be.")
    return found
