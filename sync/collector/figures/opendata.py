"""Released figures as a ZIP of CSV files that a council can put on its website as it is."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from sync.collector import csvfile
from sync.collector.models import Form, Release

HEADINGS = (
    "release", "made", "form", "table", "question", "choice", "answer_codes", "answer", "by",
    "by_codes", "by_value", "people", "note",
)  # fmt: skip
MEANINGS = (
    ("release", "Number of the release. No person is in two releases, so they can be added up."),
    ("made", "Day it was made."),
    ("form", "The form's name for programs."),
    ("table", "What is counted: total, hub, month, language, assisted, or question."),
    ("question", "The question as it was asked."),
    ("choice", "For a question with several answers: the choice whose people are counted."),
    ("answer_codes", "Names of the answers; several, with a space between, were put together."),
    ("answer", "The same in words."),
    ("by", "What it is broken down by; empty where it is not."),
    ("by_codes", "Names of the parts of the breakdown; several were put together."),
    ("by_value", "The same in words."),
    ("people", "How many people: 0 or at least the threshold; empty where it is held back."),
    ("note", "Why a number is not there."),
)
HELD = "Held back so that nobody can be worked out"


def packed(form: Form, releases: Sequence[Release]) -> bytes:
    """The ZIP; small, for figures grow with the form and not with the answers."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        lines = csvfile.written(HEADINGS, (row for each in releases for row in rows(each)))
        pack.writestr("figures.csv", "".join(lines))
        columns = csvfile.written(("column", "meaning"), MEANINGS)
        pack.writestr("data-dictionary.csv", "".join(columns))
        pack.writestr("read-me-first.txt", _told(form, releases))
    return made.getvalue()


def rows(release: Release) -> Iterator[list[str]]:
    """A row for each figure, and one for each table that is held back."""
    assert release.made_at is not None
    day = timezone.localtime(release.made_at).date().isoformat()
    front = [str(release.number), day, release.form_id]
    yield [*front, "total", *[""] * 7, str(release.count), ""]
    for table in release.tables:
        named = [table["kind"], table["label"] if table["kind"] == "question" else ""]
        choice = [table["word"] if table["choice"] else ""]
        for cells in _cells(table):
            yield [*front, *named, *choice, *cells]


def _cells(table: dict[str, Any]) -> Iterator[list[str]]:
    if not table["groups"]:
        yield [*[""] * 6, HELD]
    for group in table["groups"]:
        yield [*_named(group), "", "", "", str(group["count"]), ""]
    crossed: dict[str, Any] = table.get("crossed") or {"rows": [], "cells": []}
    for row, line in zip(crossed["rows"], crossed["cells"], strict=True):
        for column, count in zip(crossed["columns"], line, strict=True):
            yield [*_named(row), crossed["by"], *_named(column), str(count), ""]


def _named(group: dict[str, Any]) -> list[str]:
    return [" ".join(group["codes"]), ", ".join(group["words"])]


def _told(form: Form, releases: Sequence[Release]) -> str:
    least = max((each.least for each in releases), default=0)
    licence = settings.FIGURES_LICENCE or "not named yet; ask the council before you use them"
    return (
        f"{form.title}\nFigures published by {form.council.name}\n\nLicence: {licence}\n\n"
        f"figures.csv holds the figures, data-dictionary.csv says what each column means.\n"
        f"Each figure is 0 or at least {least}. Smaller groups are put together with others, and\n"
        "where that is not enough a table is held back, so that nobody can be worked out.\n"
    )
