"""Typing: what is taken, where it goes, and the value that it makes."""

import re
import unicodedata
from string import ascii_lowercase

import pytest

from kiosk.screens import Field
from kiosk.ui import pinyin
from kiosk.ui.entry import Entry
from kiosk.ui.layouts import LAYOUTS, layout_for, pad_rows
from kiosk.words import LANGUAGES, catalogue, locale_folder


def entry(kind: str, value: str = "", **options: bool) -> Entry:
    return Entry(Field("/data/a", kind, "A", value=value, **options))  # type: ignore[arg-type]


def test_a_date_hands_on_from_box_to_box() -> None:
    date = entry("date")
    date.put("03052019")
    assert date.value() == "2019-05-03" and date.at == 2


def test_a_date_takes_one_digit_for_a_day() -> None:
    date = entry("date")
    date.put("3")
    date.at = 1
    date.put("5")
    date.at = 2
    date.put("2019")
    assert date.value() == "2019-05-03"


def test_a_date_with_a_gap_keeps_its_gap() -> None:
    date = entry("date")
    date.put("03")
    assert date.value() == "--03"
    assert [part.value for part in entry("date", "--03").parts] == ["03", "", ""]


def test_taking_back_goes_back_to_the_box_before() -> None:
    date = entry("date", "2019-05-03")
    date.at = 2
    for _ in range(8):
        date.back()
    assert date.value() == "" and date.at == 0


@pytest.mark.parametrize("kind", ["date", "time", "moment"])
def test_a_value_survives_being_taken_apart(kind: str) -> None:
    values = {"date": "2019-05-03", "time": "09:30:00", "moment": "2019-05-03T09:30:00"}
    assert entry(kind, values[kind]).value() == values[kind]


def test_a_number_takes_no_letters_and_no_point_unless_it_may() -> None:
    number = entry("number")
    number.put("1a2.5")
    assert number.value() == "125"
    fraction = entry("number", decimal=True)
    fraction.put("1,2.5")
    assert fraction.value() == "12.5"


def test_text_goes_in_at_the_caret_in_any_script() -> None:
    text = entry("text", "گھر")
    text.active.move(-1)
    text.put("ABC")
    assert text.value() == "گھABCر"
    text.back()
    assert text.value() == "گھABر"


def test_control_characters_are_not_taken() -> None:
    text = entry("text")
    text.put("a\x00\x1b\u202eb")
    assert text.value() == "ab"


@pytest.mark.parametrize("code", LAYOUTS)
def test_a_keyboard_has_no_key_twice_and_a_way_everywhere(code: str) -> None:
    layout = layout_for(code)
    for layer in ("letters", "shift", "symbols"):
        keys = [key for row in layout.rows(layer, long=True, latin_key=True) for key in row]
        assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1]
        assert {"space", "delete", "hide", "enter"} <= set(keys)


def test_the_number_pad_has_every_digit() -> None:
    for kind in ("number", "date", "phone"):
        keys = {key for row in pad_rows(kind, decimal=True) for key in row}
        assert set("0123456789") | {"delete"} <= keys


def test_a_comma_is_a_point_where_the_language_writes_it_so() -> None:
    asked = Field("/n", "number", "How much", decimal=True)
    for language, value in (("pl", "2.5"), ("uk", "2.5"), ("en", "25"), ("cy", "25")):
        made = Entry(asked, language)
        made.put("2,5")
        assert made.value() == value
    made.put(".1.")
    assert made.value() == "25.1"


def test_digits_of_every_script_are_digits() -> None:
    number = Entry(Field("/n", "number", "How many", decimal=True), "ar")
    number.put("١٢٫٥")
    assert number.value() == "12.5"
    for digits in ("۱۲", "১২", "૧૨", "੧੨", "１２"):
        number = Entry(Field("/n", "number", "How many"))
        number.put(digits)
        assert number.value() == "12"


def test_a_postcode_is_written_in_capitals() -> None:
    made = Entry(Field("/p", "text", "Postcode", postcode=True))
    made.put("m1 1ae!")
    assert made.value() == "M1 1AE"
    made.put(" and more")
    assert len(made.value()) == 8


def test_every_sign_that_a_password_may_have_is_on_its_keys() -> None:
    layers = ("letters", "shift", "symbols", "signs")
    rows = [
        row
        for layer in layers
        for row in layout_for("ur", latin=True).rows(layer, False, True, True)
    ]
    keys = {"space": " "}
    assert {keys.get(key, key) for row in rows for key in row} >= set(map(chr, range(32, 127)))


LAYERS = ("letters", "shift", "symbols")


@pytest.mark.parametrize("code", [each.code for each in LANGUAGES])
def test_all_that_we_write_in_a_language_can_be_typed_in_it(code: str) -> None:
    """Every letter of the catalogue is on the keys, or is chosen by its sound."""
    layout = layout_for(code)
    rows = [row for layer in LAYERS for row in layout.rows(layer, True, False)]
    keys = {letter for row in rows for key in row for letter in key}
    if not layout.latin:
        keys |= set(ascii_lowercase)  # behind the key for other letters
    if code == "zh":
        keys |= {sign for words in pinyin.table().values() for word in words for sign in word}
    texts = catalogue(code, locale_folder()).values() or ("Sphinx of black quartz, judge my vow",)
    written = unicodedata.normalize("NFC", re.sub(r"{\w+}", "", " ".join(texts)))
    letters = {letter for letter in written if unicodedata.category(letter)[0] in "LM"}
    gone = {each for each in letters if each.lower() not in keys and each not in keys}
    assert not {each for each in gone if not set(unicodedata.normalize("NFD", each)) <= keys}, gone
    assert len(letters) > 14
    widest = max(len(row) for row in (layout.rows("letters", True, True)))
    assert widest <= 13
