"""People to call: a hub's staff see who agreed to it, where the council lets them.

A form asks by a question ``may_we_call`` whether staff of the hub may call, and asks name and
number by questions, or in a group, whose names begin with ``contact``; ``contact_name`` is the
name.
"""

import datetime
import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sync import fields, followups, reference, sealing
from sync.collector import feeds
from sync.collector.cards import said
from sync.collector.errors import CollectorError
from sync.collector.handling import place_of
from sync.collector.models import (
    CallCode,
    CallForm,
    Council,
    Device,
    FeedItem,
    FollowUp,
    Form,
    Hub,
    PlaceItem,
    Submission,
)
from sync.collector.moderation import never_shown
from sync.collector.place import Place
from sync.followups import LONGEST, MOST, MOST_CODES, Called

ASKED, NAME = "may_we_call", "contact_name"
LONGEST_DAYS = 90
KIND = "calls"


def allow(
    council: Council, hub: Hub, form_id: str, days: int, about: str, by: int | None = None
) -> CallForm:
    """Let a hub's staff call who agreed in a form; raises CollectorError."""
    form = Form.objects.filter(council=council, form_id=form_id).order_by("-pk").first()
    if form is None or f"/{ASKED}" not in form.xml:
        raise CollectorError(f"This form does not ask whether staff may call ({ASKED}).")
    if not 1 <= days <= LONGEST_DAYS:
        raise CollectorError(f"Staff may call for 1 to {LONGEST_DAYS} days after an answer came.")
    line = " ".join(about.split())[:LONGEST] or form.title[:LONGEST]
    values = {"days": days, "about": line, "by_id": by}
    rows = CallForm.objects
    return rows.update_or_create(council=council, hub=hub, form_id=form_id, defaults=values)[0]


def new_code(council: Council, hub: Hub, called: str) -> str:
    """A new code in words for one member of staff, kept nowhere; raises CollectorError."""
    name = " ".join(called.split())[:60]
    if not name or codes(hub).count() >= MOST_CODES:
        raise CollectorError(f"Say whose code it is; a hub has {MOST_CODES} codes at most.")
    code = reference.new()
    CallCode.objects.create(council=council, hub=hub, called=name, key=sealing.calls_key(code))
    return reference.words(code)


def codes(hub: Hub):  # type: ignore[no-untyped-def]
    """The codes that open its list."""
    return CallCode.objects.filter(council_id=hub.council_id, hub=hub, revoked_at=None)


def counts(allowed: CallForm) -> dict[str, int]:
    """What came of it in this hub, by outcome; the empty one is who may still be called."""
    of_form = Submission.objects.filter(
        council_id=allowed.council_id, hub_id=allowed.hub_id, form__form_id=allowed.form_id
    )
    found = FollowUp.objects.filter(
        council_id=allowed.council_id, hub_id=allowed.hub_id, head__in=of_form.values("head")
    )
    came = Counter(found.values_list("outcome", flat=True))
    live = of_form.filter(received_at__gt=timezone.now() - _life(allowed))
    came[""] = found.filter(outcome="", head__in=live.values("head")).count()
    return dict(came)


def _life(allowed: CallForm) -> datetime.timedelta:
    """How long after an answer came staff may call."""
    return datetime.timedelta(days=allowed.days)


def keep(device: Device, instance: bytes) -> None:
    """What staff wrote of a call; of an entry that is gone nothing is kept. Raises CodecError."""
    told = Called.read(instance)
    rows = FollowUp.objects.filter(council_id=device.council_id, hub_id=device.hub_id)
    rows.filter(entry=told.id.hex()).update(outcome=told.outcome, outcome_at=timezone.now())


def refresh(place: Place) -> None:
    """Seal the list of each hub anew where it is another one now, or take it off the kiosks."""
    for hub in Hub.objects.filter(Q(callform__isnull=False) | Q(place_items__kind=KIND)).distinct():
        _refresh(place, hub)


def _refresh(place: Place, hub: Hub) -> None:
    listed = followups.plain(_entries(hub))
    keys = [bytes(each.key) for each in codes(hub).order_by("pk")]
    mark = hashlib.blake2b(b"".join([listed, *keys]), digest_size=32).hexdigest()
    before = PlaceItem.objects.filter(council_id=hub.council_id, kind=KIND, hub=hub)
    wanted = bool(keys) and CallForm.objects.filter(hub=hub).exists()
    if before.filter(name=mark).exists() if wanted else not before.exists():
        return
    with transaction.atomic():
        old = list(before.values_list("key", flat=True))
        FeedItem.objects.filter(council_id=hub.council_id, kind=KIND, key__in=old).delete()
        before.delete()
        if wanted:
            key = feeds.add_item(hub.council_id, KIND, followups.item(listed, keys))
            PlaceItem.objects.create(
                council_id=hub.council_id, kind=KIND, hub=hub, name=mark, key=key
            )
    feeds.rebuild(place, hub)


def _entries(hub: Hub) -> list[followups.FollowUp]:
    found = [each for form in CallForm.objects.filter(hub=hub) for each in _of(form)]
    return sorted(found, key=lambda each: (each.until, each.id))[:MOST]


def _of(allowed: CallForm) -> Iterator[followups.FollowUp]:
    """Who agreed, was not called yet, and may still be called."""
    life = _life(allowed)
    new = Submission.objects.filter(
        council_id=allowed.council_id, hub_id=allowed.hub_id, form__form_id=allowed.form_id,
        received_at__gt=timezone.now() - life, instance__contains=ASKED,
    )  # fmt: skip
    for submission in new.order_by("received_at", "head"):
        if said(submission).get(ASKED) == "yes" and (reach := _reach(submission)):
            row = _row(submission)
            if row.outcome in ("", "missed"):
                until = int((submission.received_at + life).timestamp())
                name = said(submission).get(NAME, "")[:LONGEST]
                yield followups.FollowUp(
                    bytes.fromhex(row.entry), name, reach, allowed.about, until
                )


def _reach(submission: Submission) -> str:
    """Everything that was said of how to reach somebody, but for the name."""
    found = fields.values(submission.instance.encode())
    ways = [value for path, _, value in found if value and never_shown(path) and NAME not in path]
    return ", ".join(ways)[:LONGEST]


def _row(submission: Submission) -> FollowUp:
    new = {"hub_id": submission.hub_id, "entry": secrets.token_hex(followups.ID)}
    return FollowUp.objects.get_or_create(**place_of(submission), defaults=new)[0]
