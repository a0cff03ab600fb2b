"""The audit log: who saw and did what, for whoever answers for residents' data."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.collector.models import Audit, Council
from sync.collector.pages.access import Duty, page_for
from sync.collector.pages.filters import days


@page_for(Duty.PROTECT)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """The newest first; by person, by what was done, by day."""
    since, until = days(request.GET)
    person, action = request.GET.get("person", ""), request.GET.get("action", "")
    found = Audit.objects.filter(council=council).select_related("user", "token")
    found = found.order_by("-at", "-pk")
    if person.isdecimal() and len(person) < 18:
        found = found.filter(user__officer__pk=int(person))
    if action:
        found = found.filter(action=action)
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    page = Paginator(found, settings.SUBMISSIONS_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    actions = Audit.objects.filter(council=council).values_list("action", flat=True).distinct()
    context = {
        "page": page, "people": council.officers.select_related("user"),
        "actions": sorted(set(actions)), "given": request.GET, "query": kept.urlencode(),
        "section": "protection",
    }  # fmt: skip
    return render(request, "collector/audit.html", context)
