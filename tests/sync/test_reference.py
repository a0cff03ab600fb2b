"""The reference in the hand: read back from words or digits, and a slip shows."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import reference
from sync.errors import ReferenceError


def test_it_comes_back_from_words_and_from_digits() -> None:
    for _ in range(500):
        made = reference.new()
        assert reference.read(reference.words(made)) == made
        assert reference.read(reference.digits(made)) == made
        assert reference.read(reference.words(made).lower().replace("-", "  ")) == made


def test_a_thousand_words_that_are_short_and_differ() -> None:
    words = reference._list()
    assert len(set(words)) == reference.WORDS
    assert all(3 <= len(word) <= 9 and word.isascii() and word.islower() for word in words)


def test_one_wrong_digit_always_shows() -> None:
    text, caught = reference.digits(reference.new()).replace(" ", ""), 0
    for at in range(16):
        for other in set("0123456789") - {text[at]}:
            with pytest.raises(ReferenceError):
                reference.read(text[:at] + other + text[at + 1 :])
            caught += 1
    print(f"wrong digits caught: {caught}")


def test_nearly_every_wrong_word_or_swap_shows() -> None:
    pick, missed, tried = random.Random(7), 0, 2000
    for _ in range(tried):
        parts = reference.words(reference.new()).split("-")
        at = pick.choice([0, 2, 3, 4])
        parts[at] = pick.choice([word for word in reference._list() if word != parts[at].lower()])
        try:
            reference.read("-".join(parts))
            missed += 1
        except ReferenceError:
            pass
    print(f"wrong words caught: {tried - missed} of {tried}")
    assert missed <= tried * 0.015


@given(st.text(max_size=60))
def test_anything_typed_ends_in_a_clear_error(typed: str) -> None:
    try:
        assert len(reference.read(typed)) == reference.BYTES
    except ReferenceError as error:
        assert "look at it again" in str(error)
