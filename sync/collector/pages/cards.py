"""Cards on the kiosks: what stands there, one of them, and the answers beside it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sync.collector import cards, moderation, turns
from sync.collector.errors import CollectorError
from sync.collector.models import Card, CardAnswer, Council, Form, Submission
from sync.collector.pages import answers
from sync.collector.pages.access import note, officer_page
from sync.collector.pages.answers import Line
from sync.collector.place import here

MOST = 200
"""Cards on one page."""


@dataclass(frozen=True)
class Beside:
    """An answer to a card, as it stands beside it."""

    answer: CardAnswer
    submission: Submission
    lines: list[Line]


@officer_page
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every card, those that show first, and how many answers wait."""
    found = Card.objects.filter(council=council).prefetch_related("hubs")
    ordered = sorted(found.order_by("-number")[:MOST], key=lambda each: not each.item)
    note(request, council, "listed cards", str(len(ordered)))
    context = {"rows": [_row(council, each) for each in ordered], "section": "cards"}
    return render(request, "collector/cards.html", context)


def _row(council: Council, card: Card) -> dict[str, Any]:
    said = Submission.objects.filter(council=council, device_id=card.device_id, head=card.head)
    heard = CardAnswer.objects.filter(council=council, number=card.number)
    return {
        "card": card, "submission": said.select_related("form").first(),
        "answers": heard.count(), "apart": heard.filter(together_at=None).count(),
    }  # fmt: skip


def beside(submission: Submission) -> dict[str, Any]:
    """What the page of a submission says of its card, or of the card that it answers."""
    answer = turns.answer_of(submission)
    return {
        "makes_card": cards.kind_of(submission), "card": cards.of(submission),
        "answers_card": answer, "answered": turns.card_of(answer) if answer else None,
    }  # fmt: skip


@officer_page
def one(request: HttpRequest, council: Council, form: int, head: str) -> HttpResponse:
    """Show it on the kiosks, take it back, and bring it together with an answer."""
    found = get_object_or_404(Form, council=council, pk=form)
    every = Submission.objects.filter(council=council, form=found)
    submission = get_object_or_404(every, head=head)
    problem = ""
    if request.method == "POST":
        try:
            _do(request, council, found, submission)
            return redirect("card", found.pk, head)
        except CollectorError as error:
            problem = str(error)
    note(request, council, "looked at a card", head[:16])
    context = _context(council, found, submission) | {"problem": problem}
    return render(request, "collector/card.html", context, status=400 if problem else 200)


def _context(council: Council, form: Form, submission: Submission) -> dict[str, Any]:
    card, days = cards.of(submission), cards.days_wished(submission)
    last = timezone.localdate() + datetime.timedelta(days)
    if card is not None and card.item:
        last = timezone.localtime(card.until).date()
    return {
        "form": form, "submission": submission, "section": "cards", "card": card,
        "kind": cards.kind_of(submission), "seen": moderation.shown(form, submission),
        "agreed": cards.said(submission).get("consent") == "yes", "last": last,
        "hubs": council.hubs.order_by("name"),
        "chosen": set(card.hubs.values_list("pk", flat=True)) if card else set(),
        "beside": _beside(card), "steps": cards.steps(submission),
    }  # fmt: skip


def _beside(card: Card | None) -> list[Beside]:
    found = turns.to(card) if card else []
    return [Beside(answer, said, answers.lines(said.form, said)) for answer, said in found]


def _do(request: HttpRequest, council: Council, form: Form, submission: Submission) -> None:
    """What was asked for; raises CollectorError."""
    wanted, by = request.POST.get("do", ""), request.user.pk or 0
    if wanted == "show":
        hubs = council.hubs.filter(pk__in=_numbers(request.POST.getlist("hub")))
        last = _day(request.POST.get("last", ""))
        made = cards.show(here(), form, submission, hubs, last, by)
        note(request, council, "showed a card", f"{made.number}: {submission.head[:16]}")
    elif wanted == "back":
        cards.take_back(here(), submission, by)
        note(request, council, "took a card back", submission.head[:16])
    elif wanted in ("together", "together-back"):
        _bring(request, council, submission, wanted == "together-back", by)


def _bring(
    request: HttpRequest, council: Council, submission: Submission, back: bool, by: int
) -> None:
    card = cards.of(submission)
    heard = CardAnswer.objects.filter(council=council, number=card.number if card else 0)
    answer = get_object_or_404(heard, head=request.POST.get("answer", ""))
    turns.bring_together(answer, submission, by)
    note(request, council, "brought two together", f"{answer.number}: {answer.head[:16]}")
    if back:
        cards.take_back(here(), submission, by)
        note(request, council, "took a card back", submission.head[:16])


def _numbers(given: list[str]) -> list[int]:
    return [int(each) for each in given if each.isdecimal() and len(each) < 10]


def _day(given: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise CollectorError("Choose the last day on which the card stands.") from None
