"""Every form of the pages as the GOV.UK Design System has it: its markup, in our own colours."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from sync.collector.pages import govuk

FORM, FIELD = "govuk form", "govuk field"
MADE: dict[str, Callable[[Mapping[str, Any]], str]] = {
    FORM: lambda context: govuk.form(**context),
    FIELD: lambda context: govuk.field(context["field"]),
}


class Renderer(TemplatesSetting):
    """Forms and fields by the macros of the design system; widgets alone as Django has them."""

    form_template_name = FORM
    field_template_name = FIELD

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """The markup of a form, a field or a widget."""
        made = MADE.get(template_name)
        return made(context) if made else super().render(template_name, context, request)
