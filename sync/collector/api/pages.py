"""Which programs may read, and a token for one more."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sync.collector.api import tokens
from sync.collector.models import ApiToken, Council
from sync.collector.pages.access import Duty, note, page_for


class ProgramForm(forms.Form):
    """A program that shall read."""

    called = forms.CharField(
        max_length=60, label="Name of the program", help_text="Such as: Case management.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


@page_for(Duty.ADMINISTER)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every program, and a form for one more; its token is shown once, in the answer."""
    form = ProgramForm(request.POST or None)
    context = {"form": form, "section": "people"}
    if request.method == "POST" and form.is_valid():
        token, text = tokens.make(council, form.cleaned_data["called"])
        note(request, council, "let a program read", f"{token} ({token.name})")
        return render(request, "collector/outward/token.html", context | {"token": text})
    every = ApiToken.objects.filter(council=council).order_by("-made_at", "-pk")
    return render(request, "collector/outward/programs.html", context | {"tokens": every})


@require_POST
@page_for(Duty.ADMINISTER)
def revoke(request: HttpRequest, council: Council, token: int) -> HttpResponse:
    """Let a program read no more."""
    found = get_object_or_404(ApiToken, council=council, pk=token)
    tokens.revoke(found)
    note(request, council, "stopped a program", f"{found} ({found.name})")
    return redirect("programs")
