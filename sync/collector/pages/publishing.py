"""Forms: upload a spreadsheet, and look after what is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sync.collector import feeds
from sync.collector.models import Council, Form, Hub
from sync.collector.pages.access import Duty, note, page_for
from sync.collector.place import here
from sync.collector.publish import drafts

LARGEST = 5 << 20
"""Bytes of a spreadsheet."""


class Files(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class Upload(forms.Form):
    """A spreadsheet, with what it names and what its kiosks have."""

    spreadsheet = forms.FileField(
        help_text="An XLSForm, as for ODK or KoboToolbox, saved as .xlsx.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    beside = forms.Field(
        required=False, label="Pictures, sounds and tables it names", widget=Files(),
        help_text="If there are any; 300 kB each at most.",
    )  # fmt: skip
    camera = forms.BooleanField(required=False, label="Its kiosks have a camera")
    microphone = forms.BooleanField(required=False, label="Its kiosks have a microphone")

    def clean_spreadsheet(self) -> UploadedFile[bytes]:
        """Refused at once when it is far too large."""
        given: UploadedFile[bytes] = self.cleaned_data["spreadsheet"]
        if (given.size or 0) > LARGEST:
            raise forms.ValidationError("This spreadsheet is larger than 5 MB; make it smaller.")
        return given


class Terms(forms.ModelForm):  # type: ignore[type-arg]
    """Where and when a form is on kiosks, and how long its answers are kept."""

    class Meta:
        model = Form
        fields = ["hubs", "opens_on", "closes_on", "keep_days"]
        labels = {
            "hubs": "Hubs", "opens_on": "First day on kiosks", "closes_on": "Last day on kiosks",
            "keep_days": "Days its answers are kept",
        }  # fmt: skip
        help_texts = {
            "hubs": "None ticked means every hub, those to come too.",
            "opens_on": "Empty means at once.",
            "closes_on": "Empty means until you withdraw it. A kiosk without a network shows a form"
            " until it next syncs; what is said after the last day is kept too.",
            "keep_days": "After this they are erased for good, by themselves. Empty means until"
            " somebody erases them.",
        }
        widgets = {
            "hubs": forms.CheckboxSelectMultiple(),
            "opens_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "keep_days": forms.NumberInput(attrs={"min": 1, "max": 36500}),
        }

    def __init__(self, council: Council, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["hubs"].queryset = Hub.objects.filter(council=council).order_by("name")  # type: ignore[attr-defined]
        for each in self.fields.values():
            each.required = False

    def clean_keep_days(self) -> int | None:
        """At least a day."""
        days: int | None = self.cleaned_data["keep_days"]
        if days is not None and not 1 <= days <= 36500:
            raise forms.ValidationError("Give a number of days from 1 to 36500.")
        return days

    def clean(self) -> dict[str, Any]:
        """A form opens before it closes."""
        given = super().clean() or self.cleaned_data
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "The last day is before the first.")
        return given


@page_for(Duty.PUBLISH)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """What is published, what is begun, and a form for one more."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft = _draft(request, council, form)
        note(request, council, "uploaded a spreadsheet", draft.name)
        return redirect("draft", draft.pk)
    every = council.forms.prefetch_related("hubs").order_by("-published_at", "-pk")
    rows = [(each, state(each, every)) for each in every]
    context = {
        "forms": rows, "form": form, "section": "publish",
        "drafts": council.drafts.select_related("made_by").order_by("-made_at")[:20],
    }  # fmt: skip
    return render(request, "collector/publish.html", context)


def _draft(request: HttpRequest, council: Council, form: Upload) -> Any:
    given: UploadedFile[bytes] = form.cleaned_data["spreadsheet"]
    has = [each for each in ("camera", "microphone") if form.cleaned_data[each]]
    files = {each.name or "": each.read() for each in request.FILES.getlist("beside")}
    return drafts.make(council, request.user, given.name or "form.xlsx", given.read(), has, files)


def state(form: Form, every: Any) -> str:
    """How a form stands today, in a few words."""
    today = timezone.localdate()
    if form.withdrawn_at:
        return "Withdrawn"
    if form.closed_on(today):
        return "Closed"
    if form.opens_on and form.opens_on > today:
        return "Opens later"
    newer = [each for each in every if each.form_id == form.form_id and each.open_on(today)]
    return "On kiosks" if newer and newer[0] == form else "Replaced by a newer version"


@page_for(Duty.PUBLISH)
def one(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """Change the terms of a form, or withdraw it; its other versions."""
    found = get_object_or_404(Form, council=council, pk=form)
    do = request.POST.get("do", "")
    given = Terms(council, request.POST if do == "terms" else None, instance=found)
    if do in ("withdraw", "again"):
        Form.objects.filter(council=council, pk=found.pk).update(
            withdrawn_at=timezone.now() if do == "withdraw" else None
        )
    elif do == "terms" and given.is_valid():
        given.save()
        versions = Form.objects.filter(council=council, form_id=found.form_id)
        versions.update(keep_days=found.keep_days)  # an answer is kept as long whatever version
    if do in ("withdraw", "again") or (do == "terms" and given.is_valid()):
        rebuild(council)
        what = {"withdraw": "withdrew a form", "again": "published a form again"}
        note(request, council, what.get(do, "changed a form's terms"), str(found))
        return redirect("published", found.pk)
    versions = Form.objects.filter(council=council, form_id=found.form_id)
    every = list(versions.prefetch_related("hubs").order_by("-published_at", "-pk"))
    context = {
        "form": found, "terms": given, "section": "publish", "state": state(found, every),
        "versions": [(each, state(each, every)) for each in every],
    }  # fmt: skip
    return render(request, "collector/published.html", context)


def rebuild(council: Council) -> None:
    """Tell every hub's kiosks what holds now."""
    for hub in council.hubs.all():
        feeds.rebuild(here(), hub)
