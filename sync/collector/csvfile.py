"""Submissions as CSV: UTF-8 with its mark, and safe to open in a spreadsheet.

A cell that begins like a formula would be run by the spreadsheet of whoever opens the file (OWASP,
"CSV Injection"), so it gets an apostrophe in front; plain numbers stay as they are.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterator, Sequence

from django.utils import timezone

from sync.collector.models import Form, Submission
from sync.collector.pages import answers

AT_ONCE = 500
FIXED = ("Submission", "Received", "Finished", "Hub", "Version", "Language", "Helped by someone")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def name(form: Form) -> str:
    """A file name for a form's answers."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", f"{form.form_id}-{form.version}").strip("-") + ".csv"


def lines(forms: Sequence[Form], codes: bool = False) -> Iterator[str]:
    """The file, line by line, so that a million rows need no more memory than one.

    ``forms`` are versions of one form of one council, the newest first; questions that only older
    ones had come last. ``codes`` gives names and codes, for a script, in place of labels and words.
    """
    columns = _columns(forms)
    yield "\ufeff" + _line(
        [*FIXED, *(_heading(path, form, codes) for path, form in columns.items())]
    )
    for form in reversed(forms):
        every = Submission.objects.filter(council_id=form.council_id, form=form)
        every = every.select_related("hub").order_by("received_at", "head")
        for submission in every.iterator(chunk_size=AT_ONCE):
            said = answers.by_path(form, submission, codes)
            yield _line([*_fixed(form, submission), *(said.get(path, "") for path in columns)])


def _columns(forms: Sequence[Form]) -> dict[str, Form]:
    """Path of each question, and the newest version that asks it."""
    columns: dict[str, Form] = {}
    for form in forms:
        for path in answers.asked(form).questions:
            columns.setdefault(path, form)
    return columns


def _heading(path: str, form: Form, codes: bool) -> str:
    return path.rpartition("/")[2] if codes else answers.asked(form).label(path)


def _fixed(form: Form, submission: Submission) -> list[str]:
    return [
        submission.head[:16], _moment(submission.received_at), _moment(submission.finished_at),
        submission.hub.name, form.version, submission.language,
        "yes" if submission.assisted else "no",
    ]  # fmt: skip


def _moment(when: datetime.datetime) -> str:
    return timezone.localtime(when).isoformat(timespec="seconds")


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = cell.lstrip(" \t\r\n\u00a0\ufeff")
    if shown.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return "'" + cell if cell[:1] in ("\t", "\r", "\n") else cell
