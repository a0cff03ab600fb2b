"""Answers as few bytes and back, with nothing lost and nothing let in."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import codec, fields, schema
from sync.errors import CodecError
from tests.sync.conftest import XFORM


def leaves(instance: bytes) -> list[tuple[str, str]]:
    return [(place, value.strip()) for _, place, value in fields.values(instance)]


def test_an_instance_comes_back_with_every_value(xform: bytes, instance: bytes) -> None:
    packed = codec.pack(xform, instance)
    back = codec.unpack(xform, packed)
    assert leaves(back) == leaves(instance)
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
    words = codec.make_dictionary(["Light", "A road", "Zoë"], ["the", "street"])
    record = codec.Record(b"7 bytes", 1_700_000_000, "cy", True, instance)
    plain = codec.encode(bytes(32), xform, words, record)
    back = codec.decode(plain, xform, words)
    assert (back.reference, back.finished_at, back.language, back.assisted) == (
        b"7 bytes", 1_700_000_000, "cy", True,
    )  # fmt: skip
    assert leaves(back.instance) == leaves(instance)
    assert len(plain) < 90


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
