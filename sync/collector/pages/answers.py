"""Answers with the words of their form."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync import fields
from sync.collector.models import Form, Submission
from sync.fields import FieldInfo


@dataclass(frozen=True)
class Line:
    """One answer as an officer reads it."""

    label: str
    place: str
    value: str
    """As it travels, such as the name of a choice."""
    said: str
    """With the words of the choices."""


@dataclass(frozen=True)
class Asked:
    """What a form asks, in the language it is read in here."""

    questions: Mapping[str, FieldInfo]
    """By path, in the form's order; without notes, which nobody answers."""
    language: str

    def label(self, path: str) -> str:
        """The label of a question."""
        return self.questions[path].label(self.language)

    def said(self, path: str, value: str) -> str:
        """An answer with the words of its choices."""
        return self.questions[path].said(value, self.language)


def asked(form: Form) -> Asked:
    """What a form asks."""
    return _asked(form.xml)


def languages(form: Form) -> list[str]:
    """Names of the form's languages, such as ``Cymraeg (cy)``."""
    return fields.languages(form.xml.encode())


@functools.lru_cache(maxsize=128)
def _asked(xml: str) -> Asked:
    names = fields.languages(xml.encode())
    english = [name for name in names if name.lower().startswith(("en", "english"))]
    notes = _notes(xml)
    found = {each.path: each for each in fields.fields(xml.encode()) if each.path not in notes}
    return Asked(found, (english or names or [""])[0])


def _notes(xml: str) -> set[str]:
    """Paths that are only shown: read-only, and nothing is calculated into them."""
    binds = re.findall(r"<bind\b[^>]*>", xml)
    shown = [each for each in binds if 'readonly="true()"' in each and " calculate=" not in each]
    paths = [re.search(r'nodeset="([^"]*)"', each) for each in shown]
    return {path[1] for path in paths if path}


def lines(form: Form, submission: Submission) -> list[Line]:
    """Every answer, in the form's order; what was not asked is left out."""
    known = asked(form)
    return [
        Line(known.label(path), place.partition("/")[2], value, known.said(path, value))
        for path, place, value in fields.values(submission.instance.encode())
        if path in known.questions
    ]


def by_path(form: Form, submission: Submission, codes: bool) -> dict[str, str]:
    """Answers by path, with the words of the choices or their codes; those of a repeat joined."""
    known = asked(form)
    found: dict[str, list[str]] = {}
    for path, _, value in fields.values(submission.instance.encode()):
        if path in known.questions:
            found.setdefault(path, []).append(value if codes else known.said(path, value))
    return {path: " | ".join(values) for path, values in found.items()}
