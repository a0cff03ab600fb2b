"""Answers with the words of their form."""

import functools
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


@functools.lru_cache(maxsize=128)
def _fields(xml: str) -> tuple[tuple[FieldInfo, ...], str]:
    """The questions, and the language they are read in here: English where there is one."""
    names = fields.languages(xml.encode())
    english = [name for name in names if name.lower().startswith(("en", "english"))]
    return tuple(fields.fields(xml.encode())), (english or names or [""])[0]


def columns(form: Form) -> list[tuple[str, str]]:
    """Path and label of each question."""
    found, language = _fields(form.xml)
    return [(each.path, each.label(language)) for each in found]


def lines(form: Form, submission: Submission) -> list[Line]:
    """Every answer, in the form's order; what was not asked is left out."""
    found, language = _fields(form.xml)
    known = {each.path: each for each in found}
    return [
        Line(
            known[path].label(language), place.partition("/")[2], value,
            known[path].said(value, language),
        )
        for path, place, value in fields.values(submission.instance.encode())
        if path in known and _asks(known[path])
    ]  # fmt: skip


def _asks(field: FieldInfo) -> bool:
    return bool(field.labels)


def by_path(form: Form, submission: Submission) -> dict[str, str]:
    """Answers by path; those of a repeat are joined."""
    found: dict[str, list[str]] = {}
    for path, _, value in fields.values(submission.instance.encode()):
        found.setdefault(path, []).append(value)
    return {path: " | ".join(values) for path, values in found.items()}
