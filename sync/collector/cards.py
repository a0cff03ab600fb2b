"""What a resident said, shown to others on the kiosks: only what moderation shows, until a day.

A form makes cards by a question ``card`` with the answers ask, offer, thanks or story, and by a
question ``consent`` that was answered with yes. Each card has a number that an answer names it by.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sync import fields
from sync.cards import KINDS, CardItem, CardLine
from sync.collector import feeds, moderation
from sync.collector.errors import CollectorError
from sync.collector.handling import place_of
from sync.collector.models import (
    Card,
    CardStep,
    Council,
    Drawing,
    FeedItem,
    Form,
    Hub,
    Submission,
)  # fmt: skip
from sync.collector.moderation import Shown
from sync.collector.pages import answers
from sync.collector.place import Place
from sync.errors import FeedError

MOST_SHOWN = 200
"""Cards of a council that stand at once."""
LONGEST_DAYS = 400
USUAL_DAYS = 30
ASIDE = {"card", "consent", "days", "picture"}
"""Questions that are about the card, and do not stand on it."""


def said(submission: Submission) -> dict[str, str]:
    """What stands under each name, whatever page of the form it is on."""
    found = fields.values(submission.instance.encode())
    return {path.rpartition("/")[2]: value for path, _, value in found}


def kind_of(submission: Submission) -> str:
    """What card it would make; empty when it makes none."""
    kind = said(submission).get("card", "")
    return kind if kind in KINDS else ""


def of(submission: Submission) -> Card | None:
    """The card it is, or was."""
    return Card.objects.filter(**place_of(submission)).first()


def days_wished(submission: Submission) -> int:
    """How long the resident wants it to stand."""
    wished = said(submission).get("days", "")
    few = wished.isdecimal() and len(wished) < 4
    return min(max(int(wished), 1), LONGEST_DAYS) if few else USUAL_DAYS


def steps(submission: Submission) -> list[CardStep]:
    """What was done with it, the newest first."""
    found = CardStep.objects.filter(**place_of(submission)).select_related("by")
    return list(found.order_by("-at", "-pk"))


def note(submission: Submission, what: str, by: int | None) -> None:
    """Write down what was done; who is None where it came of itself."""
    CardStep.objects.create(**place_of(submission), what=what[:300], by_id=by)


def show(
    place: Place, form: Form, submission: Submission, hubs: Iterable[Hub], last: datetime.date,
    by: int,
) -> Card:  # fmt: skip
    """Put it on the kiosks of some hubs, or of all, to the end of a day; raises CollectorError."""
    hubs = list(hubs)
    with transaction.atomic():
        card = of(submission) or _new(submission)
        card.until = _end_of(last)
        _fill(card, form, submission)
        card.save()
        card.hubs.set(hubs)
        where = ", ".join(each.name for each in hubs) or "every hub"
        note(submission, f"Shown in {where} until {last:%-d %B %Y}", by)
    feeds.rebuild_all(place, submission.council_id)
    return card


def _new(submission: Submission) -> Card:
    council = Council.objects.select_for_update(no_key=True).get(pk=submission.council_id)
    if Card.objects.filter(council=council).exclude(item="").count() >= MOST_SHOWN:
        raise CollectorError(f"{MOST_SHOWN} cards stand on the kiosks. Take one back first.")
    Council.objects.filter(pk=council.pk).update(last_card=F("last_card") + 1)
    return Card(
        **place_of(submission), number=council.last_card + 1, kind=kind_of(submission),
        shown_at=timezone.now(),
    )  # fmt: skip


def _end_of(day: datetime.date) -> datetime.datetime:
    today = timezone.localdate()
    if not today <= day <= today + datetime.timedelta(LONGEST_DAYS):
        raise CollectorError(f"A card stands until a day from today on, {LONGEST_DAYS} at most.")
    end = datetime.datetime.combine(day, datetime.time(23, 59, 59))
    return timezone.make_aware(end)


def _fill(card: Card, form: Form, submission: Submission) -> None:
    """Make its item of the feed in place of the one before; raises CollectorError."""
    _drop(card)
    try:
        content = item(card, form, submission).encode()
    except FeedError as error:
        raise CollectorError(f"This cannot be shown: {error}") from error
    card.item = feeds.add_item(card.council_id, "card", content)


def item(card: Card, form: Form, submission: Submission) -> CardItem:
    """What the kiosks get of it; raises CollectorError where it may not be shown."""
    if not card.kind:
        raise CollectorError("This form makes no cards.")
    if said(submission).get("consent") != "yes":
        raise CollectorError("Whoever said this did not agree that it is shown.")
    seen = moderation.shown(form, submission)
    pictures = [each for each in (_picture(submission, one) for one in seen) if each]
    texts = [each for each in seen if not each.picture and _name(each) not in ASIDE]
    lines = [_line(form, submission, each) for each in texts]
    if not lines and not pictures:
        raise CollectorError("Decide first what others may see of it.")
    return CardItem(
        card.number, card.kind, int(card.shown_at.timestamp()), int(card.until.timestamp()),
        submission.language, tuple(lines), tuple(pictures),
    )  # fmt: skip


def _name(shown: Shown) -> str:
    return shown.place.rpartition("/")[2]


def _picture(submission: Submission, shown: Shown) -> bytes | None:
    """Small, and without what is hidden; a sound is none."""
    if not shown.picture:
        return None
    from sync.collector import redaction  # brings Pillow, so not before there is a picture

    drawn = Drawing.handed_out(**place_of(submission), name=shown.picture).first()
    hidden = moderation.squares(moderation.standing(submission).get(shown.place))
    return redaction.small(shown.picture, bytes(drawn.content), hidden) if drawn else None


def _line(form: Form, submission: Submission, shown: Shown) -> CardLine:
    """A choice in every language of the form; what was typed as it stands."""
    known, path = answers.asked(form), re.sub(r"\[\d+\]", "", f"/{shown.place}")
    info = known.questions[path]
    texts: Mapping[str, str] = {"": shown.text}
    value = answers.by_path(form, submission, codes=True).get(path, "")
    if info.choices and known.said(path, value) == shown.text:
        texts = {_code(each): info.said(value, each) for each in info.labels}
    return CardLine({_code(name): text for name, text in info.labels.items()}, texts)


def _code(name: str) -> str:
    """``English (en)`` by its code."""
    return name.rpartition("(")[2].rstrip(") ").lower() if "(" in name else ""


def take_back(place: Place, submission: Submission, by: int) -> None:
    """Take it off every kiosk, with the next sync of each."""
    with transaction.atomic():
        card = of(submission)
        if card is not None and card.item:
            end(card)
            note(submission, "Taken back", by)
    feeds.rebuild_all(place, submission.council_id)


def refresh(place: Place, form: Form, submission: Submission, by: int) -> None:
    """After what others may see was decided anew: show that, or nothing."""
    card = of(submission)
    if card is None or not card.item:
        return
    try:
        with transaction.atomic():
            _fill(card, form, submission)
            card.save()
            note(submission, "What is shown was changed", by)
    except CollectorError:
        take_back(place, submission, by)
    feeds.rebuild_all(place, submission.council_id)


def end_due() -> None:
    """Take away the cards whose time is over; the feeds are made anew after this."""
    for card in Card.objects.filter(until__lte=timezone.now()).exclude(item=""):
        with transaction.atomic():
            end(card)
            whose = {"council_id": card.council_id, "device_id": card.device_id}
            CardStep.objects.create(**whose, head=card.head, what="Its time was over")


def forget(whose: Mapping[str, Any]) -> None:
    """Take what was shown of an erased submission out of the feed; the rows go with the others.

    Inside the transaction of the erasure, by who has no key: the feeds are marked.
    """
    for card in Card.objects.filter(**whose).exclude(item=""):
        end(card)
        Hub.objects.filter(council_id=card.council_id).update(stale=True)


def end(card: Card) -> None:
    """Let it show no more; the feeds are made anew after this."""
    _drop(card)
    card.save(update_fields=["item"])


def _drop(card: Card) -> None:
    """Its bytes stay nowhere: no other row names the item, for its number is in it."""
    FeedItem.objects.filter(council_id=card.council_id, key=card.item, kind="card").delete()
    card.item = ""
