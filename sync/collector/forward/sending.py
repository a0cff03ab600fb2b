"""Sends on what is due, the first opened first; what is not taken for a day is given up.

A submission has the same ``instanceID`` and the same bytes each time, and an OpenRosa server keeps
an ``instanceID`` once. So what may have arrived is simply sent again.
"""

import logging
import time

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sync.collector import handling, scanning
from sync.collector.errors import CollectorError
from sync.collector.forward import named
from sync.collector.forward.rosa import Session
from sync.collector.models import Drawing, Forwarded, Forwarding, Submission
from sync.collector.moderation import PICTURE
from sync.collector.outside import retries
from sync.collector.outside.client import Client
from sync.errors import SyncError

log = logging.getLogger("collector.forward")
AT_ONCE = 200
BUDGET = 45.0
LONGEST = 60.0
"""Seconds for one submission with its pictures."""


def forward(client: Client | None = None, budget: float = BUDGET) -> int:
    """Send what is due; how many were taken. A server that fails is left alone for the round."""
    client = client or Client(settings.OUTSIDE_LOOPBACK, longest=LONGEST)
    ends, taken = time.monotonic() + budget, 0
    for whose in Forwarding.objects.all():
        _gather(whose)
        session = Session(client, whose)
        for submission in _due(whose):
            if time.monotonic() > ends:
                return taken
            if not _sent(session, submission):
                break
            taken += 1
    return taken


def lost(council_id: int) -> int:
    """How many submissions of a council were given up."""
    rows = Forwarded.objects.filter(council_id=council_id, next_try=None, taken_at=None)
    return rows.count()


def again(council_id: int) -> None:
    """Try those once more."""
    rows = Forwarded.objects.filter(council_id=council_id, next_try=None, taken_at=None)
    rows.update(next_try=timezone.now())


def _gather(whose: Forwarding) -> None:
    place = {name: OuterRef(name) for name in ("council_id", "device_id", "head")}
    new = Submission.objects.filter(
        ~Exists(Forwarded.objects.filter(**place)), council_id=whose.council_id,
        form__form_id=whose.form_id, opened_at__gte=whose.since,
    ).order_by("opened_at", "head")  # fmt: skip
    now = timezone.now()
    rows = [Forwarded(**handling.place_of(each), next_try=now) for each in new[:AT_ONCE]]
    Forwarded.objects.bulk_create(rows, ignore_conflicts=True)


def _due(whose: Forwarding) -> list[Submission]:
    place = {name: OuterRef(name) for name in ("council_id", "device_id", "head")}
    due = Forwarded.objects.filter(**place, next_try__lte=timezone.now())
    found = Submission.objects.filter(
        Exists(due), council_id=whose.council_id, form__form_id=whose.form_id
    )
    return list(found.order_by("opened_at", "head")[:AT_ONCE])


def _sent(session: Session, submission: Submission) -> bool:
    rows = Forwarded.objects.filter(**handling.place_of(submission))
    row = rows.get()
    later = retries.again(row.tries)
    rows.update(tries=row.tries + 1, next_try=later)
    every = Drawing.objects.filter(**handling.place_of(submission))
    drawings = Drawing.handed_out(**handling.place_of(submission))
    try:
        if scanning.waiting(every, settings.SCAN):
            raise CollectorError("A file of it was not looked at for viruses yet.")
        plain = [each for each in drawings if PICTURE.fullmatch(each.name)]
        files = {each.name: bytes(each.content) for each in plain}
        session.submit(named.instance(submission), files)
    except (CollectorError, SyncError) as error:
        log.warning("a submission was not sent on: %s", error)
        over = row.first_at < timezone.now() - retries.GIVE_UP
        rows.update(problem=str(error)[:200], next_try=None if over else later)
        return False
    rows.update(next_try=None, taken_at=timezone.now(), problem="")
    return True
