"""What's on and find help: what the kiosks have, one more, and one taken down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sync.collector.errors import PublishError
from sync.collector.local.examine import LARGEST
from sync.collector.local.publish import publish, withdraw
from sync.collector.models import Council, Hub, Listing
from sync.collector.pages.access import Duty, may, must, note, page_for
from sync.collector.pages.publishing import Files
from sync.collector.place import here

Kind = Listing.Kind
HELP = {
    Kind.EVENTS: "A calendar saved as iCalendar (.ics). What repeats shows for the next 60 days.",
    Kind.DIRECTORY: "Open Referral UK (HSDS-UK 3.0) as JSON; several files make one directory.",
}
ENDING = {Kind.EVENTS: ".ics", Kind.DIRECTORY: ".json"}


class Upload(forms.Form):
    """A file, what it is called, and where it shows."""

    file = forms.Field(label="File", error_messages={"required": "Choose a file."})
    name = forms.CharField(
        max_length=200, required=False, label="Name",
        help_text="Residents see it. It takes the place of the one of the same name. Empty means as"
        " the file says.",
    )  # fmt: skip
    hubs = forms.ModelMultipleChoiceField(
        Hub.objects.none(), required=False, widget=forms.CheckboxSelectMultiple(),
        help_text="None ticked means every hub, those to come too.",
    )  # fmt: skip

    def __init__(self, council: Council, kind: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        several = kind == Kind.DIRECTORY
        widget = Files if several else forms.FileInput
        self.kind = kind
        self.fields["file"].widget = widget(attrs={"accept": ENDING[Kind(kind)]})
        self.fields["file"].help_text = HELP[Kind(kind)]
        self.fields["hubs"].queryset = Hub.objects.filter(council=council).order_by("name")  # type: ignore[attr-defined]

    def clean_file(self) -> list[UploadedFile[bytes]]:
        """Refused at once when all of it is far too large."""
        given: list[UploadedFile[bytes]] = list(self.files.getlist("file"))
        most = LARGEST[self.kind]
        if sum(each.size or 0 for each in given) > most:
            raise forms.ValidationError(f"This is larger than {most >> 20} MB; make it smaller.")
        return given


@page_for(Duty.READ, Duty.PUBLISH)
def events(request: HttpRequest, council: Council) -> HttpResponse:
    """The calendars."""
    return _listed(request, council, Kind.EVENTS)


@page_for(Duty.READ, Duty.PUBLISH)
def directory(request: HttpRequest, council: Council) -> HttpResponse:
    """The service directories."""
    return _listed(request, council, Kind.DIRECTORY)


def _listed(request: HttpRequest, council: Council, kind: Listing.Kind) -> HttpResponse:
    """What the kiosks have; whoever may publish uploads another below."""
    form = Upload(council, kind, request.POST or None, request.FILES or None)
    if request.method == "POST":
        must(request, Duty.PUBLISH)
        if form.is_valid() and _published(request, council, kind, form):
            return redirect(kind.value)
    found = council.listings.filter(kind=kind).defer("source").order_by("name")
    context = {
        "listings": found.prefetch_related("hubs"), "form": form, "title": kind.label,
        "calendar": kind == Kind.EVENTS, "may_publish": may(request, Duty.PUBLISH),
        "section": kind.value, "hubs": Hub.objects.filter(council=council).order_by("name"),
    }  # fmt: skip
    return render(request, "collector/listings.html", context, status=400 if form.errors else 200)


def _published(request: HttpRequest, council: Council, kind: str, form: Upload) -> bool:
    """Publish what was uploaded, or say on the form what is wrong with it."""
    given = form.cleaned_data
    files = [(each.name or "file", each.read()) for each in given["file"]]
    try:
        done = publish(here(), council, kind, files, list(given["hubs"]), given["name"].strip())
    except PublishError as error:
        form.add_error("file", f"{error} What the kiosks have stays as it is.")
        return False
    note(request, council, f"published {kind}", done.listing.name)
    return True


@page_for(Duty.READ, Duty.PUBLISH)
def down(request: HttpRequest, council: Council, listing: int) -> HttpResponse:
    """Take one from the kiosks."""
    must(request, Duty.PUBLISH)
    found = get_object_or_404(Listing, council=council, pk=listing)
    kind = found.kind
    note(request, council, f"withdrew {kind}", found.name)
    withdraw(here(), found)
    return redirect(kind)


down = require_POST(down)
