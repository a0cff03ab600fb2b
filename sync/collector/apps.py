"""The collector as a Django application."""

import logging
from typing import Any

from django.apps import AppConfig

log = logging.getLogger("collector.pages")


class CollectorConfig(AppConfig):
    """One application holds the whole council's side."""

    name = "sync.collector"
    label = "collector"
    verbose_name = "Connected Society collector"

    def ready(self) -> None:
        """Who signs in and out stands in the audit log too."""
        from django.contrib.auth.signals import (
            user_logged_in,
            user_logged_out,
            user_login_failed,
        )

        user_logged_in.connect(_signed("signed in"), weak=False, dispatch_uid="signed-in")
        user_logged_out.connect(_signed("signed out"), weak=False, dispatch_uid="signed-out")
        user_logged_in.connect(_begun, weak=False, dispatch_uid="begun")
        user_login_failed.connect(_failed, weak=False, dispatch_uid="failed")


def _signed(action: str) -> Any:
    def write(sender: object, user: Any, **rest: object) -> None:
        from sync.collector.models import Audit

        officer = getattr(user, "officer", None)
        if officer is not None:
            Audit.objects.create(council_id=officer.council_id, user=user, action=action)

    return write


def _begun(sender: object, request: Any, **rest: object) -> None:
    """What a session says of itself: the password was given now, and by which browser."""
    from sync.collector.pages import again, idle, where

    again.remember(request)
    request.session[idle.BEGAN] = request.session[idle.SEEN] = request.session[again.PROVED]
    request.session[where.BROWSER] = where.plain(request.META.get("HTTP_USER_AGENT", ""))


def _failed(sender: object, credentials: Any, request: Any = None, **rest: object) -> None:
    """Until the name is locked, so that nobody fills the log; an unknown name is not kept."""
    from axes.handlers.proxy import AxesProxyHandler

    from sync.collector.models import Audit, Officer

    name = str(credentials.get("username", ""))
    officer = Officer.objects.filter(user__username=name).first()
    if officer is None:
        log.warning("somebody tried to sign in under a name that is not here")
    elif AxesProxyHandler.is_allowed(request, {"username": name}):
        action = "gave a wrong password"
        Audit.objects.create(council_id=officer.council_id, user_id=officer.user_id, action=action)
