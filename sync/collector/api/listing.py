"""A page of a form's submissions, and what it was asked for."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from sync.collector.api.guard import Problem
from sync.collector.models import Form, Progress, Submission

AT_ONCE = 100
MOST = 500
CURSOR = re.compile(r"([0-9]{1,17})-([0-9a-f]{64})")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.A)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(5000, 1, 1, tzinfo=datetime.UTC)
MICRO = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    since: datetime.datetime | None = None
    status: str = ""
    after: tuple[datetime.datetime, str] | None = None
    """When the last one of the page before was opened, and its id."""
    limit: int = AT_ONCE

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        """From the query of an address; raises Problem."""
        return cls(
            moment(given["since"], "since") if "since" in given else None,
            _status(given.get("status")),
            _after(given["cursor"]) if "cursor" in given else None, _limit(given.get("limit")),
        )  # fmt: skip

    def page(self, form: Form) -> tuple[list[Submission], str | None]:
        """The submissions, the first opened first, and the cursor of the next page."""
        found = Submission.objects.filter(council_id=form.council_id, form=form)
        chosen = self._applied(found).select_related("hub").order_by("opened_at", "head")
        rows = list(chosen[: self.limit + 1])
        more, rows = len(rows) > self.limit, rows[: self.limit]
        return rows, _cursor(rows[-1]) if more else None

    def _applied(self, found: QuerySet[Submission]) -> QuerySet[Submission]:
        if self.since:
            found = found.filter(opened_at__gte=self.since)
        if self.status:
            found = found.filter(status=self.status)
        if self.after:
            at, head = self.after
            found = found.filter(Q(opened_at__gt=at) | Q(opened_at=at, head__gt=head))
        return found


def states(council_id: int, rows: list[Submission]) -> Mapping[str, str]:
    """How far the council is with each, by its record; what nobody has read is not in it."""
    records = [each.record for each in rows if each.record]
    found = Progress.objects.filter(council_id=council_id, record__in=records)
    return dict(found.values_list("record", "state"))


def brief(form: Form, submission: Submission, states: Mapping[str, str]) -> dict[str, Any]:
    """What a list says of one submission: nothing of what was said."""
    return {
        "id": submission.head, "form": form.pk, "form_id": form.form_id, "version": form.version,
        "received": submission.received_at.isoformat(), "opened": submission.opened_at.isoformat(),
        "finished": submission.finished_at.isoformat(), "hub": submission.hub.name,
        "language": submission.language, "assisted": submission.assisted,
        "status": submission.status, "reply": states.get(submission.record or "", "new"),
    }  # fmt: skip


def moment(text: str, name: str) -> datetime.datetime:
    """A moment as a program writes it; raises Problem, which calls it ``name``."""
    try:
        at = parse_datetime(text.upper()) if MOMENT.fullmatch(text) else None
    except ValueError:
        at = None
    if at is None:
        raise Problem(400, f"Write '{name}' as RFC 3339 does, such as 2026-11-24T09:30:00Z.")
    if at.year < EPOCH.year:
        return EPOCH
    return min(at, LATEST) if at.year < LATEST.year else LATEST


def _status(text: str | None) -> str:
    if text is not None and text not in Submission.Status.values:
        raise Problem(400, f"A 'status' is one of {', '.join(Submission.Status.values)}.")
    return text or ""


def _limit(text: str | None) -> int:
    if text is None:
        return AT_ONCE
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text) or int(text) > MOST:
        raise Problem(400, f"A 'limit' is a number from 1 to {MOST}.")
    return int(text)


def _after(text: str) -> tuple[datetime.datetime, str]:
    shape = CURSOR.fullmatch(text)
    if shape is None:
        raise Problem(400, "Give the 'cursor' as the page before gave it as 'next'.")
    return EPOCH + int(shape[1]) * MICRO, shape[2]


def _cursor(last: Submission) -> str:
    return f"{(last.opened_at - EPOCH) // MICRO}-{last.head}"
