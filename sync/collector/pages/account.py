"""Signing in and out, and one's own password."""

import logging

from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sync.collector.models import BackupCode, Council, Officer
from sync.collector.pages.access import has_device, member_page, note, officer_of, verified

log = logging.getLogger("collector.pages")


class SignIn(LoginView):
    """Name and password; five wrong ones lock the name for a quarter of an hour."""

    template_name = "collector/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let them in, unless their first password was given too long ago."""
        officer = Officer.objects.filter(user=form.get_user()).first()
        if officer is not None and officer.run_out:
            log.warning("a first password that has run out was given")
            return render(self.request, "collector/run_out.html", status=403)
        return super().form_valid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and let the browser forget what it showed."""
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@member_page
def mine(request: HttpRequest, council: Council) -> HttpResponse:
    """What somebody can do about their own account."""
    left = BackupCode.objects.filter(device__user__pk=request.user.pk or 0).count()
    officer = officer_of(request)
    has = officer is not None and has_device(officer)
    context = {"has_device": has, "codes_left": left, "may_do_without": not council.second_factor}
    return render(request, "collector/mine.html", context)


@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session of the account ends with it."""
    officer = officer_of(request)
    if officer is None:
        raise PermissionDenied
    if has_device(officer) and not verified(request):
        return redirect("second-step")
    form = PasswordChangeForm(officer.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        officer.first_password, officer.first_password_until = False, None
        officer.save()
        note(request, officer.council, "changed their password", "")
        return redirect(wanted(request))
    context = {"form": form, "first": officer.first_password}
    return render(request, "collector/password.html", context)


def wanted(request: HttpRequest) -> str:
    """Where somebody was going before they had to prove something; only ever a page of ours."""
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else "/"
