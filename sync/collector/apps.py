"""The collector as a Django application."""

from typing import Any

from django.apps import AppConfig


class CollectorConfig(AppConfig):
    """One application holds the whole council's side."""

    name = "sync.collector"
    label = "collector"
    verbose_name = "Connected Society collector"

    def ready(self) -> None:
        """Who signs in and out stands in the audit log too."""
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        user_logged_in.connect(_signed("signed in"), weak=False, dispatch_uid="signed-in")
        user_logged_out.connect(_signed("signed out"), weak=False, dispatch_uid="signed-out")


def _signed(action: str) -> Any:
    def write(sender: object, user: Any, **rest: object) -> None:
        from sync.collector.models import Audit

        officer = getattr(user, "officer", None)
        if officer is not None:
            Audit.objects.create(council_id=officer.council_id, user=user, action=action)

    return write
