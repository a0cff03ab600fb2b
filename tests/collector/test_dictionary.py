"""A form's dictionary is made from general words, is the same each time, and tells forms apart."""

from sync import codec, feed
from sync.collector.publish import dictionary
from sync.collector.publish.steps import told_apart
from sync.symbols import table
from tests.sync.conftest import XFORM

FORM = feed.FormItem("street", "3", {"": "Street"}, {}, "form", XFORM, b"")


def test_the_same_form_gets_the_same_dictionary() -> None:
    made = dictionary.make(XFORM, ["English (en)"])
    assert made == dictionary.make(XFORM, ["English (en)"])
    assert made != dictionary.make(XFORM, ["English (en)"], 1)


def test_its_codes_are_short_for_general_words_in_each_language() -> None:
    words = table(dictionary.make(XFORM, ["English (en)", "Polski (pl)"]))
    for text in ("The street lights have been broken for a week", "Nie ma tu światła w nocy"):
        assert len(words.encode(text.encode())) < len(text.encode()) * 0.55


def test_two_forms_that_a_record_could_not_tell_apart_are_not_published() -> None:
    item, words = told_apart(FORM, ["English (en)"], [])
    key = feed.item_key(item)
    assert told_apart(FORM, ["English (en)"], [key]) == (item, words)
    alike = key[: codec.FORM_KEY] + bytes(29)
    other, _ = told_apart(FORM, ["English (en)"], [alike])
    assert codec.form_key(feed.item_key(other)) != codec.form_key(key)
