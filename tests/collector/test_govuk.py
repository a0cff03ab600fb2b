"""Every form as the design system has it: nothing breaks out; what it shows is what it takes."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collector import inside
from tests.collector.payloads import MARKUP

CHOICES = [("a", "First"), ("b & c", "Second"), ('"d"', "Third")]
CODES = st.sampled_from([code for code, _ in CHOICES])


@pytest.fixture(scope="module", autouse=True)
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """For its settings, which say who draws forms."""
    with inside.collector(tmp_path_factory.mktemp("govuk") / "data") as place:
        yield place


def made(text: str = "Words") -> type[forms.Form]:
    """A form with every widget of the pages, and one text wherever a text can stand."""

    class Every(forms.Form):
        line = forms.CharField(label=text, help_text=text)
        long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), strip=False)
        number = forms.IntegerField(min_value=1, required=False)
        day = forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
        )
        one = forms.ChoiceField(choices=[*CHOICES, ("e", text)])
        button = forms.ChoiceField(choices=[*CHOICES, ("e", text)], widget=forms.RadioSelect)
        several = forms.MultipleChoiceField(
            choices=[*CHOICES, ("e", text)], widget=forms.CheckboxSelectMultiple, help_text=text
        )
        tick = forms.BooleanField(required=False, label=text, help_text=text)
        word = forms.CharField(widget=forms.PasswordInput, required=False)
        file = forms.Field(widget=forms.FileInput(attrs={"accept": ".ics"}), required=False)
        hidden = forms.CharField(widget=forms.HiddenInput, required=False)

    return Every


def drawn(form: forms.Form) -> Any:
    """As a browser reads it, which leaves out a line end right behind a textarea's tag."""
    return lxml.html.fromstring(re.sub(r"(<textarea[^>]*>)\n", r"\1", f"<form>{form}</form>"))


def taken(page: Any) -> dict[str, list[str]]:
    """What a browser sends of a form as it stands there."""
    found: dict[str, list[str]] = {}
    for name, value in page.form_values():
        found.setdefault(name, []).append(value)
    return found


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), min_size=1, max_size=40
)
VALUES = st.fixed_dictionaries(
    {
        "line": TEXT.map(lambda text: text.replace("\n", " ")), "long": TEXT,
        "number": st.integers(1, 9**9), "day": st.dates(),
        "one": CODES,
        "button": CODES,
        "several": st.lists(CODES, min_size=1, unique=True),
        "tick": st.booleans(), "hidden": TEXT.map(lambda text: text.replace("\n", " ")),
    }
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_what_a_form_shows_is_what_it_takes(values: dict[str, Any]) -> None:
    sent = taken(drawn(made()(initial=values)))
    assert "word" not in sent  # a password is never shown again
    expected = {name: each for name, each in values.items() if name != "tick"}
    if values["tick"]:
        expected["tick"] = "on"
    several = set(expected.pop("several"))
    assert set(sent.pop("several")) == several
    assert sent == {name: [str(each)] for name, each in expected.items()}


@pytest.mark.parametrize("text", MARKUP)
def test_no_text_becomes_markup(text: str) -> None:
    Every = made(text)
    form = Every({"line": "", "long": text, "number": text, "one": text, "hidden": text})
    form.add_error(None, text)
    for each in form.fields:
        form.add_error(each, text)
    page = drawn(form)
    assert not page.xpath("//script | //img | //svg | //iframe | //style | //a[not(@href)]")
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
    assert page.xpath("//textarea")[0].value == text
    for name in ("label", "legend"):
        assert page.xpath(f"//{name}")
    assert text.split() == page.xpath("//label[@for='id_line']")[0].text_content().split()


def test_every_control_has_its_words_and_every_error_leads_to_one() -> None:
    form = made()({"number": "none", "day": "never"})
    assert not form.is_valid()
    page = drawn(form)
    ids = [each.get("id") for each in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    links = page.xpath("//div[@class='govuk-error-summary']//a/@href")
    words = {each.text_content() for each in page.xpath("//div[@class='govuk-error-summary']//a")}
    assert len(words) == 7 and "Words: fill this in or choose something." in words
    assert len(links) == len(form.errors) == 7
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert page.xpath(f"//label[@for='{control.get('id')}']")
        for described in (control.get("aria-describedby") or "").split():
            assert described in ids
    for link in links:
        assert page.xpath(f"//*[@id='{link[1:]}'][self::input or self::select or self::textarea]")
    for group in page.xpath("//fieldset"):
        assert set((group.get("aria-describedby") or "").split()) <= set(ids)
    wrong = page.xpath("//div[contains(@class, 'govuk-form-group--error')]")
    assert len(wrong) == 7 and page.xpath("//input[@id='id_day']/@aria-invalid") == ["true"]
