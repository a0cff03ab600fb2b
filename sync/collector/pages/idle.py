"""Sessions end when nobody is there any more, and after a day of work in any case."""

import time
from collections.abc import Callable
from typing import Any

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
    session.setdefault(BEGAN, now)
    if over(session, now):
        logout(request)
    elif now - session.setdefault(SEEN, now) >= STEP:
        session[SEEN] = now


def over(session: Any, now: int | None = None) -> bool:
    """Whether a session is at its end; its mapping is enough."""
    now = int(time.time()) if now is None else now
    idle = now - session.get(SEEN, now) > settings.SESSION_IDLE_SECONDS
    return bool(idle or now - session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE)
