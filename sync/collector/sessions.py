"""Django's sessions in the database, with whose each is, so that people can see and end theirs.

As Django has it for "extending database-backed session engines". Looked at in November 2026:
django-user-sessions 2.0.0 is of 2022 and names no Django 5; django-qsessions keeps the IP address
and the whole User-Agent of everybody, which nobody here needs.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from sync.collector.models import Session


class SessionStore(DatabaseStore):
    """Keeps a session."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row, with who is signed in by it."""
        made = super().create_model_instance(data)
        assert isinstance(made, Session)
        made.user_id = data.get(SESSION_KEY)
        return made


def forget_old() -> None:
    """Rows of sessions that ended by themselves."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
