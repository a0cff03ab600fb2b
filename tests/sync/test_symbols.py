"""Few bits and back; nothing that a table or a record may say does harm."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import wire
from sync.errors import CodecError
from sync.symbols import Table, table

TABLE = Table.weighed({b" the": 900.0, b" street": 40.0, b"light": 30.0, b"s": 20.0})


@given(
    st.lists(st.sampled_from([b" the", b"light", b"s", b"\x00", b"zebra", b" stree"]), max_size=30)
)
def test_every_text_comes_back(parts: list[bytes]) -> None:
    text = b"".join(parts)
    assert TABLE.decode(TABLE.encode(text), len(text)) == text


@given(st.binary(max_size=60))
def test_any_bits_end_in_bytes_or_a_clear_error(junk: bytes) -> None:
    with contextlib.suppress(CodecError):
        text = TABLE.decode(junk, 10_000)
        assert TABLE.decode(TABLE.encode(text), 10_000) == text


def test_what_is_common_is_short() -> None:
    assert len(TABLE.encode(b" the" * 80)) <= 80 * 2 // 8 + 1
    assert len(TABLE.encode(b" the street lights")) < 5


def test_a_table_travels() -> None:
    assert table(TABLE.dump()) == TABLE


def test_it_never_opens_to_more_than_is_allowed() -> None:
    with pytest.raises(CodecError, match="more than is allowed"):
        TABLE.decode(TABLE.encode(b" the" * 100), 399)


def _spoilt() -> list[bytes]:
    counts, symbols = wire.parse(TABLE.dump(), (list, list), "")
    return [
        b"", b"\x90", wire.dump([counts, symbols[:-1]]), wire.dump([counts, [*symbols[:-1], b""]]),
        wire.dump([counts, [*symbols[:-1], symbols[0]]]), wire.dump([[0, *counts], symbols]),
        wire.dump([[*counts[:-1], counts[-1] - 1], symbols[:-1]]), wire.dump([["1"], symbols]),
        wire.dump([counts, [*symbols[:-1], bytes(41)]]), wire.dump([[-1, *counts], symbols]),
        wire.dump([[0] * 2000 + counts, symbols]),
    ]  # fmt: skip


@pytest.mark.parametrize("spoilt", _spoilt())
def test_a_spoilt_table_is_refused(spoilt: bytes) -> None:
    with pytest.raises(CodecError):
        table(spoilt)


def test_an_end_within_a_symbol_is_refused() -> None:
    code = next(code for code in TABLE.symbols if len(code) > 8 and "0" in code[:8])
    with pytest.raises(CodecError, match="within a symbol"):
        TABLE.decode(bytes([int(code[:8], 2)]), 1000)
