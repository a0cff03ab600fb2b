"""Submissions as a table: one row each, one column for each question any version asked."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from sync.collector.models import Form, Submission
from sync.collector.pages import answers

AT_ONCE = 500
"""Rows fetched at once, so that a million need no more memory than these."""
FIXED = ("Submission", "Received", "Finished", "Hub", "Version", "Language", "Helped by someone")
COUNTS = "Counts"
"""One more column for a form with one voice each."""
Narrow = Callable[[QuerySet[Submission]], QuerySet[Submission]]
"""Leaves only the submissions that are wanted."""


@dataclass(frozen=True)
class Table:
    """Versions of one form of one council, the newest first, and how to show what was said."""

    forms: Sequence[Form]
    codes: bool = False
    """Names and codes, for a script, in place of labels and words."""
    narrow: Narrow = lambda every: every
    each: Callable[[], None] = lambda: None
    """Called for each submission, so that somebody can say how far it is."""

    @property
    def columns(self) -> dict[str, Form]:
        """Path of each question, and the newest version that asks it; older questions come last."""
        found: dict[str, Form] = {}
        for form in self.forms:
            for path in answers.asked(form).questions:
                found.setdefault(path, form)
        return found

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that are no questions."""
        return (*FIXED, COUNTS) if any(form.one_voice for form in self.forms) else FIXED

    @property
    def headings(self) -> list[str]:
        """What stands above the columns."""
        return [*self.fixed, *(self._heading(path, form) for path, form in self.columns.items())]

    @property
    def kinds(self) -> list[str]:
        """The type of each column, as its bind names it; ``moment`` for the two times."""
        fixed = ["moment" if name in ("Received", "Finished") else "string" for name in self.fixed]
        columns = self.columns.items()
        return fixed + [answers.asked(form).questions[path].kind for path, form in columns]

    def rows(self) -> Iterator[list[str]]:
        """One row for each submission, the oldest version's first."""
        columns = self.columns
        for form, submission in self.submissions():
            said = answers.by_path(form, submission, self.codes)
            fixed = _fixed(form, submission)[: len(self.fixed)]
            yield [*fixed, *(said.get(path, "") for path in columns)]

    def submissions(self) -> Iterator[tuple[Form, Submission]]:
        """Each submission with its form, in the order they were received within a version."""
        for form in reversed(self.forms):
            every = Submission.objects.filter(council_id=form.council_id, form=form)
            chosen = self.narrow(every).select_related("hub").order_by("received_at", "head")
            for submission in chosen.iterator(chunk_size=AT_ONCE):
                self.each()
                yield form, submission

    def _heading(self, path: str, form: Form) -> str:
        return path.rpartition("/")[2] if self.codes else answers.asked(form).label(path)


def _fixed(form: Form, submission: Submission) -> list[str]:
    return [
        submission.head[:16], moment(submission.received_at), moment(submission.finished_at),
        submission.hub.name, form.version, submission.language,
        "yes" if submission.assisted else "no", "yes" if submission.counts else "no",
    ]  # fmt: skip


def moment(when: datetime.datetime) -> str:
    """A time as ISO 8601 writes it, in the council's time zone."""
    return timezone.localtime(when).isoformat(timespec="seconds")
