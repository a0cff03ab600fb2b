"""Which other systems are told of what happens, and whether they listen."""

from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sync.collector.errors import CollectorError
from sync.collector.hooks import outbox
from sync.collector.models import Council, Hook
from sync.collector.outside import address
from sync.collector.pages.access import Duty, note, page_for

LAST = 20
MOST = 20
"""Hooks of one council."""


class OutsideField(forms.CharField):
    """The address of a server on the open internet."""

    def clean(self, value: object) -> str:
        """As it is called later; where its name leads is looked at then."""
        text = str(super().clean(value))
        try:
            return str(address.read(text, settings.OUTSIDE_LOOPBACK)) if text else ""
        except CollectorError as error:
            raise forms.ValidationError(str(error)) from error


class HookForm(forms.Form):
    """A system that shall be told."""

    address = OutsideField(
        max_length=address.LONGEST, label="Address of the system",
        help_text="It begins with https:// and is on the open internet.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


@page_for(Duty.ADMINISTER)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every system that is told, and a form for one more; its secret is shown in the answer."""
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _room(council, form):
        given = form.cleaned_data["address"]
        hook = council.hooks.create(address=given, secret=outbox.new_secret())
        note(request, council, "told a system from now on", hook.address)
        return _secret(request, hook)
    given_up = Count("messages", filter=Q(messages__next_try=None, messages__taken_at=None))
    waiting = Count("messages", filter=Q(messages__next_try__isnull=False))
    hooks = council.hooks.annotate(given_up=given_up, waiting=waiting).order_by("made_at", "pk")
    context = {"hooks": hooks, "form": form, "section": "people"}
    return render(request, "collector/outward/hooks.html", context)


@page_for(Duty.ADMINISTER)
def one(request: HttpRequest, council: Council, hook: int) -> HttpResponse:
    """What one system was told; stop it, let it hear again, or give it a new secret."""
    found = get_object_or_404(Hook, council=council, pk=hook)
    do = request.POST.get("do", "")
    if do in DO:
        note(request, council, "changed a system that is told", f"{do}: {found.address}")
        DO[do](found)
        return _secret(request, found) if do == NEW_SECRET else redirect("hook", found.pk)
    messages = found.messages.order_by("-at", "-pk")
    given_up = messages.filter(next_try=None, taken_at=None).count()
    context = {"hook": found, "messages": messages[:LAST], "given_up": given_up}
    return render(request, "collector/outward/hook.html", context | {"section": "people"})


def _room(council: Council, form: HookForm) -> bool:
    if council.hooks.count() < MOST:
        return True
    form.add_error("address", f"A council tells {MOST} systems at most.")
    return False


def _secret(request: HttpRequest, hook: Hook) -> HttpResponse:
    context = {"hook": hook, "section": "people"}
    return render(request, "collector/outward/secret.html", context)


def _stop(hook: Hook) -> None:
    Hook.objects.filter(pk=hook.pk).update(stopped_at=timezone.now())


def _start(hook: Hook) -> None:
    Hook.objects.filter(pk=hook.pk).update(stopped_at=None)


def _again(hook: Hook) -> None:
    hook.messages.filter(next_try=None, taken_at=None).update(next_try=timezone.now())


def _renew(hook: Hook) -> None:
    hook.secret = outbox.new_secret()
    hook.save(update_fields=["secret"])


NEW_SECRET = "new secret"
DO = {"stop": _stop, "start": _start, "send again": _again, NEW_SECRET: _renew}
