"""Submissions as CSV: UTF-8 with its mark, and safe to open in a spreadsheet.

A cell that begins like a formula would be run by the spreadsheet of whoever opens the file (OWASP,
"CSV Injection"), so it gets an apostrophe in front; plain numbers stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from sync.collector.exports.table import Table
from sync.collector.models import Form

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\xa0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*"
)
"""What may stand before a sign without being seen, or is taken away when a file is read."""


def name(form: Form) -> str:
    """A file name for a form's answers."""
    return stem(form) + ".csv"


def stem(form: Form) -> str:
    """A file name for what belongs to a form, without its ending."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", f"{form.form_id}-{form.version}").strip("-") or "form"


def lines(forms: Sequence[Form], codes: bool = False) -> Iterator[str]:
    """The file, line by line, so that a million rows need no more memory than one.

    ``forms`` are versions of one form of one council, the newest first; questions that only older
    ones had come last. ``codes`` gives names and codes, for a script, in place of labels and words.
    """
    return of(Table(forms, codes))


def of(table: Table) -> Iterator[str]:
    """A table as the lines of a file."""
    return written(table.headings, table.rows())


def written(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Any table as the lines of a file, the mark of UTF-8 first."""
    yield "\ufeff" + _line(headings)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = cell[_unseen(cell) :]
    if shown.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return "'" + cell if cell[:1] in ("\t", "\r", "\n") else cell


def _unseen(cell: str) -> int:
    found = _UNSEEN.match(cell)
    return found.end() if found else 0
