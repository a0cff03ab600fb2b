"""Everything that was said to a council, in one list that can be searched and worked through."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.collector import handling
from sync.collector.models import Council, Form, Submission
from sync.collector.pages import answers, searches
from sync.collector.pages.access import note, officer_page
from sync.collector.pages.handling import Together, readers

FIRST_ANSWERS = 2


@officer_page
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """The newest first."""
    if away := searches.moved(request):
        return away
    every = Submission.objects.filter(council=council)
    note(request, council, "listed", "inbox")
    context = rows(request, council, every) | {"section": "inbox", "heading": "Inbox"}
    return render(request, "collector/inbox.html", context)


def rows(request: HttpRequest, council: Council, every: QuerySet[Submission]) -> dict[str, Any]:
    """A page of a list, its filter, and what can be done to what is ticked."""
    wanted = searches.wanted(request)
    page, shown = _page(council, wanted.applied(every), request.GET.get("page"))
    tags = handling.tags_of_all(council, shown)
    return {
        "page": page,
        "rows": [(each, summary(each.form, each), tags.get(each.head, [])) for each in shown],
        "filter": wanted, "query": wanted.query, "hubs": council.hubs.order_by("name"),
        "people": readers(council), "tags": council.tags.order_by("name"),
        "statuses": Submission.Status.choices, "together": Together(council),
        "tick_all": "tick" in request.GET, "today": timezone.localdate(),
    }  # fmt: skip


def _page(
    council: Council, chosen: QuerySet[Submission], number: str | None
) -> tuple[Page[str], list[Submission]]:
    """A page and what is on it. What lies before it is passed over by an index that holds the
    order and the heads; only what is shown is read itself."""
    heads = chosen.order_by("-received_at", "head").values_list("head", flat=True)
    page = Paginator(heads, settings.SUBMISSIONS_A_PAGE).get_page(number)
    whole = Submission.objects.filter(council=council, head__in=list(page))
    whole = whole.select_related("hub", "form", "assigned__user")
    return page, sorted(whole, key=lambda each: (-each.received_at.timestamp(), each.head))


def summary(form: Form, submission: Submission) -> list[answers.Line]:
    """The first things that were answered."""
    return [line for line in answers.lines(form, submission) if line.value][:FIRST_ANSWERS]
