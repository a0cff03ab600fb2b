"""Answers to cards: beside the card they belong to, brought together, and how many wait."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from sync.cards import WaitingItem
from sync.collector import cards, feeds
from sync.collector.handling import place_of, row
from sync.collector.models import (
    Card,
    CardAnswer,
    Council,
    FeedItem,
    Form,
    Hub,
    PlaceItem,
    Submission,
)  # fmt: skip

NUMBER = "card_number"
"""The question of a form that answers cards."""
EVERY_SECONDS = 900
"""Between two changes of what hub staff are told, so that the feed does not change all day."""


def heard(submission: Submission) -> None:
    """Note which card a submission answers that was just kept; inside its transaction."""
    number = cards.said(submission).get(NUMBER, "")
    if number.isdecimal() and len(number) < 16:
        CardAnswer.objects.create(**place_of(submission), number=int(number))


def answer_of(submission: Submission) -> CardAnswer | None:
    """What it is as an answer to a card."""
    return CardAnswer.objects.filter(**place_of(submission)).first()


def to(card: Card) -> list[tuple[CardAnswer, Submission]]:
    """The answers to a card, the newest first."""
    found = CardAnswer.objects.filter(council_id=card.council_id, number=card.number)
    by_head = {(each.device_id, each.head): each for each in found}
    heads = [each.head for each in found]
    said = Submission.objects.filter(council_id=card.council_id, head__in=heads)
    ordered = said.select_related("form", "hub").order_by("-received_at", "head")
    pairs = ((by_head.get((each.device_id, each.head)), each) for each in ordered)
    return [(answer, each) for answer, each in pairs if answer is not None]


def card_of(answer: CardAnswer) -> Submission | None:
    """What was said on the card that somebody answered; None when there is none such."""
    card = Card.objects.filter(council_id=answer.council_id, number=answer.number).first()
    if card is None:
        return None
    found = Submission.objects.filter(council_id=card.council_id, device_id=card.device_id)
    return found.select_related("form").filter(head=card.head).first()


def bring_together(answer: CardAnswer, card: Submission, by: int) -> None:
    """Say that the council has brought the two together."""
    said = Submission.objects.get(
        council_id=answer.council_id, device_id=answer.device_id, head=answer.head
    )
    with transaction.atomic():
        answer.together_at = timezone.now()
        answer.save(update_fields=["together_at"])
        row(said).update(status=Submission.Status.DONE)
        for each in (said, card):
            cards.note(each, f"Brought together over card {answer.number}", by)


def tell_hubs() -> None:
    """Let the staff of each hub see how many wait, as numbers."""
    making = Form.objects.filter(xml__contains='/card"').values_list("council_id", flat=True)
    for council in Council.objects.filter(pk__in=making.distinct()):
        for hub in council.hubs.all():
            _tell(hub)


def _tell(hub: Hub) -> None:
    content = _waiting(hub).encode()
    same: dict[str, Any] = {"council_id": hub.council_id, "kind": "waiting", "name": "", "hub": hub}
    known = PlaceItem.objects.filter(**same).first()
    if known is not None:
        passed = (timezone.now() - known.loaded_at).total_seconds()
        if known.key == feeds.key_of(content) or passed < EVERY_SECONDS:
            return
    with transaction.atomic():
        key = feeds.add_item(hub.council_id, "waiting", content)
        PlaceItem.objects.update_or_create(defaults={"key": key}, **same)
        _forget_unused(hub.council_id)


def _forget_unused(council: int) -> None:
    used = PlaceItem.objects.filter(council_id=council, kind="waiting").values("key")
    FeedItem.objects.filter(council_id=council, kind="waiting").exclude(key__in=used).delete()


def _waiting(hub: Hub) -> WaitingItem:
    """Said in this hub and not done: what would make a card and is none, and answers."""
    open_ = Submission.objects.filter(council_id=hub.council_id, hub=hub)
    open_ = open_.exclude(status=Submission.Status.DONE)
    making = Form.objects.filter(council_id=hub.council_id, xml__contains='/card"')
    known = Card.objects.filter(council_id=hub.council_id).values("head")
    apart = CardAnswer.objects.filter(council_id=hub.council_id, together_at=None).values("head")
    return WaitingItem(
        open_.filter(form__in=making).exclude(head__in=known).count(),
        open_.filter(head__in=apart).count(),
    )
