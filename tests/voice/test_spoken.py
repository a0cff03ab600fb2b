"""Every screen, control, error, key and receipt has a spoken form, in every language."""

import pytest

from kiosk.screens import Field, Reference, Screen, Summary
from kiosk.ui.layouts import layout_for, pad_rows
from kiosk.voice import plain, spoken
from kiosk.voice.spoken import key
from kiosk.words import Words, shipped
from tests.voice.parts import screens

CODES = [each.code for each in shipped()]


@pytest.mark.parametrize("code", CODES)
def test_everything_on_every_screen_is_said(code: str) -> None:
    count = controls = 0
    for screen in screens(code):
        said = spoken(screen)
        texts = [each.text for each in said]
        ids = [each.id for each in said]
        assert all(text.strip() for text in texts), screen.name
        assert screen.title in texts
        for action in screen.controls():
            assert action.id in ids
            assert action.label in texts[ids.index(action.id)]
        for asked in screen.fields():
            assert {asked.label, *filter(None, (asked.hint, asked.problem))} <= set(texts)
            assert all(f"choose:{asked.ref}:{each.value}" in ids for each in asked.choices)
        count, controls = count + 1, controls + len(screen.controls())
    print(f"{code}: {count} screens, {controls} controls spoken")
    assert count >= 40


def test_what_a_resident_said_is_private_and_has_a_public_form() -> None:
    """A canary in every answer: nothing that everybody may hear holds it."""
    asked = (
        Field("/a", "text", "Where", value="CANARY"),
        Field("/b", "number", "How many", value="4471"),
        Field("/c", "date", "When", value="2019-05-03"),
    )
    screen = Screen("question", "Q", blocks=asked)
    for each in spoken(screen):
        aloud = plain(each, screen).text if each.private else each.text
        assert not any(part in aloud for part in ("CANARY", "4471", "2019", "3, 5")), aloud


def test_a_chosen_choice_is_named_but_not_that_it_was_chosen() -> None:
    for screen in screens("en"):
        for each in spoken(screen):
            if each.private and each.id.startswith("choose:"):
                assert "chosen" not in plain(each, screen).text


def test_a_summary_and_a_reference_are_for_one_pair_of_ears() -> None:
    for screen in screens("en"):
        said = {each.text for each in spoken(screen) if not each.private}
        for block in screen.blocks:
            if isinstance(block, Summary):
                assert block.rows
                assert not {row.value for row in block.rows if len(row.value) > 3} & said
            if isinstance(block, Reference):
                assert not any("otter" in each or "4, 8" in each for each in said)


def test_the_reference_is_said_word_by_word_and_digit_by_digit() -> None:
    screen = Screen(
        "saved", "Saved", blocks=(Reference("HAZEL-4821-FERN-OTTER", "4821 0937"),), language="cy"
    )
    parts = [(each.text, each.language) for each in spoken(screen) if each.part == "value"]
    assert parts == [
        ("hazel", "en"), ("4, 8, 2, 1", "cy"), ("fern", "en"), ("otter", "en"),
        ("4, 8, 2, 1", "cy"), ("0, 9, 3, 7", "cy"),
    ]  # fmt: skip


def test_a_date_and_a_telephone_number_are_said_as_numbers() -> None:
    date = Field("/d", "date", "When", value="2019-05-03")
    phone = Field("/p", "text", "Number", value="0161 4", digits=True)
    texts = [each.text for each in spoken(Screen("question", "Q", blocks=(date, phone)))]
    assert "You said: 3, 5, 2019" in texts and "You said: 0, 1, 6, 1,  , 4" in texts


@pytest.mark.parametrize("code", CODES)
def test_every_key_has_a_name(code: str) -> None:
    words, count = Words(code), 0
    for layer in ("letters", "shift", "symbols"):
        for row in layout_for(code).rows(layer, long=True, latin_key=True):
            for name in row:
                assert key(name, words).text.strip()
                count += 1
    for row in pad_rows("number", decimal=True):
        count += sum(bool(key(name, words).text) for name in row)
    print(f"{code}: {count} keys")


def test_no_representation_tells_what_is_said() -> None:
    screen = Screen("question", "Q", blocks=(Field("/a", "text", "Where", value="CANARY"),))
    assert "CANARY" not in repr(spoken(screen))
