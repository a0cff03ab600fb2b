"""The kiosks of a council and how they are, its hubs, and codes for new kiosks."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sync.collector import feeds, fleet, keys
from sync.collector.models import Council, Device, EnrolmentCode, Hub
from sync.collector.pages.access import Duty, duties_of, member_page, note, officer_of, page_for
from sync.collector.place import here
from sync.enrolment import Code

CODE_DAYS = 7


class HubForm(forms.Form):
    """A new hub."""

    name = forms.CharField(max_length=200, help_text="Such as North Library.")

    def __init__(self, council: Council, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.council = council

    def clean_name(self) -> str:
        """A council's hubs have different names."""
        name = str(self.cleaned_data["name"])
        if self.council.hubs.filter(name=name).exists():
            raise forms.ValidationError("There is a hub of this name already.")
        return name


@member_page
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every kiosk with how it is; a form for one more hub."""
    may = Duty.ADMINISTER in duties_of(officer_of(request))
    form = HubForm(council, request.POST if may and request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        hub = council.hubs.create(name=form.cleaned_data["name"])
        feeds.rebuild(here(), hub)
        note(request, council, "added a hub", hub.name)
        return redirect("devices")
    devices = Device.kiosks(council).select_related("hub")
    found = [
        (each, fleet.troubles(each), fleet.said(each))
        for each in devices.order_by("hub__name", "enrolled_at")
    ]
    context = {
        "devices": found, "hubs": council.hubs.order_by("name"), "form": form, "section": "devices",
    }  # fmt: skip
    return render(request, "collector/devices.html", context)


@member_page
def one(request: HttpRequest, council: Council, device: str) -> HttpResponse:
    """All that is known of a kiosk; an administrator can refuse it and take it in again."""
    devices = Device.kiosks(council).select_related("hub")
    found = get_object_or_404(devices, pk=device)
    what = {"revoke": timezone.now(), "readmit": None}
    do = request.POST.get("do", "")
    if do in what and Duty.ADMINISTER in duties_of(officer_of(request)):
        devices.filter(pk=found.pk).update(revoked_at=what[do])
        note(
            request, council, {"revoke": "revoked a kiosk"}.get(do, "readmitted a kiosk"), found.pk
        )
        return redirect("device", found.pk)
    context = {
        "device": found, "troubles": fleet.troubles(found), "facts": fleet.facts(found),
        "alerts": found.alerts.order_by("-since")[:20], "section": "devices",
    }  # fmt: skip
    return render(request, "collector/device.html", context)


@require_POST
@page_for(Duty.ADMINISTER)
def code(request: HttpRequest, council: Council, hub: int) -> HttpResponse:
    """A one-time code for a new kiosk in a hub."""
    where = get_object_or_404(Hub, council=council, pk=hub)
    made = Code.new(keys.current(here()).root)
    EnrolmentCode.objects.create(
        council=council, hub=where, lookup=made.lookup.hex(), secret=made.secret,
        expires_at=timezone.now() + timedelta(days=CODE_DAYS),
    )  # fmt: skip
    note(request, council, "made a code for a kiosk", where.name)
    context = {"hub": where, "code": str(made), "days": CODE_DAYS, "section": "devices"}
    return render(request, "collector/code.html", context)
