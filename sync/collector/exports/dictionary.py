"""The data dictionary of a form: what each column means, and each code in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sync.collector.exports.table import COUNTS, Table
from sync.collector.models import Form
from sync.collector.pages import answers

HEADINGS = ("Column", "Question", "Type", "Code", "Meaning", "Path", "Version")
MEANINGS = {
    "Submission": "The first sixteen digits of what tells this submission from every other.",
    "Received": "When the collector took it in, in the council's time zone.",
    "Finished": "When the person finished, to the minute, as the kiosk's clock had it.",
    "Hub": "Where the kiosk stood.",
    "Version": "The version of the form that was answered.",
    "Language": "The language it was answered in.",
    "Helped by someone": "Whether somebody helped to fill it in.",
    COUNTS: "Whether it counts: each person has one say here, by a token on paper.",
}


def rows(forms: Sequence[Form]) -> Iterator[list[str]]:
    """A row for each column, then one for each of its codes."""
    for name in Table(forms).fixed:
        yield [name, MEANINGS[name], "", "", "", "", ""]
    for path, form in Table(forms).columns.items():
        asked = answers.asked(form)
        question, column = asked.questions[path], path.rpartition("/")[2]
        yield [column, asked.label(path), question.kind, "", "", path, form.version]
        for code in question.choices:
            yield [column, "", "", code, asked.said(path, code), path, form.version]


def tree(forms: Sequence[Form]) -> dict[str, Any]:
    """The same for a script."""
    columns = Table(forms).columns.items()
    return {
        "form": forms[0].form_id,
        "title": forms[0].title,
        "columns": [{"name": name, "meaning": MEANINGS[name]} for name in Table(forms).fixed],
        "questions": [_question(path, form) for path, form in columns],
    }


def _question(path: str, form: Form) -> dict[str, Any]:
    asked = answers.asked(form)
    question = asked.questions[path]
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "label": asked.label(path),
        "type": question.kind,
        "version": form.version,
        "choices": {code: asked.said(path, code) for code in question.choices},
    }
