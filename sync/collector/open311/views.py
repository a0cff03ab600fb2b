"""The addresses of GeoReport v2 that read. They are open to everybody, as what they say is.

A parameter that is empty is as one that is not given ('Optional Arguments').
"""

import functools
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from sync.collector import limits
from sync.collector.api.guard import Problem
from sync.collector.api.listing import moment
from sync.collector.models import Council, Submission
from sync.collector.open311 import reports, services
from sync.collector.open311.documents import Document, Wrong, wrong

View = Callable[..., Document]
MOST_NAMED = 50


def in_both(view: View) -> Callable[..., HttpResponse]:
    """A view whose document is said as JSON or XML, and so is what is wrong."""

    @csrf_exempt
    @functools.wraps(view)
    def guarded(request: HttpRequest, kind: str, **ids: str) -> HttpResponse:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Wrong(405, "Reports are made at a kiosk; here they are read.")
            limits.of("open311", None, request)
            return view(request, **ids).response(kind)
        except limits.TooOften as error:
            return wrong(Wrong(429, str(error), error.seconds), kind)
        except Wrong as error:
            return wrong(error, kind)

    return guarded


def for_everybody(view: View) -> Callable[..., HttpResponse]:
    """A view that gets the council that is asked for."""

    @functools.wraps(view)
    def found(request: HttpRequest, **ids: str) -> Document:
        council = services.council_of(request.GET.get("jurisdiction_id") or None)
        return view(request, council, **ids)

    return in_both(found)


@in_both
def discovery(request: HttpRequest) -> Document:
    """Where the services are, as https://wiki.open311.org/Service_Discovery/ has it."""
    return Document("discovery", services.discovery(request.build_absolute_uri("v2")))


@for_everybody
def listed(request: HttpRequest, council: Council) -> Document:
    """The services."""
    every = services.public(council).values()
    return Document("services", [services.service(form) for _, form in every])


@for_everybody
def service(request: HttpRequest, council: Council, code: str) -> Document:
    """What one service asks."""
    found = services.public(council).get(code)
    if found is None:
        raise Wrong(404, "service_code was not found")
    return Document("service_definition", services.definition(found[1]))


@for_everybody
def requests(request: HttpRequest, council: Council) -> Document:
    """Reports by their ids, or by service, days and state."""
    found, every = reports.allowed(council), services.public(council)
    if ids := _named(request, "service_request_id"):
        return Document("service_requests", reports.every(every, found.filter(head__in=ids)))
    if codes := _named(request, "service_code"):
        every = {code: each for code, each in every.items() if code in codes}
    states = _named(request, "status")
    if states and "closed" not in states:
        found = found.exclude(status=Submission.Status.DONE)
    if states and "open" not in states:
        found = found.filter(status=Submission.Status.DONE)
    found = reports.between(found, _date(request, "start_date"), _date(request, "end_date"))
    return Document("service_requests", reports.every(every, found))


@for_everybody
def one(request: HttpRequest, council: Council, id: str) -> Document:
    """One report, in a list of its own, as the specification wants it."""
    found = reports.allowed(council).filter(head=id if id.isalnum() else "")
    told = reports.every(services.public(council), found)
    if not told:
        raise Wrong(404, "service_request_id was not found")
    return Document("service_requests", told)


def _named(request: HttpRequest, name: str) -> list[str]:
    """Several in one parameter, with commas between them."""
    found = [each.strip() for each in request.GET.get(name, "").split(",") if each.strip()]
    if len(found) > MOST_NAMED or any("\0" in each for each in found):
        raise Wrong(400, f"{name} names too many, or no names")
    return found


def _date(request: HttpRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "")
    try:
        return moment(text.replace(" ", "+"), name) if text else None
    except Problem:
        raise Wrong(400, f"{name} is no date such as 2026-11-24T09:30:00Z") from None
