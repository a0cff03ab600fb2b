"""What happened is written down with what made it happen, and sent later by the chores."""

import base64
import secrets

from django.utils import timezone

from sync.collector.models import Hook, HookMessage, Submission

Kind = HookMessage.Kind


def new_secret() -> str:
    """A secret to sign with, as Standard Webhooks writes it: 32 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def about(submission: Submission, kind: Kind) -> None:
    """Something happened to a submission."""
    whose = {"device_id": submission.device_id, "head": submission.head}
    _tell(submission.council_id, kind, submission.form.form_id, whose)


def outcome(council_id: int, form_id: str) -> None:
    """What came of a form was published."""
    _tell(council_id, Kind.OUTCOME, form_id, {})


def _tell(council_id: int, kind: Kind, form_id: str, whose: dict[str, str]) -> None:
    hooks = Hook.objects.filter(council_id=council_id, stopped_at=None)
    HookMessage.objects.bulk_create(
        HookMessage(
            council_id=council_id, hook=hook, kind=kind, form_id=form_id,
            message=f"msg_{secrets.token_hex(16)}", next_try=timezone.now(), **whose,
        )
        for hook in hooks
    )  # fmt: skip
