"""Who may see a page, and a line in the audit log for what was seen.

Every page names the duties that may use it. A page that names none is for reading what residents
said, so that a new page is never open to more people than that by oversight.
"""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from sync.collector.models import Audit, Council, Officer

View = Callable[..., HttpResponseBase]
Role = Officer.Role


class Duty(Enum):
    """Something a role is there for."""

    READ = "read and answer what residents said"
    PUBLISH = "publish forms and notices"
    PROTECT = "see who did what, answer residents' rights, set how long things are kept"
    ADMINISTER = "look after people, hubs and kiosks"


ALL = frozenset(Duty)
DUTIES: dict[str, frozenset[Duty]] = {
    Role.OFFICER: frozenset({Duty.READ}),
    Role.PUBLISHER: frozenset({Duty.PUBLISH}),
    Role.PROTECTION: frozenset({Duty.READ, Duty.PROTECT}),
    Role.ADMINISTRATOR: ALL,
}


def duties_of(officer: Officer | None) -> frozenset[Duty]:
    """What somebody may do; nothing without a council."""
    return DUTIES.get(officer.role, frozenset()) if officer else frozenset()


def may(request: HttpRequest, duty: Duty) -> bool:
    """Whether who asks has that duty; for parts of a page that others see too."""
    return duty in duties_of(officer_of(request))


def must(request: HttpRequest, duty: Duty) -> None:
    """Raises PermissionDenied for who has not that duty."""
    if not may(request, duty):
        raise PermissionDenied


def page_for(*duties: Duty) -> Callable[[View], View]:
    """A page for whoever has one of these duties; the view gets their council."""

    def made(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            officer = officer_of(request)
            if officer is None:
                raise PermissionDenied
            if not duties_of(officer) & set(duties):
                note(request, officer.council, "was refused a page", request.path)
                raise PermissionDenied
            first = _first(request, officer)
            if first:
                return redirect(f"{reverse(first)}?{urlencode({'next': request.get_full_path()})}")
            return view(request, officer.council, *args, **named)

        page.duties = duties  # type: ignore[attr-defined]
        return login_required(page)

    return made


officer_page = page_for(Duty.READ)
"""A page for who reads what residents said; the view gets their council."""
member_page = page_for(*Duty)
"""A page for everybody who belongs to a council."""


def officer_of(request: HttpRequest) -> Officer | None:
    """Who is signed in, with their council."""
    officers = Officer.objects.select_related("council", "user")
    return officers.filter(user_id=request.user.pk or 0, user__is_active=True).first()


def _first(request: HttpRequest, officer: Officer) -> str:
    """The page that has to be gone through before any other; empty when there is none."""
    if not verified(request) and (officer.council.second_factor or has_device(officer)):
        return "second-step"
    return "password" if officer.first_password else ""


def verified(request: HttpRequest) -> bool:
    """Whether the second step was taken in this session."""
    return getattr(request.user, "otp_device", None) is not None


def has_device(officer: Officer) -> bool:
    """Whether somebody has a telephone that makes codes."""
    return bool(TOTPDevice.objects.filter(user_id=officer.user_id, confirmed=True).exists())


def note(request: HttpRequest, council: Council, action: str, subject: str) -> None:
    """Write down that something was seen or done."""
    assert request.user.pk is not None  # page_for let nobody else in
    Audit.objects.create(
        council=council, user_id=request.user.pk, action=action[:40], subject=subject[:300]
    )
