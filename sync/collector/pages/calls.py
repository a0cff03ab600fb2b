"""People to call: in which form and hub staff may, whose codes open the list, what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from sync.collector import calls, slips
from sync.collector.errors import CollectorError
from sync.collector.models import CallCode, CallForm, Council, Form, Hub
from sync.collector.pages.access import Duty, note, page_for


@page_for(Duty.PROTECT)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """What is allowed; a new code is shown in the answer and never again."""
    code = problem = ""
    if request.method == "POST":
        try:
            code = _do(request, council)
            if not code:
                return redirect("calls")
        except CollectorError as error:
            problem = str(error)
    square = mark_safe(slips.square(code)) if code else ""
    context = _context(council) | {"code": code, "square": square, "problem": problem}
    context["given"] = request.POST if problem else {}
    return render(request, "collector/calls.html", context, status=400 if problem else 200)


def _context(council: Council) -> dict[str, Any]:
    allowed = CallForm.objects.filter(council=council).select_related("hub").order_by("pk")
    asking = Form.objects.filter(council=council, xml__contains=f"/{calls.ASKED}")
    named = asking.order_by("form_id").values_list("form_id", flat=True)
    codes = CallCode.objects.filter(council=council, revoked_at=None).select_related("hub")
    return {
        "rows": [_row(each) for each in allowed], "section": "protection",
        "asking": [(each, each) for each in named.distinct()],
        "hubs": council.hubs.order_by("name"), "codes": codes.order_by("hub__name", "called"),
    }  # fmt: skip


def _row(allowed: CallForm) -> dict[str, Any]:
    came = calls.counts(allowed)
    names = {"open": "", "missed": "missed", "called": "called", "wrong": "wrong"}
    return {"allowed": allowed} | {name: came.get(word, 0) for name, word in names.items()}


def _do(request: HttpRequest, council: Council) -> str:
    """What was asked for; a new code, or nothing to show. Raises CollectorError."""
    wanted = request.POST.get("do", "")
    if wanted in ("on", "code"):
        name = {"on": "hub", "code": "at"}[wanted]
        hub = get_object_or_404(council.hubs, pk=_number(request, name))
        return _on(request, council, hub) if wanted == "on" else _code(request, council, hub)
    if wanted == "off":
        row = get_object_or_404(CallForm, council=council, pk=_number(request, "row"))
        note(request, council, "let hub staff call no more", f"{row.form_id}: {row.hub.name}")
        row.delete()
    elif wanted == "revoke":
        held = get_object_or_404(CallCode, council=council, pk=_number(request, "row"))
        note(request, council, "revoked a code for calls", f"{held.called}: {held.hub.name}")
        CallCode.objects.filter(pk=held.pk).update(revoked_at=timezone.now())
    return ""


def _on(request: HttpRequest, council: Council, hub: Hub) -> str:
    form_id, about = request.POST.get("form", "")[:200], request.POST.get("about", "")
    calls.allow(council, hub, form_id, _number(request, "days"), about, request.user.pk)
    note(request, council, "let hub staff call", f"{form_id}: {hub.name}")
    return ""


def _code(request: HttpRequest, council: Council, hub: Hub) -> str:
    called = request.POST.get("called", "")
    code = calls.new_code(council, hub, called)
    note(request, council, "gave a code for calls", f"{called[:60]}: {hub.name}")
    return code


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and given.isascii() and len(given) < 10 else 0
