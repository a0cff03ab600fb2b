"""What changes who can get in asks for the password again, unless it was given just now."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from sync.collector.models import Council
from sync.collector.pages.access import member_page, note
from sync.collector.pages.account import wanted

PROVED = "proved"
"""Where a session has the time at which the password was given last."""
View = Callable[..., HttpResponseBase]


class AgainForm(forms.Form):
    """One's own password."""

    password = forms.CharField(
        label="Your password", strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


def proved(view: View) -> View:
    """A view for who gave their password within the last minutes."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        given = request.session.get(PROVED, 0)
        if 0 <= time.time() - given < settings.PROVED_SECONDS:
            return view(request, *args, **named)
        then = request.get_full_path() if request.method == "GET" else _page_of(request)
        return redirect(f"{reverse('again')}?{urlencode({'next': then})}")

    return page


def _page_of(request: HttpRequest) -> str:
    """Where the button was that was pressed, to press it again; one's account where not known."""
    return request.path if request.path == reverse("where") else reverse("mine")


@member_page
def ask(request: HttpRequest, council: Council) -> HttpResponse:
    """Ask for it; wrong ones count as wrong ones at the door do."""
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = request.user.get_username()
        if authenticate(request, username=name, password=form.cleaned_data["password"]):
            remember(request)
            note(request, council, "gave their password again", "")
            return redirect(wanted(request))
        form.add_error("password", "This is not your password.")
    return render(request, "collector/again.html", {"form": form})


def remember(request: HttpRequest) -> None:
    """That the password was given now."""
    request.session[PROVED] = int(time.time())
