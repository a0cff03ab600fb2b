"""The tags of pages: what a person typed stays text wherever a tag takes words of theirs."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from django import forms
from django.core.paginator import Paginator
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.collector import inside
from tests.collector.payloads import MARKUP


@pytest.fixture(scope="module", autouse=True)
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """For its settings, which say who draws forms."""
    with inside.collector(tmp_path_factory.mktemp("office") / "data") as place:
        yield place


class One(forms.Form):
    """One field, for the tag that gives a field another label."""

    line = forms.CharField()


def calls(text: str) -> dict[str, Callable[[], str]]:
    """Every tag of the library with one text wherever a person's words can stand."""
    from sync.collector.templatetags import office

    pairs = [("a", text), (text, "First")]
    page = Paginator(range(3), 1).page(2)
    hub = SimpleNamespace(name=text)
    part = SimpleNamespace(number=1, picture="", decision=text)
    return {
        "back": lambda: office.back("/", text),
        "tag": lambda: office.tag(text),
        "problem": lambda: office.problem(text),
        "steps": lambda: office.steps(page, text),
        "field": lambda: office.field(One(initial={"line": text})["line"], text),
        "line": lambda: office.line("a", text, text, text, text, placeholder=text),
        "lines": lambda: office.lines("a", text, text, placeholder=text),
        "choose": lambda: office.choose("a", text, pairs, text, text, text),
        "tick": lambda: office.tick("a", text),
        "ticks": lambda: office.ticks("a", text, pairs, [text]),
        "one_of": lambda: office.one_of("a", text, pairs, text),
        "where_shown": lambda: office.where_shown([hub], 2),
        "decide_whole": lambda: office.decide_whole(SimpleNamespace(decision=text)),
        "decide": lambda: office.decide(part),
    }


def shape(html: str) -> list[tuple[str, list[str]]]:
    """Every element with the names of its attributes: what a text must not change."""
    page = lxml.html.fromstring(f"<main>{html}</main>")
    return [(str(each.tag), sorted(each.keys())) for each in page.iter()]


def test_every_tag_is_tried(collector: Any) -> None:
    from sync.collector.templatetags import office

    assert set(calls("Words")) == set(office.register.tags)


TYPED = st.sampled_from(MARKUP) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=30
).map("Words {}".format)


@settings(max_examples=40, deadline=None)
@example("</option></select></textarea></label><img src=x onerror=alert(1)>")
@example('" onfocus="alert(1)" x="')
@given(TYPED)
def test_no_text_becomes_markup(text: str) -> None:
    plain = {name: shape(call()) for name, call in calls("Words").items()}
    for name, call in calls(text).items():
        assert shape(call()) == plain[name], name


@pytest.mark.parametrize("text", MARKUP)
def test_what_was_typed_stands_there_as_it_is(text: str) -> None:
    from sync.collector.templatetags import office

    assert lxml.html.fromstring(office.tag(text)).text_content().split() == text.split()
    line = lxml.html.fromstring(office.line("a", "Words", text))
    assert line.xpath("//input/@value") == [text]
    lines = lxml.html.fromstring(office.lines("a", "Words", text))
    assert lines.xpath("//textarea")[0].value.strip() == text
