"""The feed: attacks that update systems know by name (TUF's) are each refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import feed, sealing
from sync.errors import FeedError, ProtocolError, SignatureError, SyncError

KEY = sealing.Signing.new()
FORM = feed.FormItem("f", "1", {"": "F"}, {}, "form", b"<xml/>", b"words", {"a.csv": b"x"}).encode()
OTHER = feed.FormItem("g", "1", {"": "G"}, {}, "form", b"<xml/>", b"words").encode()


def index(version: int, *items: bytes, key: sealing.Signing = KEY) -> bytes:
    entries = tuple(feed.Entry(feed.item_key(item), "form", len(item)) for item in items)
    return feed.Index(version, 1, 2, entries).encode(key.sign)


def test_a_form_comes_back() -> None:
    form = feed.FormItem.decode(FORM)
    assert (form.form_id, dict(form.titles), dict(form.resources)) == (
        "f",
        {"": "F"},
        {"a.csv": b"x"},
    )
    assert feed.kind_of(FORM) == "form"


def test_rollback_is_refused() -> None:
    with pytest.raises(FeedError, match="older"):
        feed.open_index(index(3, FORM), KEY.public, 4)


def test_the_same_version_again_is_no_harm() -> None:
    assert feed.open_index(index(4, FORM), KEY.public, 4).version == 4


def test_a_wrong_key_is_refused() -> None:
    with pytest.raises(SignatureError):
        feed.open_index(index(5, FORM, key=sealing.Signing.new()), KEY.public, 4)


def test_mix_and_match_and_wrong_hash_are_refused() -> None:
    opened = feed.open_index(index(5, FORM), KEY.public, 4)
    for item in (OTHER, FORM[:-1] + bytes([FORM[-1] ^ 1]), FORM + b"x"):
        with pytest.raises(FeedError):
            feed.check_items(opened, [item])


def test_endless_data_is_refused() -> None:
    with pytest.raises(ProtocolError):
        feed.open_index(bytes(feed.MAX_INDEX + 1), KEY.public, 0)


def test_what_is_missing_comes_in_parts_that_fit() -> None:
    entries = [feed.Entry(bytes([n]) * 32, "form", 400) for n in range(5)]
    assert feed.choose(entries, 1000) == [entries[0].key, entries[1].key]
    assert feed.choose(entries, 10) == [entries[0].key]


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_clear_error(junk: bytes) -> None:
    for read in (feed.Index.decode, feed.FormItem.decode):
        with pytest.raises(SyncError):
            read(junk)
