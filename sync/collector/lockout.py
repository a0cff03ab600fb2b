"""Lock-out of names that are not people's: OpenRosa clients and programs."""

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.http import HttpRequest


class Locked(Exception):
    """Too many wrong passwords for this name; it is free again after a while."""


def check(request: HttpRequest, name: str) -> None:
    """Raises Locked when there were too many."""
    if not AxesProxyHandler.is_allowed(request, {"username": name}):
        raise Locked


def failed(request: HttpRequest, name: str) -> None:
    """Count one more wrong password; raises Locked when that was one too many."""
    AxesProxyHandler.user_login_failed(__name__, {"username": name}, request)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]
        raise Locked  # said in words of the client's own protocol, and not by a page


def seconds() -> int:
    """How long a name stays locked."""
    return int(get_cool_off().total_seconds())
