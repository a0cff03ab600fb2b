"""Sessions end when nobody is there any more, and after a day of work in any case."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

BEGAN, SEEN = "began", "seen"
STEP = 60
"""Seconds between two writings of when somebody was last there."""


class EndIdle:
    """Looks at the session of who is signed in; kiosks and programs have none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _look(request, int(time.time()))
        return self.get_response(request)


def _look(request: HttpRequest, now: int) -> None:
    session = request.session
    began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    idle, whole = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
    if now - seen > idle or now - began > whole:
        logout(request)
    elif now - seen >= STEP:
        session[SEEN] = now
