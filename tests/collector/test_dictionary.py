"""A form's dictionary is made from general words, is the same each time, and tells forms apart."""

import sys

import pytest

from sync import codec, feed
from sync.collector.publish import dictionary, words
from sync.collector.publish.steps import told_apart
from sync.symbols import table
from tests.sync.conftest import XFORM

FORM = feed.FormItem("street", "3", {"": "Street"}, {}, "form", XFORM, b"")


def test_the_same_form_gets_the_same_dictionary() -> None:
    made = dictionary.make(XFORM, ["English (en)"])
    assert made == dictionary.make(XFORM, ["English (en)"])
    assert made != dictionary.make(XFORM, ["English (en)"], 1)


def test_its_codes_are_short_for_general_words_in_each_language() -> None:
    made = table(dictionary.make(XFORM, ["English (en)", "Polski (pl)"]))
    for text in ("The street lights have been broken for a week", "Nie ma tu światła w nocy"):
        assert len(made.encode(text.encode())) < len(text.encode()) * 0.55


@pytest.mark.parametrize("language", ["简体中文 (zh)", "日本語 (ja)"])
def test_it_needs_no_library_that_takes_a_language_apart(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """A collector that is installed has none; the machine of whoever writes it may."""
    for name in ("jieba", "MeCab"):
        monkeypatch.setitem(sys.modules, name, None)
    words._words.cache_clear()
    common = list(words.of([language])[words.code(language)])[:200]
    made = table(dictionary.make(XFORM, [language]))
    assert len(made.encode("".join(common).encode())) < len("".join(common).encode()) * 0.75


def test_two_forms_that_a_record_could_not_tell_apart_are_not_published() -> None:
    item, its_own = told_apart(FORM, ["English (en)"], [])
    key = feed.item_key(item)
    assert told_apart(FORM, ["English (en)"], [key]) == (item, its_own)
    alike = key[: codec.FORM_KEY] + bytes(29)
    other, _ = told_apart(FORM, ["English (en)"], [alike])
    assert codec.form_key(feed.item_key(other)) != codec.form_key(key)
