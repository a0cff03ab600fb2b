"""Which submissions an officer wants to see; what makes no sense is left out of account."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from sync.collector.models import Submission


@dataclass(frozen=True)
class Filter:
    """Part of an address: hub, first day, last day."""

    hub: int | None
    since: datetime.date | None
    until: datetime.date | None
    """The last day, and all of it."""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filter":
        """From the query of an address."""
        hub = given.get("hub", "")
        number = int(hub) if hub.isdecimal() and len(hub) < 18 else None
        return cls(number, _day(given.get("since", "")), _day(given.get("until", "")))

    def applied(self, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
        """Those that are wanted."""
        if self.hub is not None:
            submissions = submissions.filter(hub_id=self.hub)
        if self.since:
            submissions = submissions.filter(received_at__gte=_midnight(self.since))
        if self.until:
            after = self.until + datetime.timedelta(days=1)
            submissions = submissions.filter(received_at__lt=_midnight(after))
        return submissions

    @property
    def query(self) -> str:
        """The filter as part of an address again."""
        given = {"hub": self.hub, "since": self.since, "until": self.until}
        return urlencode({name: value for name, value in given.items() if value is not None})

    def __bool__(self) -> bool:
        return bool(self.query)


def days(given: Mapping[str, str]) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """The beginning of the day ``since`` and the end of the day ``until``."""
    since, until = _day(given.get("since", "")), _day(given.get("until", ""))
    end = until + datetime.timedelta(days=1) if until else None
    return _midnight(since) if since else None, _midnight(end) if end else None


def _day(text: str) -> datetime.date | None:
    try:
        day = parse_date(text)
    except ValueError:  # the 31st of February
        return None
    return day if day and 1970 <= day.year < 9000 else None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
