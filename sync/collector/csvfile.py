"""Submissions as CSV: UTF-8 with its mark, and safe to open in a spreadsheet.

A cell that begins like a formula would be run by the spreadsheet of whoever opens the file (OWASP,
"CSV Injection"), so it gets an apostrophe in front; plain numbers stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterator

from sync.collector.models import Form, Submission
from sync.collector.pages import answers

AT_ONCE = 500
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def name(form: Form) -> str:
    """A file name for a form's answers."""
    return re.sub(r"\W+", "-", f"{form.form_id}-{form.version}").strip("-") + ".csv"


def lines(form: Form) -> Iterator[str]:
    """The file, line by line, so that a million rows need no more memory than one."""
    columns = answers.columns(form)
    yield "\ufeff" + _line(["Received", "Finished", "Hub", "Language", "Helped by someone",
                            *(label for _, label in columns)])  # fmt: skip
    yield _line(["received", "finished", "hub", "language", "assisted",
                 *(path.rpartition("/")[2] for path, _ in columns)])  # fmt: skip
    every = Submission.objects.filter(council=form.council, form=form).select_related("hub")
    for submission in every.order_by("received_at", "head").iterator(chunk_size=AT_ONCE):
        said = answers.by_path(form, submission)
        yield _line([
            submission.received_at.isoformat(timespec="seconds"),
            submission.finished_at.isoformat(timespec="seconds"),
            submission.hub.name, submission.language, "yes" if submission.assisted else "no",
            *(said.get(path, "") for path, _ in columns),
        ])  # fmt: skip


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if cell.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell
