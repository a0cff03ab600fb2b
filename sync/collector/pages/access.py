"""Who may see a page, and a line in the audit log for what was seen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from sync.collector.models import Audit, Council, Officer

View = Callable[..., HttpResponseBase]


def officer_page(view: View) -> View:
    """A page for officers; the view gets their council, and asks for nothing beyond it."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        officers = Officer.objects.select_related("council")
        officer = officers.filter(user_id=request.user.pk or 0).first()
        if officer is None:
            raise PermissionDenied
        return view(request, officer.council, *args, **named)

    return login_required(page)


def note(request: HttpRequest, council: Council, action: str, subject: str) -> None:
    """Write down that something was seen or done."""
    assert request.user.pk is not None  # officer_page let nobody else in
    Audit.objects.create(
        council=council, user_id=request.user.pk, action=action, subject=subject[:300]
    )
