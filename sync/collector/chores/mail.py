"""E-mail that tells that there is something to do, and never what anybody said."""

import logging
import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage

log = logging.getLogger("collector.mail")


def on() -> bool:
    """Whether this installation sends e-mail at all."""
    return bool(settings.EMAIL_HOST) or "dummy" not in settings.EMAIL_BACKEND


def send(to: Sequence[str], subject: str, lines: Sequence[str]) -> bool:
    """Whether it was taken by the mail server; it is tried again with the next round else."""
    if not to or not on():
        return False
    try:
        EmailMessage(subject, "\n".join(lines), to=list(to)).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server does not take an e-mail: %s", type(error).__name__)
        return False
    return True
