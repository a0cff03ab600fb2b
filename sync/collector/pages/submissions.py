"""What was said to one form: the list and one submission."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sync.collector.models import Council, Drawing, Form, Submission
from sync.collector.pages import answers, replies
from sync.collector.pages.access import note, officer_page
from sync.collector.pages.filters import Filter

FIRST_ANSWERS = 2


@officer_page
def listed(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """The submissions to a form, the newest first, of one hub or of all."""
    found = get_object_or_404(Form, council=council, pk=form)
    wanted = Filter.read(request.GET)
    every = Submission.objects.filter(council=council, form=found).select_related("hub")
    chosen = wanted.applied(every).order_by("-received_at", "head")
    page = Paginator(chosen, settings.SUBMISSIONS_A_PAGE).get_page(request.GET.get("page"))
    note(request, council, "listed", found.form_id)
    context = {
        "form": found, "page": page, "rows": [(each, _summary(found, each)) for each in page],
        "filter": wanted, "hubs": council.hubs.order_by("name"), "section": "forms",
    }  # fmt: skip
    return render(request, "collector/submissions.html", context)


def _summary(form: Form, submission: Submission) -> list[answers.Line]:
    return [line for line in answers.lines(form, submission) if line.value][:FIRST_ANSWERS]


@officer_page
def one(request: HttpRequest, council: Council, form: int, head: str) -> HttpResponse:
    """One submission with its answers."""
    found = get_object_or_404(Form, council=council, pk=form)
    every = Submission.objects.filter(council=council, form=found).select_related("hub", "device")
    submission = get_object_or_404(every, head=head)
    note(request, council, "read", head)
    context = {
        "form": found, "submission": submission, "lines": answers.lines(found, submission),
        "drawings": set(_drawings(council, submission)),
        "section": "forms", **replies.shown(request, council, submission),
    }  # fmt: skip
    return render(request, "collector/submission.html", context)


def _drawings(council: Council, submission: Submission) -> QuerySet[Drawing, str]:
    found = Drawing.objects.filter(
        council=council, device_id=submission.device_id, head=submission.head
    )
    return found.values_list("name", flat=True)
