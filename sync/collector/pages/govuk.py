"""Django's forms by the macros of ``govuk-frontend-jinja``, which are kept as GOV.UK Frontend is.

Only texts are handed to a macro, never ``html``, so that it escapes each of them. The components:
https://design-system.service.gov.uk/components/.

Looked at in November 2026: ``crispy-forms-gds`` 2.0.1 (January 2025) is made for GOV.UK Frontend 5
and Django 5.0 and 5.1, holds django-crispy-forms below 2.4 (now 2.7), and does not escape labels,
which here are a council's own words. ``govuk-frontend-django`` 0.22 wraps the macros used here, and
holds them at 4.0.0. The stylesheet of ``govuk-frontend`` 6.6.0 names the font and the crest, which
only GOV.UK may show.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"
REQUIRED = str(forms.Field.default_error_messages["required"])
Params = dict[str, Any]
OURS = ("id", "aria-describedby", "class", "rows", "checked")
"""Attributes of Django's widgets that the macros write by themselves."""


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}))


def component(name: str, params: Params) -> SafeString:
    """The markup of a component such as ``error-summary``."""
    module = _environment().get_template(f"{PACKAGE}/components/{name}/macro.html").module
    macro = getattr(module, "govuk" + "".join(part.capitalize() for part in name.split("-")))
    return mark_safe(str(macro(params)).strip())


def form(
    form: forms.BaseForm, fields: Iterable[tuple[BoundField, str]],
    hidden_fields: Iterable[BoundField], errors: Iterable[str],
) -> SafeString:  # fmt: skip
    """A whole form: what is wrong on top, with a link to each field, then the fields."""
    shown = [bound for bound, _ in fields]
    parts = [str(each) for each in (*hidden_fields, *(field(bound) for bound in shown))]
    if form.errors:
        parts.insert(0, summary(errors, shown))
    return mark_safe("\n".join(parts))


def summary(errors: Iterable[str], fields: Iterable[BoundField]) -> SafeString:
    """There is a problem: what is wrong with the whole, and with each field."""
    items: list[Params] = [{"text": str(error)} for error in errors]
    for bound in fields:
        items += [{"text": error, "href": f"#{_first(bound)}"} for error in _errors(bound)]
    params = {"titleText": "There is a problem", "errorList": items}
    return component("error-summary", params | {"attributes": {"tabindex": "-1"}})


def _first(bound: BoundField) -> str:
    """Id of the first control of a field."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def _errors(bound: BoundField) -> list[str]:
    """What is wrong, in words that say with what where Django's own do not."""
    missing = f"{bound.label}: fill this in or choose something."
    return [missing if str(each) == REQUIRED else str(each) for each in bound.errors]


def field(bound: BoundField) -> SafeString:
    """One field with its label, hint, errors and control."""
    widget = bound.field.widget
    context = widget.get_context(
        bound.html_name, bound.value(), bound.build_widget_attrs({"id": bound.auto_id}, widget)
    )["widget"]
    params = _common(bound, context)
    if isinstance(widget, forms.CheckboxInput):
        return component("checkboxes", _tick(bound, context, params))
    if isinstance(widget, forms.CheckboxSelectMultiple):  # before what it is made from
        return component("checkboxes", _choices(bound, context, params))
    if isinstance(widget, forms.RadioSelect):
        return component("radios", _choices(bound, context, params))
    if isinstance(widget, forms.Select):
        return component("select", params | {"items": _options(context)})
    if isinstance(widget, forms.Textarea):
        rows, value = context["attrs"].get("rows"), context["value"] or ""
        return component("textarea", params | {"rows": rows, "value": f"\n{value}"})
    if isinstance(widget, forms.FileInput):
        return component("file-upload", params)
    return component("input", params | {"type": context["type"], "value": context["value"]})


def _common(bound: BoundField, context: Params) -> Params:
    """What every component takes."""
    params: Params = {
        "id": bound.auto_id, "idPrefix": bound.auto_id, "name": bound.html_name,
        "label": {"text": str(bound.label)}, "attributes": _attributes(context["attrs"]),
        "describedBy": bound.field.widget.attrs.get("aria-describedby"),
    }  # fmt: skip
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(_errors(bound))}
    return params


def _attributes(attrs: Mapping[str, Any]) -> Params:
    """As the macros take them: one that is True has no value, one that is False is left out."""
    kept = {name: each for name, each in attrs.items() if name not in OURS}
    return {
        name: {"value": True, "optional": True} if each is True else str(each)
        for name, each in kept.items()
        if each is not False and each is not None
    }


def _tick(bound: BoundField, context: Params, params: Params) -> Params:
    """A box to tick by itself, which is its own label."""
    item = {
        "value": context["value"] or "on", "text": str(bound.label), "id": bound.auto_id,
        "checked": bool(context["attrs"].get("checked")), "attributes": params.pop("attributes"),
    }  # fmt: skip
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return params | {"items": [item]}


def _choices(bound: BoundField, context: Params, params: Params) -> Params:
    """Several boxes or buttons under one legend, with ids as Django gives them."""
    del params["attributes"]
    items = _options(context)
    for each, option in zip(items, _flat(context), strict=True):
        each["id"], each["checked"] = option["attrs"]["id"], each.pop("selected")
        each["attributes"] = _attributes(option["attrs"])
    return params | {"items": items, "fieldset": {"legend": {"text": str(bound.label)}}}


def _options(context: Params) -> list[Params]:
    return [
        {"value": str(each["value"]), "text": str(each["label"]), "selected": each["selected"]}
        for each in _flat(context)
    ]


def _flat(context: Params) -> list[Params]:
    return [option for _, options, _ in context["optgroups"] for option in options]
