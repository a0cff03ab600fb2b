"""What was kept for as long as its form says is asked to be erased; the reading worker does it."""

import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from sync.collector.models import Erasure, Form, Submission

AT_ONCE = 5_000
"""Submissions of a form in one round, so that a round stays short."""


def ask() -> None:
    """Look at every form that has an end to keeping; counted from when the answer came here."""
    for form in Form.objects.exclude(keep_days=None):
        assert form.keep_days is not None
        before = timezone.now() - datetime.timedelta(days=form.keep_days)
        asked = Erasure.objects.filter(council=form.council_id, record=OuterRef("record"))
        due = Submission.objects.filter(
            ~Exists(asked), council=form.council_id, form=form, received_at__lt=before
        ).exclude(record=None)
        Erasure.objects.bulk_create(
            [
                Erasure(council_id=form.council_id, record=each)
                for each in due.values_list("record", flat=True)[:AT_ONCE]
                if each
            ],
            ignore_conflicts=True,
        )
