"""Languages as officers read them."""

from dataclasses import dataclass

from django.utils.translation import get_language_info

from sync.collector.models import Form
from sync.collector.pages import answers

OWN = "en"
"""The language officers work in."""
MORE = {"pa": "Punjabi", "gu": "Gujarati", "ro": "Romanian", "zh": "Chinese", "so": "Somali"}
"""Names that Django does not have."""
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur"}


@dataclass(frozen=True)
class Language:
    """One language of a text."""

    code: str
    name: str

    @property
    def direction(self) -> str:
        """Which way it is written, as HTML says it."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"


def named(code: str) -> Language:
    """The language of a code, whatever a device may have sent as one."""
    try:
        name = MORE.get(code) or str(get_language_info(code)["name"])
    except KeyError:
        name = code
    return Language(code, name)


def of_form(form: Form) -> list[Language]:
    """The languages of a form by their codes, the officers' own first."""
    names = answers.languages(form)
    codes = [name.rpartition("(")[2].rstrip(") ").lower() for name in names if "(" in name]
    return [named(code) for code in dict.fromkeys([OWN, *codes])]
