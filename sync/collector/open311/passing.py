"""Passes reports on to a council's own Open311 server, each of them once.

GeoReport v2 has no way to say that a report is the same as one before. So what may have arrived is
never sent again before that server was asked for it, by a mark that stands in its words.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sync.collector import handling, moderation
from sync.collector.errors import CollectorError
from sync.collector.models import Jurisdiction, PassedOn, PublicService, Submission
from sync.collector.moderation import PICTURE, Shown
from sync.collector.open311 import reports
from sync.collector.open311.server import NotTaken, Server, Taken
from sync.collector.outside.client import Client
from sync.collector.outside.retries import GIVE_UP, again
from sync.collector.pages import answers
from sync.errors import SyncError

log = logging.getLogger("collector.open311")
State = PassedOn.State
LISTED = timedelta(minutes=10)
"""How long a server may take until what it took stands in its list."""
AT_ONCE = 200
BUDGET = 45.0


def pass_on(client: Client | None = None, budget: float = BUDGET) -> int:
    """Take a step with everything that is due; how many arrived. A server that fails is left alone
    for the round."""
    client, ends = client or Client(settings.OUTSIDE_LOOPBACK), time.monotonic() + budget
    arrived = 0
    for whose in Jurisdiction.objects.exclude(server="").select_related("council"):
        _gather(whose)
        due = PassedOn.objects.filter(council=whose.council, next_try__lte=timezone.now())
        for row in due.order_by("next_try", "pk")[:AT_ONCE]:
            if time.monotonic() > ends:
                return arrived
            if not _stepped(Server(client, whose), row):
                break
            arrived += row.state == State.THERE
    return arrived


def mark(submission: Submission | PassedOn) -> str:
    """What stands in a report's words to know it by."""
    return f"Kiosk report {submission.head[:16]}"


def _gather(whose: Jurisdiction) -> None:
    """Write down what is to be passed on from now."""
    services = PublicService.objects.filter(council=whose.council).exclude(their_code="")
    for service in services.exclude(passed_from=None):
        new = reports.waiting(service)[:AT_ONCE]
        PassedOn.objects.bulk_create(
            [PassedOn(**handling.place_of(each), next_try=timezone.now()) for each in new],
            ignore_conflicts=True,
        )


def _stepped(server: Server, row: PassedOn) -> bool:
    """Whether the server did what was asked of it. Its next try is written down before."""
    found = Submission.objects.select_related("form", "council").filter(
        council_id=row.council_id, device_id=row.device_id, head=row.head
    )
    submission = found.first()
    service = submission and PublicService.objects.filter(
        council_id=row.council_id, form_id=submission.form.form_id
    ).exclude(their_code="").first()  # fmt: skip
    if not submission or not service:
        _change(row, state=State.REFUSED, next_try=None, problem="It is passed on no more.")
        return True
    _change(row, tries=row.tries + 1, next_try=again(row.tries))
    try:
        _step(server, row, service, submission)
    except (CollectorError, SyncError) as error:
        _failed(row, str(error))
        return False
    return True


def _step(server: Server, row: PassedOn, service: PublicService, submission: Submission) -> None:
    if row.state == State.TOKEN:
        _arrived(row, Taken(server.number(row.their_token), row.their_token))
        return
    if row.state == State.UNSURE and row.sent_at:
        if there := server.find(service.their_code, mark(row), row.sent_at):
            _arrived(row, Taken(there))
            return
        _change(row, state=State.WAITING)
    said = words(service, submission)
    if not said.get("address_string") and not said.get("lat"):
        _change(row, state=State.REFUSED, next_try=None, problem="It does not say where it is.")
        return
    _change(row, state=State.UNSURE, sent_at=timezone.now())
    try:
        _arrived(row, server.post(said))
    except NotTaken:
        _change(row, state=State.WAITING)
        raise


def words(service: PublicService, submission: Submission) -> dict[str, str]:
    """What is sent: what others may see, or everything where the council wants it so."""
    form = submission.form
    shown = _whole(submission) if service.unseen else moderation.shown(form, submission)
    told = reports.report(service, submission, shown, form.title)
    ours = f"\n{mark(submission)}"
    about = reports.shortened(told["description"], reports.LONGEST - len(ours))
    place = {name: str(told[name]) for name in ("lat", "long") if told[name] is not None}
    return {
        "service_code": service.their_code, "address_string": told["address"] or "", **place,
        "description": about + ours,
    }  # fmt: skip


def _whole(submission: Submission) -> list[Shown]:
    lines = answers.lines(submission.form, submission)
    texts = [each for each in lines if each.value and not PICTURE.fullmatch(each.value)]
    return [Shown(each.label, each.place, each.said) for each in texts]


def _arrived(row: PassedOn, taken: Taken) -> None:
    if taken.id:
        _change(row, state=State.THERE, their_id=taken.id, next_try=None, problem="")
    else:
        _change(row, state=State.TOKEN, their_token=taken.token, problem="")


def _failed(row: PassedOn, problem: str) -> None:
    """Why not; a server is given time to list what it may have taken, and a day in all."""
    log.warning("a report was not passed on: %s", problem)
    _change(row, problem=problem[:200])
    if row.first_at < timezone.now() - GIVE_UP:
        given_up = State.REFUSED if row.state == State.WAITING else row.state
        _change(row, next_try=None, state=given_up)
    elif row.state == State.UNSURE and row.next_try is not None:
        _change(row, next_try=max(row.next_try, timezone.now() + LISTED))


def _change(row: PassedOn, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    PassedOn.objects.filter(pk=row.pk).update(**values)
