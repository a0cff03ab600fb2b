"""What was said to one form: the list and one submission."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sync.collector import handling, moderation
from sync.collector.models import Council, Drawing, Form, Submission
from sync.collector.pages import answers, cards, inbox, replies, searches
from sync.collector.pages.access import note, officer_page
from sync.collector.pages.handling import Handling


@officer_page
def listed(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """The submissions to a form, the newest first, of one hub or of all."""
    found = get_object_or_404(Form, council=council, pk=form)
    if away := searches.moved(request):
        return away
    every = Submission.objects.filter(council=council, form=found)
    note(request, council, "listed", found.form_id)
    context = inbox.rows(request, council, every) | {"form": found, "section": "forms"}
    return render(request, "collector/submissions.html", context)


@officer_page
def one(request: HttpRequest, council: Council, form: int, head: str) -> HttpResponse:
    """One submission with its answers."""
    found = get_object_or_404(Form, council=council, pk=form)
    every = Submission.objects.filter(council=council, form=found)
    every = every.select_related("hub", "device", "assigned__user")
    submission = get_object_or_404(every, head=head)
    note(request, council, "read", head)
    drawings = Drawing.handed_out(
        council=council, device_id=submission.device_id, head=submission.head
    )
    handled = Handling(council, submission)
    context = {
        "form": found, "submission": submission, "lines": answers.lines(found, submission),
        "drawings": set(drawings.values_list("name", flat=True)),
        "held_back": _held_back(council, submission),
        "handling": handled, "alike": handled.alike,
        "tags": handling.tags_of(submission), "others_see": moderation.standing(submission),
        "section": "forms", **cards.beside(submission),
        **replies.shown(request, council, submission),
    }  # fmt: skip
    return render(request, "collector/submission.html", context)


def _held_back(council: Council, submission: Submission) -> dict[str, str]:
    """Name of a file that nobody gets to why."""
    mine = {"council": council, "device_id": submission.device_id, "head": submission.head}
    free = set(Drawing.handed_out(**mine).values_list("name", flat=True))
    held = [each for each in Drawing.objects.filter(**mine).defer("content")]
    return {each.name: each.get_looked_display() for each in held if each.name not in free}
