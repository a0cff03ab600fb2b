"""Changes what became of one submission, or of several at once."""

import re
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sync.collector import handling
from sync.collector.models import Council, Form, Officer, Submission, Tag
from sync.collector.pages.access import DUTIES, Duty, note, officer_page

AT_ONCE = 500
MOST_ALIKE = 20
HEAD = re.compile(r"[0-9a-f]{64}")
LEAVE = [("", "Leave as it is")]


def readers(council: Council) -> Any:
    """Who can look at submissions."""
    roles = [role for role, duties in DUTIES.items() if Duty.READ in duties]
    return council.officers.filter(role__in=roles, user__is_active=True).select_related("user")


class Handling(forms.Form):
    """What became of one submission."""

    status = forms.ChoiceField(choices=Submission.Status.choices)
    assigned = forms.ModelChoiceField(
        Officer.objects.none(), required=False, label="Who looks at it", empty_label="Nobody"
    )
    follow_up = forms.DateField(
        required=False, label="Come back to it on",
        help_text="It stands under 'To come back to' from that day, and is reminded of by e-mail.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    tags = forms.CharField(
        required=False, max_length=600, help_text="With commas, such as: lighting, urgent."
    )
    duplicate_of = forms.ChoiceField(required=False, label="Says the same as")

    def __init__(self, council: Council, submission: Submission, data: Any = None) -> None:
        names = ", ".join(tag.name for tag in handling.tags_of(submission))
        now = {name: getattr(submission, name) for name in ("status", "follow_up", "duplicate_of")}
        now |= {"assigned": submission.assigned_id, "tags": names}
        super().__init__(data, initial=now, prefix="handling")
        self.fields["assigned"].queryset = readers(council)  # type: ignore[attr-defined]
        self.alike = list(handling.alike(submission)[:MOST_ALIKE])
        choices = {each.head: _named(each) for each in self.alike}
        if submission.duplicate_of:
            choices.setdefault(submission.duplicate_of, "The one it was set to")
        if choices:
            offered = [("", "No other"), *choices.items()]
            self.fields["duplicate_of"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["duplicate_of"]


def _named(submission: Submission) -> str:
    at = timezone.localtime(submission.received_at)
    return f"{at:%-d %B %Y, %H:%M:%S}, {submission.hub.name}"


@require_POST
@officer_page
def one(request: HttpRequest, council: Council, form: int, head: str) -> HttpResponse:
    """Keep what was decided about one submission."""
    found = get_object_or_404(Form, council=council, pk=form)
    submission = get_object_or_404(Submission, council=council, form=found, head=head)
    given = Handling(council, submission, request.POST)
    if not given.is_valid():
        context = {"form": found, "submission": submission, "handling": given, "section": "inbox"}
        return render(request, "collector/handling.html", context)
    said = given.cleaned_data
    with transaction.atomic():
        handling.change(
            submission, said["status"], said["assigned"], said["follow_up"],
            said.get("duplicate_of", ""),
        )  # fmt: skip
        handling.set_tags(council, submission, said["tags"].split(","))
        changed = ", ".join(given.changed_data)
        note(request, council, "handled", f"{head[:16]}: {changed}")
    return redirect("submission", found.pk, head)


class Together(forms.Form):
    """What shall become of several submissions."""

    status = forms.ChoiceField(
        choices=LEAVE + Submission.Status.choices,
        required=False,
    )
    assigned = forms.ChoiceField(required=False, label="Who looks at it")
    tag = forms.CharField(required=False, max_length=handling.LONGEST_TAG, label="Add a tag")

    def __init__(self, council: Council, data: Any = None) -> None:
        super().__init__(data, prefix="together")
        people = [(str(each.pk), str(each)) for each in readers(council)]
        self.fields["assigned"].choices = [*LEAVE, ("nobody", "Nobody"), *people]  # type: ignore[attr-defined]


@require_POST
@officer_page
def several(request: HttpRequest, council: Council) -> HttpResponse:
    """Do the same to everything that is ticked."""
    heads = [each for each in request.POST.getlist("pick") if HEAD.fullmatch(each)][:AT_ONCE]
    form = Together(council, request.POST)
    if heads and form.is_valid():
        count = _do(council, heads, **form.cleaned_data)
        said = ", ".join(f"{name} {value}" for name, value in form.cleaned_data.items() if value)
        note(request, council, "handled several", f"{count}: {said}")
    back = request.POST.get("back", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return redirect(back if safe else "inbox")


def _do(council: Council, heads: list[str], status: str, assigned: str, tag: str) -> int:
    found = Submission.objects.filter(council=council, head__in=heads)
    with transaction.atomic():
        if tag:
            tags: list[Tag] = handling.tagged(council, [tag])
            for each in found:
                handling.add_tags(each, tags)
        if assigned:
            found.update(assigned=None if assigned == "nobody" else int(assigned))
        if status:
            found.update(status=status)
        return found.count()
