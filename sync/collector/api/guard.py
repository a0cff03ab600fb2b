"""Who may ask, how, and how errors are said (RFC 9457)."""

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from sync.collector import limits, lockout
from sync.collector.api import tokens
from sync.collector.models import ApiToken, Audit

View = Callable[..., HttpResponse]
METHODS = ("GET", "HEAD")


class Problem(Exception):
    """Something that the program has to be told; one sentence says what."""

    def __init__(self, status: int, detail: str, wait: int = 0) -> None:
        super().__init__(detail)
        self.status, self.detail, self.wait = status, detail, wait
        """``wait`` says after how many seconds it may ask again."""


def for_program(*parameters: str) -> Callable[[View], View]:
    """A view that only a program with a good token sees, with these parameters in its query."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, **ids: Any) -> HttpResponse:
            try:
                token = _let_in(request)
                _look(request, parameters)
                return view(request, token, **ids)
            except Problem as problem:
                return said(problem)

        return guarded

    return wrap


def asked_rightly(request: HttpRequest) -> None:
    """Raises Problem when it was asked by another method than those for reading."""
    if request.method not in METHODS:
        raise Problem(405, "This can only be read.")


def note(token: ApiToken, action: str, subject: str) -> None:
    """Write down what a program saw."""
    Audit.objects.create(
        council=token.council, token=token, action=action[:40], subject=subject[:300]
    )


def said(problem: Problem) -> HttpResponse:
    """A problem as RFC 9457 writes it; of no type but that of its status."""
    title = HTTPStatus(problem.status).phrase
    told = {"title": title, "status": problem.status, "detail": problem.detail}
    response = JsonResponse(told, status=problem.status, content_type="application/problem+json")
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if problem.status == 405:
        response["Allow"] = ", ".join(METHODS)
    if problem.wait:
        response["Retry-After"] = str(problem.wait)
    return response


def _let_in(request: HttpRequest) -> ApiToken:
    asked_rightly(request)
    if settings.SESSION_COOKIE_SECURE and not request.is_secure():
        raise Problem(403, "The address of this server begins with https.")
    try:
        token = tokens.known(request)
    except lockout.Locked:
        wait = lockout.seconds()
        raise Problem(429, "Too many wrong tokens of this name. Try again later.", wait) from None
    try:
        limits.of("api", token.name if token else None, request)
    except limits.TooOften as error:
        raise Problem(429, str(error), error.seconds) from None
    if token is None:
        raise Problem(401, "Show a good token: Authorization: Bearer cs_...")
    return token


def _look(request: HttpRequest, parameters: tuple[str, ...]) -> None:
    for name, values in request.GET.lists():
        if name not in parameters:
            raise Problem(400, f"There is no parameter '{name[:40]}' here.")
        if len(values) > 1:
            raise Problem(400, f"The parameter '{name}' may stand once.")
