"""Asks for figures, and makes them: every answer that is in no release yet, counted once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from sync.collector.errors import CollectorError
from sync.collector.figures import kept, tables
from sync.collector.figures.tally import Tally
from sync.collector.models import Council, Counted, Erasure, Form, Release, Submission
from sync.collector.place import Place


def ask(council: Council, form_id: str, by: str, user_id: int | None = None) -> Release:
    """Ask for a release of everything new; one that waits already is the same."""
    with transaction.atomic():
        Council.objects.select_for_update(no_key=True).get(pk=council.pk)
        every = Release.objects.filter(council=council, form_id=form_id)
        waiting = every.filter(made_at=None).first()
        release = waiting or Release(council=council, form_id=form_id, number=every.count() + 1)
        release.by, release.asked_by_id, release.problem = by, user_id, ""
        release.save()
    return release


def make_due(place: Place) -> int:
    """Make what was asked for; how many were made."""
    due = Release.objects.filter(made_at=None, problem="").order_by("pk")
    return sum(_tried(place, each) for each in list(due))


def _tried(place: Place, release: Release) -> bool:
    """Whether it was made; what stands in the way is told on the page."""
    try:
        return make(place, release).made_at is not None
    except (CollectorError, OSError) as error:
        Release.objects.filter(pk=release.pk).update(problem=str(error)[:300])
        return False


def make(place: Place, release: Release) -> Release:
    """Make one now, or take what another process made meanwhile; raises CollectorError."""
    with _alone(place):
        kept.recall(place)
        release.refresh_from_db()
        if release.made_at is None:
            _make(place, release)
    return release


def forms_of(council_id: int, form_id: str) -> list[Form]:
    """Every version of a form, the newest first."""
    found = Form.objects.filter(council_id=council_id, form_id=form_id)
    return list(found.order_by("-published_at", "-pk"))


def made(council: Council, form_id: str) -> list[Release]:
    """What was released of a form, in its order."""
    found = Release.objects.filter(council=council, form_id=form_id).exclude(made_at=None)
    return list(found.order_by("number"))


def new(council: Council, form_id: str) -> int:
    """How many answers are in no release yet."""
    return _uncounted(council.pk).filter(form__form_id=form_id).count()


def _make(place: Place, release: Release) -> bool:
    least = settings.FEWEST_IN_FIGURES
    Counted.objects.filter(council_id=release.council_id, release=release).delete()
    tally = Tally(forms_of(release.council_id, release.form_id), release.by)
    for form in reversed(tally.forms):
        _count(tally, form, release)
    release.count, release.least = tally.count, least
    if tally.count < 2 * least:
        return _refuse(release)
    hubs = release.council.hubs.order_by("name").values_list("pk", "name")
    release.tables = tables.made(tally, {str(pk): name for pk, name in hubs}, least)
    release.made_at = timezone.now()
    kept.keep(place, release)
    release.save()
    return True


def _refuse(release: Release) -> bool:
    """Too few to tell anything; they stay for a later release."""
    Counted.objects.filter(council_id=release.council_id, release=release).delete()
    release.problem = (
        f"There are too few new answers: at least {2 * release.least} are needed, so that nobody"
        " can be worked out. They are counted with those that come later."
    )
    release.count = 0
    release.save()
    return False


def _count(tally: Tally, form: Form, release: Release) -> None:
    """A part at a time: counted, and marked as counted, before the next is looked at."""
    rest = _uncounted(release.council_id).filter(form=form).select_related("hub")
    rest = rest.order_by("received_at", "head")
    part = list(rest[: kept.AT_ONCE])
    while part:
        for each in part:
            tally.add(each)
        kept.mark(release, [each.record or each.head for each in part])
        last = part[-1]
        later = Q(received_at__gt=last.received_at)
        later |= Q(received_at=last.received_at, head__gt=last.head)
        part = list(rest.filter(later)[: kept.AT_ONCE])


def _uncounted(council_id: int) -> QuerySet[Submission]:
    """Answers in no release. One that is to be erased does not get into any more; one that does not
    count, because each person has one say, never does."""
    record = Coalesce(OuterRef("record"), OuterRef("head"))
    counted = Counted.objects.filter(council_id=council_id, record=record)
    erased = Erasure.objects.filter(council_id=council_id, record=record)
    rest = Submission.objects.filter(~Exists(counted), ~Exists(erased), counts=True)
    return rest.filter(council_id=council_id)


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """While nobody else counts; the system ends the lock with the process."""
    handle = os.open(place.root / "figures.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
