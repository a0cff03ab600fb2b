"""Answers as few bytes and back, with nothing lost and nothing let in."""

import contextlib
import dataclasses
import uuid

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import codec, fields, reference, schema
from sync.errors import CodecError
from sync.symbols import Table
from tests.sync.conftest import XFORM

WORDS = Table.weighed({b"Zo\xc3\xab": 9.0, b"\x93\xa2cy\x90\x92\x90": 60.0, b" the": 50.0}).dump()
DIGEST = bytes(range(7, 39))


def record_of(instance: bytes) -> codec.Record:
    return codec.Record(reference.new(), 1_700_000_000, "cy", False, instance)


def leaves(instance: bytes) -> list[tuple[str, str]]:
    return [(place, value.strip()) for _, place, value in fields.values(instance)]


def test_an_instance_comes_back_with_every_value(xform: bytes, instance: bytes) -> None:
    packed = codec.pack(xform, instance)
    back = codec.unpack(xform, packed)
    assert leaves(back)[:-1] == leaves(instance)[:-1]  # its name is made by who opens it
    assert b'id="street" version="3"' in back
    assert back == codec.unpack(xform, packed)
    assert len(packed) < 50 < len(instance)


def test_a_value_that_is_not_relevant_stays_away(xform: bytes) -> None:
    said = b'<data id="street" version="3"><count>0</count></data>'
    back = codec.unpack(xform, codec.pack(xform, said))
    assert leaves(back) == [("/data/count", "0")]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_any_text_packs_to_itself(text: str) -> None:
    assert schema.unpacked_text(schema.packed_text(text)) == text


@pytest.mark.parametrize("text", ["0", "-0", "007", "1e5", "12.50", "-3", "999999999999999999"])
def test_numbers_keep_their_writing(text: str) -> None:
    assert schema.unpacked_text(schema.packed_text(text)) == text


@pytest.mark.parametrize(
    "instance",
    [
        b"<other/>", b"<data><unknown/></data>", b"<data><count/><count/></data>", b"not xml",
        b"<!DOCTYPE d [<!ENTITY x 'y'>]><data><count>&x;</count></data>",
        b"<a>" * 200 + b"</a>" * 200,
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(xform: bytes, instance: bytes) -> None:
    with pytest.raises(CodecError):
        codec.pack(xform, instance)


@given(st.binary(max_size=200))
def test_any_packed_bytes_end_in_an_instance_or_a_clear_error(junk: bytes) -> None:
    with contextlib.suppress(CodecError):
        codec.unpack(XFORM, junk)


def test_a_record_comes_back_and_costs_little(xform: bytes, instance: bytes) -> None:
    said = reference.new()
    record = codec.Record(said, 1_700_000_039, "cy", True, instance)
    plain = codec.encode(bytes(32), xform, WORDS, record)
    back = codec.decode(plain, xform, WORDS, DIGEST)
    assert (back.reference, back.finished_at, back.language, back.assisted) == (
        said, 1_699_999_980, "cy", True,
    )  # fmt: skip
    assert leaves(back.instance)[:-1] == leaves(instance)[:-1]
    assert len(plain) < 45


def test_a_record_is_named_by_its_own_hash(xform: bytes, instance: bytes) -> None:
    plain = codec.encode(bytes(32), xform, WORDS, record_of(instance))
    path, name = leaves(codec.decode(plain, xform, WORDS, DIGEST).instance)[-1]
    assert (path, uuid.UUID(name[5:]).version) == ("/data/meta/instanceID", 8)
    assert name == f"uuid:{schema.identity(DIGEST)}"
    assert b"uuid" not in codec.decode(plain, xform, WORDS).instance


def test_a_name_that_the_form_uses_travels(xform: bytes, instance: bytes) -> None:
    bind = b'<bind nodeset="/data/count" type="int"'
    using = xform.replace(bind, bind + b' calculate="string-length(/data/meta/instanceID)"')
    assert using != xform
    plain = codec.encode(bytes(32), using, WORDS, record_of(instance))
    assert leaves(codec.decode(plain, using, WORDS, DIGEST).instance) == leaves(instance)


@pytest.mark.parametrize("many", ["road park", "park", "park road", "road other", ""])
def test_choices_come_back_as_they_were_said(xform: bytes, many: str) -> None:
    said = f'<data id="street" version="3"><kind>lamp</kind><many>{many}</many></data>'.encode()
    back = codec.unpack(xform, codec.pack(xform, said))
    assert leaves(back) == [("/data/kind", "lamp"), ("/data/many", many)]


@pytest.mark.parametrize(("kind", "many"), [(1, 0), (-1, 0), (0, 4), (0, -1)])
def test_a_choice_that_is_none_is_refused(xform: bytes, kind: int, many: int) -> None:
    with pytest.raises(CodecError, match="a choice that the form does not have"):
        codec.unpack(xform, msgpack.packb([[], [kind, many]]))


def test_long_answers_and_other_scripts_travel_too(xform: bytes) -> None:
    for text in ("گلی میں روشنی نہیں ہے۔ " * 3, "A very long answer. " * 900, "零" * 70):
        said = f'<data id="street" version="3"><kind>{text.strip()}</kind></data>'.encode()
        plain = codec.encode(bytes(32), xform, WORDS, record_of(said))
        assert leaves(codec.decode(plain, xform, WORDS).instance) == leaves(said)
        assert len(plain) < len(said)


def test_times_that_no_clock_shows_are_cut_to_what_travels(xform: bytes, instance: bytes) -> None:
    for clock, travels in ((0, codec.YEAR_2020), (2**40, codec.YEAR_2020 + 60 * (2**24 - 1))):
        record = dataclasses.replace(record_of(instance), finished_at=clock)
        plain = codec.encode(bytes(32), xform, WORDS, record)
        assert codec.decode(plain, xform, WORDS).finished_at == travels


def test_every_cut_and_every_changed_bit_ends_in_a_record_or_a_clear_error(
    xform: bytes, instance: bytes
) -> None:
    plain = codec.encode(bytes(32), xform, WORDS, record_of(instance))
    whole, length = int.from_bytes(plain, "big"), len(plain)
    spoilt = [plain[:end] for end in range(length)]
    spoilt += [(whole ^ 1 << bit).to_bytes(length, "big") for bit in range(8 * length)]
    refused = 0
    for each in spoilt:
        try:
            codec.decode(each, xform, WORDS)
        except CodecError:
            refused += 1
    assert refused > len(spoilt) // 3


def test_a_frame_that_opens_to_too_much_is_refused() -> None:
    bomb = codec.compress(bytes(50_000_000), b"")
    assert len(bomb) < 10_000
    with pytest.raises(CodecError, match="more than is allowed"):
        codec.decompress(bomb, b"", codec.LARGEST)


def test_labels_choices_and_languages_of_a_form(xform: bytes) -> None:
    kind, many, count, name = fields.fields(xform)
    assert fields.languages(xform) == ["English (en)", "Cymraeg (cy)"]
    assert (kind.label("Cymraeg (cy)"), kind.said("light", "Cymraeg (cy)")) == (
        "Beth yw e?",
        "Golau",
    )
    assert (many.label(), many.said("road park")) == ("Which?", "A road, A park")
    assert (count.label(), count.kind, count.said("12")) == ("How many … are out?", "int", "12")
    assert (name.path, name.label()) == ("/data/person/name", "Name")
