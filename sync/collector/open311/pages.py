"""Which forms are public reports, and where they are passed on to."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sync.collector.hooks.pages import OutsideField
from sync.collector.models import Council, Form, Jurisdiction, PassedOn, PublicService
from sync.collector.outside import address
from sync.collector.pages import answers
from sync.collector.pages.access import Duty, note, page_for

NAME = RegexValidator(r"\A[a-z0-9.-]+\Z", "Use small letters, digits, dots and - only.")
LOST = Q(next_try=None) & ~Q(state=PassedOn.State.THERE)


class JurisdictionForm(forms.ModelForm):  # type: ignore[type-arg]
    """How the council is called, and its own server."""

    server = OutsideField(
        required=False, max_length=address.LONGEST,
        label="Address of the council's own Open311 server",
        help_text="To before /requests, such as https://reports.example.org/open311/v2.",
    )  # fmt: skip
    api_key = forms.CharField(
        required=False, max_length=200, label="Key for that server",
        help_text="Empty keeps the one that is there.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Jurisdiction
        fields = ["name", "server", "server_jurisdiction"]
        labels = {
            "name": "Name of the council for Open311",
            "server_jurisdiction": "Its name on that server",
        }
        help_texts = {
            "name": "Its jurisdiction_id, such as anytown.example.",
            "server_jurisdiction": "Its jurisdiction_id there, if it has one.",
        }

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].validators.append(NAME)

    def clean_server(self) -> str:
        """Without a slash at its end."""
        return str(self.cleaned_data["server"]).rstrip("/")

    def save(self, commit: bool = True) -> Any:
        """The key that was there stays, where none is given."""
        if self.cleaned_data["api_key"]:
            self.instance.api_key = self.cleaned_data["api_key"]
        return super().save(commit)


class ServiceForm(forms.Form):
    """Whether a form is public, and how it is passed on."""

    public = forms.BooleanField(
        required=False, label="Its submissions are public reports",
        help_text="Everybody then sees what an officer lets others see of each, and nothing else.",
    )  # fmt: skip
    where = forms.ChoiceField(required=False, label="Question that says where it is")
    their_code = forms.CharField(
        required=False, max_length=200, label="Its code on the council's own server",
        help_text="Its service_code there. Empty passes nothing on.",
    )  # fmt: skip
    unseen = forms.BooleanField(
        required=False, label="Pass every report on at once and whole",
        help_text="Otherwise it waits until an officer says what others may see, and is passed on"
        " so. Tick this only if that server shows nobody what it takes.",
    )  # fmt: skip

    def __init__(self, form: Form, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        asked = answers.asked(form)
        choices = [(path, asked.label(path)) for path in asked.questions]
        self.fields["where"].choices = [("", "No question"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """That server takes no report without a place."""
        said = super().clean() or self.cleaned_data
        if said.get("their_code") and not said.get("where"):
            self.add_error("where", "Choose the question that says where it is.")
        return said


@page_for(Duty.ADMINISTER)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """The council's name and server, its forms, and what could not be passed on."""
    now = Jurisdiction.objects.filter(council=council).first() or Jurisdiction(council=council)
    do = request.POST.get("do", "")
    form = JurisdictionForm(request.POST if do == "name" else None, instance=now)
    lost = PassedOn.objects.filter(LOST, council=council)
    if do == "again":
        note(request, council, "passed reports on again", str(lost.count()))
        lost.update(next_try=timezone.now(), state=PassedOn.State.UNSURE)
        return redirect("public-reports")
    if form.is_bound and form.is_valid():
        form.save()
        note(request, council, "changed public reports", ", ".join(form.changed_data))
        return redirect("public-reports")
    context = {"form": form, "rows": _rows(council), "lost": lost[:20], "section": "people"}
    return render(request, "collector/outward/public.html", context | {"count": lost.count()})


@page_for(Duty.ADMINISTER)
def one(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """Make a form public, in all of its versions, or end that."""
    found = get_object_or_404(Form, council=council, pk=form)
    now = PublicService.objects.filter(council=council, form_id=found.form_id).first()
    initial = {"public": now is not None, **(vars(now) if now else {})}
    given = ServiceForm(found, request.POST or None, initial=initial)
    if request.method == "POST" and given.is_valid():
        _keep(council, found, now, given.cleaned_data)
        note(request, council, "changed public reports", found.form_id)
        return redirect("public-reports")
    context = {"form": given, "about": found, "section": "people"}
    return render(request, "collector/outward/service.html", context)


def _rows(council: Council) -> list[tuple[Form, PublicService | None]]:
    services = {each.form_id: each for each in PublicService.objects.filter(council=council)}
    newest = {each.form_id: each for each in council.forms.order_by("published_at", "pk")}
    return [(form, services.get(form_id)) for form_id, form in sorted(newest.items())]


def _keep(council: Council, form: Form, now: PublicService | None, said: dict[str, Any]) -> None:
    if not said.pop("public"):
        PublicService.objects.filter(council=council, form_id=form.form_id).delete()
        return
    since = now.passed_from if now and now.their_code else timezone.now()
    values = said | {"passed_from": since if said["their_code"] else None}
    PublicService.objects.update_or_create(council=council, form_id=form.form_id, defaults=values)
