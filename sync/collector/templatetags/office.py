"""Parts of pages that no Django form draws, by the macros that draw the forms.

Tables, and lists of answers, stay markup of the templates: the package takes what is not plain text
in a cell (a link, a button, words in another direction) as ready HTML alone, which nothing escapes.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from sync.collector.pages import govuk
from sync.collector.pages.govuk import Params, component

register = template.Library()


@register.simple_tag
def back(href: str, text: str) -> SafeString:
    """A link to the page above this one."""
    return component("back-link", {"href": href, "text": str(text)})


@register.simple_tag
def tag(text: str, kind: str = "") -> SafeString:
    """A word about how something stands."""
    return component("tag", {"text": str(text), "classes": kind})


@register.simple_tag
def problem(text: str) -> SafeString:
    """What is wrong with what was sent; nothing for no text."""
    return govuk.summary([text], []) if text else SafeString("")


@register.simple_tag
def steps(page: Page[Any], query: str = "") -> SafeString:
    """To the pages before and after; nothing when there is one page."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    front, of = f"?{query}&" if query else "?", f"of {page.paginator.num_pages}"
    params: Params = {"landmarkLabel": "Pages"}
    ways = (("previous", "Newer", page.has_previous, -1), ("next", "Older", page.has_next, 1))
    for name, text, there, by in ways:
        if there():
            number = page.number + by
            label = f"page {number} {of}"
            params[name] = {"href": f"{front}page={number}", "text": text, "labelText": label}
    return component("pagination", params)


@register.simple_tag
def field(bound: BoundField, label: str) -> SafeString:
    """A field of a Django form under another label."""
    bound.label = label
    return govuk.field(bound)


@register.simple_tag
def line(
    name: str, label: str, value: object = "", hint: str = "", wrong: str = "", **more: str
) -> SafeString:
    """A line to type into; ``more`` are attributes, such as ``type`` and ``maxlength``."""
    params = _named(name, label) | {"type": more.pop("type", "text"), "value": str(value or "")}
    params |= {"classes": more.pop("class", "")}
    params |= {"hint": {"text": hint}} if hint else {}
    params |= {"errorMessage": {"text": wrong}} if wrong else {}
    return component("input", params | {"attributes": _attributes(more)})


@register.simple_tag
def lines(name: str, label: str, value: object = "", rows: int = 5, **more: str) -> SafeString:
    """Several lines to type into."""
    params = _named(name, label) | {"rows": rows, "value": f"\n{value or ''}"}
    return component("textarea", params | {"attributes": _attributes(more)})


@register.simple_tag
def choose(
    name: str, label: str, options: Iterable[Any], chosen: object = "", none: str = "",
    nobody: str = "",
) -> SafeString:  # fmt: skip
    """One of several, and before them ``none`` where none has to be chosen."""
    items = [{"value": "", "text": none}] if none else []
    items += [{"value": "nobody", "text": nobody}] if nobody else []
    items += [{"value": value, "text": text} for value, text in _pairs(options)]
    said = "" if chosen is None else str(chosen)
    return component("select", _named(name, label) | {"items": items, "value": said})


@register.simple_tag
def tick(name: str, label: str, ticked: object = False) -> SafeString:
    """A box to tick by itself."""
    item = {"value": "1", "text": str(label), "id": name, "checked": bool(ticked)}
    return component("checkboxes", {"name": name, "idPrefix": name, "items": [item]})


@register.simple_tag
def ticks(name: str, legend: str, options: Iterable[Any], chosen: Iterable[Any]) -> SafeString:
    """Any of several."""
    these = {str(each) for each in chosen}
    items = [
        {"value": value, "text": text, "id": f"{name}-{value}", "checked": value in these}
        for value, text in _pairs(options)
    ]
    return component("checkboxes", _group(name, legend, items))


@register.simple_tag
def one_of(name: str, legend: str, options: Iterable[Any], chosen: object = "") -> SafeString:
    """One of a few that all stand there."""
    items = [
        {"value": value, "text": text, "id": f"{name}-{value}", "checked": value == str(chosen)}
        for value, text in _pairs(options)
    ]
    return component("radios", _group(name, legend, items))


@register.simple_tag
def where_shown(took_part: Iterable[Any], hubs: int) -> SafeString:
    """In which hubs an outcome is shown."""
    names, every = ", ".join(each.name for each in took_part), f"At every hub ({hubs})"
    options = [("part", f"Where people took part: {names}")] if names else []
    options.append(("all", every))
    return one_of("where", "Where shall it be shown?", options, options[0][0])


@register.simple_tag
def decide_whole(whole: Any) -> SafeString:
    """Whether others see anything of a submission."""
    options = (
        ("hide", "Nobody else sees any of it"), ("show", "Others see what is chosen below"),
    )  # fmt: skip
    shown = whole is not None and whole.decision != "hide"
    return one_of("whole", "The submission as a whole", options, "show" if shown else "hide")


@register.simple_tag
def decide(part: Any) -> SafeString:
    """What others see of one answer, or of a picture or sound; its legend stands around it."""
    options = [("hide", "Not shown"), ("show", "Shown as it is")]
    if not part.picture.endswith(".ogg"):
        kind = "Shown with these squares blackened" if part.picture else "Shown as written here"
        options.append(("replace", kind))
    items = [
        {"value": value, "text": text, "id": f"{value}-{part.number}",
         "checked": value == part.decision}
        for value, text in options
    ]  # fmt: skip
    name = f"decision-{part.number}"
    return component("radios", {"name": name, "idPrefix": name, "items": items})


def _group(name: str, legend: str, items: list[Params]) -> Params:
    fieldset = {"legend": {"text": str(legend)}}
    return {"name": name, "idPrefix": name, "fieldset": fieldset, "items": items}


def _named(name: str, label: str) -> Params:
    return {"id": name, "name": name, "label": {"text": str(label)}}


def _attributes(given: dict[str, Any]) -> Params:
    return {
        name: {"value": True, "optional": True} if each is True else str(each)
        for name, each in given.items()
        if each is not False
    }


def _pairs(options: Iterable[Any]) -> list[tuple[str, str]]:
    """Values and words, of pairs or of what the database has."""
    pairs = (
        each if isinstance(each, tuple | list) else (getattr(each, "pk", each), each)
        for each in options
    )
    return [(str(value), str(text)) for value, text in pairs]
