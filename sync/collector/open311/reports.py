"""Submissions as service requests: only what others may see."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from sync.collector import moderation
from sync.collector.exports.table import moment
from sync.collector.models import Council, Form, Moderation, PassedOn, PublicService, Submission
from sync.collector.moderation import WHOLE, Decision, Shown

MOST = 1000
SPAN = timedelta(days=90)
LONGEST = 4000
"""Characters of a description. All three are of the specification, under GET Service Requests."""


def allowed(council: Council) -> QuerySet[Submission]:
    """Those of a council of which somebody said that others may see something."""
    place = {name: OuterRef(name) for name in ("council_id", "device_id", "head")}
    rows = Moderation.objects.filter(**place, place=WHOLE).order_by("-at", "-pk")
    said = Subquery(rows.values("decision")[:1])
    found = Submission.objects.filter(council=council).annotate(whole=said)
    return found.filter(whole__in=(Decision.SHOW, Decision.REPLACE)).select_related("form")


def report(
    service: PublicService, submission: Submission, shown: Iterable[Shown], name: str
) -> dict[str, Any]:
    """One request; ``shown`` is what may be said of it, ``name`` what its service is called."""
    words = [each for each in shown if each.text]
    there = service.where.removeprefix("/")
    where = next((each.text for each in words if there and each.place == there), None)
    rest = [f"{each.label}: {each.text}" for each in words if not there or each.place != there]
    point = _point(where)
    closed = submission.status == Submission.Status.DONE
    return {
        "service_request_id": submission.head, "status": "closed" if closed else "open",
        "status_notes": None, "service_name": name, "service_code": service.form_id,
        "description": shortened("\n".join(rest)), "agency_responsible": service.council.name,
        "service_notice": None, "requested_datetime": moment(submission.received_at),
        "updated_datetime": None, "expected_datetime": None,
        "address": where if point is None else None, "address_id": None, "zipcode": None,
        "lat": point and point[0], "long": point and point[1], "media_url": None,
    }  # fmt: skip


def shortened(text: str, most: int = LONGEST) -> str:
    """A description, with a sign where its end is cut off."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def every(
    services: dict[str, tuple[PublicService, Form]], found: QuerySet[Submission]
) -> list[dict[str, Any]]:
    """The newest first; without those of which nothing is left to show."""
    rows = list(found.filter(form__form_id__in=services).order_by("-received_at", "head")[:MOST])
    decided = moderation.standing_of_all(rows)
    told = []
    for each in rows:
        if shown := moderation.shown(each.form, each, decided[each.head]):
            service, form = services[each.form.form_id]
            told.append(report(service, each, shown, form.title))
    return told


def between(
    found: QuerySet[Submission], start: datetime | None, end: datetime | None
) -> QuerySet[Submission]:
    """Those of a span of 90 days at most, which ends now where nothing else is said."""
    until = end or (min(start + SPAN, timezone.now()) if start else timezone.now())
    since = max(start, until - SPAN) if start else until - SPAN
    return found.filter(received_at__gte=since, received_at__lte=until)


def waiting(service: PublicService) -> QuerySet[Submission]:
    """What of a service may be passed on to the council's own server and is not on its way."""
    every = allowed(service.council)
    if service.unseen:
        every = Submission.objects.filter(council=service.council)
    place = {name: OuterRef(name) for name in ("council_id", "device_id", "head")}
    new = every.filter(form__form_id=service.form_id, opened_at__gte=service.passed_from)
    return new.filter(~Exists(PassedOn.objects.filter(**place))).order_by("opened_at", "head")


def _point(text: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of an answer to a question for a place on the map."""
    try:
        lat, long = (float(each) for each in (text or "").split()[:2])
    except ValueError:
        return None
    return (lat, long) if -90 <= lat <= 90 and -180 <= long <= 180 else None
