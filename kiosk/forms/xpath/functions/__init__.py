"""The functions of XPath 1.0 and of the ODK XForms specification, by name."""

from kiosk.forms.xpath.functions import choices, dates, geo, nodes, numbers, strings
from kiosk.forms.xpath.functions.registry import LAZY, PLAIN, WITH_CONTEXT, Function

__all__ = [
    "LAZY", "PLAIN", "WITH_CONTEXT", "Function", "choices", "dates", "geo", "nodes", "numbers",
    "strings",
]  # fmt: skip
