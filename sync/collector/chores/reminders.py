"""Whoever wanted to come back to something is reminded on that day, once."""

from collections.abc import Iterable

from django.utils import timezone

from sync.collector.chores import mail
from sync.collector.models import Officer, Submission


def tell() -> None:
    """One e-mail for each person with something to come back to."""
    today = timezone.localdate()
    due = Submission.objects.filter(
        follow_up__lte=today, reminded_on=None, assigned__isnull=False
    ).exclude(status=Submission.Status.DONE)
    for officer_id in set(due.values_list("assigned_id", flat=True)):
        officer = Officer.objects.select_related("user", "council").get(pk=officer_id)
        _remind(officer, due.filter(council=officer.council_id, assigned=officer))


def _remind(officer: Officer, due: Iterable[Submission]) -> None:
    found = list(due)
    count = len(found)
    lines = [
        f"{count} submission{'s' if count > 1 else ''} that you wanted to come back to by today.",
        "They stand in the inbox under 'To come back to by today'.",
    ]
    address = officer.user.email
    if address and mail.send([address], f"To come back to: {count}", lines):
        for each in found:
            whose = {"council_id": each.council_id, "device_id": each.device_id}
            rows = Submission.objects.filter(**whose, head=each.head)
            rows.update(reminded_on=timezone.localdate())
