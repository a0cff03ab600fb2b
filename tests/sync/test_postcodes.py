"""Items of My place: what goes in comes out, what is none is refused, and how small they are."""

from collections.abc import Callable
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import codec, wire
from sync.decisions import Told, ToldItem
from sync.errors import FeedError
from sync.postcodes import LETTERS, PostcodesItem, alike, beginning, packed, parted, spelt, unpacked
from sync.wards import Councillor, WardItem

outward = st.from_regex(r"[A-Z]{1,2}[1-9][0-9A-Z]?", fullmatch=True)
inward = st.from_regex(rf"[0-9][{LETTERS}]{{2}}", fullmatch=True)
codes = st.sets(st.tuples(outward, inward), min_size=1, max_size=60)


@given(codes, codes)
def test_postcodes_come_out_as_they_went_in(now: set[Any], ended: set[Any]) -> None:
    item = PostcodesItem("E05000001", packed(now), packed(ended))
    read = PostcodesItem.decode(item.encode())
    assert read == item and read.encode() == item.encode()
    for held, wanted in ((read.now, now), (read.ended, ended)):
        assert {(out, each) for out, rest in held.items() for each in unpacked(rest)} == wanted


@st.composite
def written(draw: st.DrawFn) -> tuple[tuple[str, str], str]:
    """A postcode, and how somebody types it."""
    code = (draw(outward), draw(inward))
    typed = ""
    for letter in "".join(code):
        twins = {"O": "O0", "0": "O0", "I": "I1", "1": "I1"}.get(letter, letter)
        letter = draw(st.sampled_from(twins))
        typed += draw(st.sampled_from(["", "", " ", "  ", ".", "-"])) + letter
    return code, draw(st.sampled_from([typed, typed.lower(), typed.swapcase()]))


@given(written(), codes)
def test_a_postcode_is_found_however_it_is_typed(
    given_: tuple[tuple[str, str], str], others: set[tuple[str, str]]
) -> None:
    code, typed = given_
    held, rest = packed([code]), packed(others - {code})
    begun = alike(spelt(typed))
    assert beginning(held, begun)
    for size in range(1, len(begun)):  # and so is every beginning of it
        assert beginning(held, begun[:size])
    known = {alike("".join(each)) for each in others - {code}}
    assert beginning(rest, begun) == any(each.startswith(begun) for each in known)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_no_error(typed: str) -> None:
    beginning(packed([("AN1", "1AA")]), alike(spelt(typed)))
    assert parted(typed) is None or "".join(parted(typed) or ()) == spelt(typed)


def test_a_ward_of_a_thousand_postcodes_is_small() -> None:
    every = [f"{digit}{a}{b}" for digit in "1234" for a in LETTERS for b in LETTERS]
    streets = [("AN1", each) for n, each in enumerate(every) if n // 7 % 3 and n % 5]
    item = PostcodesItem("E05000001", packed(streets), {}).encode()
    assert len(streets) > 800 and len(item) < len(streets)  # as text it is eight times as much
    plain = codec.compress("\n".join("".join(each) for each in streets).encode(), b"")
    assert len(item) < len(plain)


WARD = WardItem("E05000001", "Abbey", (Councillor("Ann", "A", b"jpeg", ("Monday",), "1", "h"),))
TOLD = ToldItem("decisions", (Told({"en": "T"}, {"en": "x"}, "2026-11-03", ("E05000001",), "u"),))
ITEMS: dict[str, tuple[Callable[[bytes], Any], Any]] = {
    "postcodes": (PostcodesItem.decode, PostcodesItem("E05000001", {"AN1": b"\x01"}, {})),
    "wards": (WardItem.decode, WARD),
    "decisions": (ToldItem.decisions, TOLD),
    "speaking": (ToldItem.speaking, ToldItem("speaking", (Told({"pl": "T"}, {}),))),
}


def opened(item: bytes) -> list[Any]:
    return list(msgpack.unpackb(codec.decompress(wire.parse(item, (str, bytes), "")[1], b"", 9999)))


def sealed(kind: str, values: list[Any]) -> bytes:
    return wire.dump([kind, codec.compress(wire.dump(values), b"")])


def changed(value: Any) -> list[list[Any]]:
    """Copies in which one member, at any depth, is what nobody of ours puts there."""
    if not isinstance(value, list):
        return []
    found = []
    for place, each in enumerate(value):
        for bad in (None, 7, "x" * 5000, b"x" * 20_000, {}):
            if type(bad) is not type(each) or len(str(bad)) > 4000:
                found.append([*value[:place], bad, *value[place + 1 :]])
        found += [[*value[:place], inner, *value[place + 1 :]] for inner in changed(each)]
    return found


@pytest.mark.parametrize("kind", ITEMS)
def test_an_item_of_another_shape_is_one_kind_of_refusal(kind: str) -> None:
    decode, made = ITEMS[kind]
    assert decode(made.encode()) == made
    good, refused = opened(made.encode()), 0
    for bad in changed(good):
        with pytest.raises(FeedError):
            decode(sealed(kind, bad))
        refused += 1
    with pytest.raises(FeedError):
        decode(sealed("form", good))
    print(f"{refused} items refused")


@pytest.mark.parametrize("inner", [b"", b"\x00", b"\x01\x00", b"\x80", b"\xff\xff", b"\x8f\xa1"])
def test_postcodes_that_cannot_be_are_refused(inner: bytes) -> None:
    with pytest.raises(FeedError):
        PostcodesItem.decode(PostcodesItem("E05000001", {"AN1": inner}, {}).encode())
