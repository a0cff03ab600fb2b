"""Which forms go on to another OpenRosa server."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sync.collector.forward import sending
from sync.collector.hooks.pages import OutsideField
from sync.collector.models import Council, Form, Forwarded, Forwarding
from sync.collector.outside import address
from sync.collector.pages.access import Duty, note, page_for


class ForwardingForm(forms.Form):
    """The server, and who we are there."""

    server = OutsideField(
        required=False, max_length=address.LONGEST, label="Address of the server",
        help_text="As ODK Collect is given it. Empty sends nothing on.",
    )  # fmt: skip
    username = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        required=False, max_length=200, help_text="Empty keeps the one that is there.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean_server(self) -> str:
        """Without what is added to it, and without a slash at its end."""
        return str(self.cleaned_data["server"]).rstrip("/").removesuffix("/submission")


@page_for(Duty.ADMINISTER)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every form, where it goes on to, and what could not be sent on."""
    if request.POST.get("do") == "again":
        note(request, council, "sent submissions on again", str(sending.lost(council.pk)))
        sending.again(council.pk)
        return redirect("forwarding")
    known = {each.form_id: each for each in Forwarding.objects.filter(council=council)}
    newest = {each.form_id: each for each in council.forms.order_by("published_at", "pk")}
    rows = [(form, known.get(form_id)) for form_id, form in sorted(newest.items())]
    problems = Forwarded.objects.filter(council=council).exclude(problem="").order_by("-pk")
    context = {
        "rows": rows, "lost": sending.lost(council.pk), "section": "people",
        "problem": problems.values_list("problem", flat=True).first(),
    }  # fmt: skip
    return render(request, "collector/outward/forwarding.html", context)


@page_for(Duty.ADMINISTER)
def one(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """Send a form on, in all of its versions, or end that."""
    found = get_object_or_404(Form, council=council, pk=form)
    now = Forwarding.objects.filter(council=council, form_id=found.form_id).first()
    initial = {"server": now.server, "username": now.username} if now else {}
    given = ForwardingForm(request.POST or None, initial=initial)
    if request.method == "POST" and given.is_valid():
        _keep(council, found, given.cleaned_data)
        note(request, council, "changed where a form goes on to", found.form_id)
        return redirect("forwarding")
    context = {"form": given, "about": found, "section": "people"}
    return render(request, "collector/outward/forward.html", context)


def _keep(council: Council, form: Form, said: dict[str, Any]) -> None:
    if not said["server"]:
        Forwarding.objects.filter(council=council, form_id=form.form_id).delete()
        return
    if not said["password"]:
        del said["password"]
    Forwarding.objects.update_or_create(council=council, form_id=form.form_id, defaults=said)
