"""Which submissions an officer wants to see; what makes no sense is left out of account."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from sync.collector.models import Officer, Submission, Tagged
from sync.collector.search import fold

MOST_TERMS = 10
NOBODY = "nobody"


@dataclass(frozen=True)
class Filter:
    """Part of an address: hub, days, and what became of a submission."""

    hub: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    """The last day, and all of it."""
    search: str = ""
    """The name of a search, whose words are in the session."""
    status: str = ""
    assigned: str = ""
    """The number of an officer, or ``nobody``."""
    tag: int | None = None
    due: bool = False
    """Only what somebody wanted to come back to by today."""
    alike: bool = False
    """Only what another submission to the same form says too."""
    paper: bool = False
    """Only what staff typed in from paper."""
    q: str = ""
    """Words that must all be in the answers; they stand in no address."""
    lost: bool = False
    """Whether there is a search, and its words are not known any more."""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filter":
        """From the query of an address."""
        status, assigned = given.get("status", ""), given.get("assigned", "")
        return cls(
            _number(given.get("hub", "")), _day(given.get("since", "")),
            _day(given.get("until", "")), given.get("search", "")[:40],
            status if status in Submission.Status.values else "",
            assigned if assigned == NOBODY or _number(assigned) is not None else "",
            _number(given.get("tag", "")), bool(given.get("due")), bool(given.get("alike")),
            bool(given.get("paper")),
        )  # fmt: skip

    def applied(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        """Those that are wanted; none where it is not known any more what was looked for."""
        if self.lost:
            return submissions.none()
        if self.hub is not None:
            submissions = submissions.filter(hub_id=self.hub)
        if self.since:
            submissions = submissions.filter(received_at__gte=_midnight(self.since))
        if self.until:
            after = self.until + datetime.timedelta(days=1)
            submissions = submissions.filter(received_at__lt=_midnight(after))
        for term in fold(self.q).split()[:MOST_TERMS]:
            submissions = submissions.filter(words__contains=term)
        return self._handled(submissions)

    def _handled(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        if self.status:
            submissions = submissions.filter(status=self.status)
        if self.assigned:
            who = None if self.assigned == NOBODY else int(self.assigned)
            submissions = submissions.filter(assigned=who)
        if self.tag is not None:
            submissions = submissions.filter(Exists(_tagged(self.tag)))
        if self.paper:
            submissions = submissions.filter(paper=True)
        if self.due:
            submissions = submissions.filter(follow_up__lte=timezone.localdate())
        return submissions.filter(Exists(_alike())) if self.alike else submissions

    @property
    def query(self) -> str:
        """The filter as part of an address again."""
        given = {
            "hub": self.hub, "since": self.since, "until": self.until,
            "search": self.search or None, "status": self.status or None,
            "assigned": self.assigned or None, "tag": self.tag,
            "due": 1 if self.due else None, "alike": 1 if self.alike else None,
            "paper": 1 if self.paper else None,
        }  # fmt: skip
        return urlencode({name: value for name, value in given.items() if value is not None})

    def assigned_to(self, officer: Officer) -> bool:
        """Whether it asks for this officer's."""
        return self.assigned == str(officer.pk)

    def __bool__(self) -> bool:
        return bool(self.query)


def _tagged(tag: int) -> QuerySet[Tagged]:
    place = {name: OuterRef(name) for name in ("council_id", "device_id", "head")}
    return Tagged.objects.filter(tag_id=tag, **place)


def _alike() -> QuerySet[Submission]:
    place = {name: OuterRef(name) for name in ("council_id", "form_id", "likeness")}
    other = ~Q(device_id=OuterRef("device_id"), head=OuterRef("head"))
    return Submission.objects.filter(other, **place).exclude(likeness="")


def words_of(given: Mapping[str, str]) -> str:
    """The words that somebody typed in."""
    return given.get("q", "").strip()[:200]


def days(given: Mapping[str, str]) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """The beginning of the day ``since`` and the end of the day ``until``."""
    since, until = _day(given.get("since", "")), _day(given.get("until", ""))
    end = until + datetime.timedelta(days=1) if until else None
    return _midnight(since) if since else None, _midnight(end) if end else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _day(text: str) -> datetime.date | None:
    try:
        day = parse_date(text)
    except ValueError:  # the 31st of February
        return None
    return day if day and 1970 <= day.year < 9000 else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
