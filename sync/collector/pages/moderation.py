"""What others may see of one submission: decided answer by answer, with the history."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from sync.collector import cards, handling, moderation
from sync.collector.models import Council, Drawing, Form, Moderation, Submission
from sync.collector.moderation import PICTURE, SIDE, WHOLE, Decision
from sync.collector.pages import answers
from sync.collector.pages.access import note, officer_page
from sync.collector.pages.drawings import sent
from sync.collector.place import here

LONGEST = 20_000
SQUARES = range(SIDE * SIDE)


@dataclass(frozen=True)
class Part:
    """One answer on the page, with what holds for it."""

    number: int
    label: str
    place: str
    said: str
    picture: str
    decision: str
    text: str
    squares: frozenset[int]


@officer_page
def one(request: HttpRequest, council: Council, form: int, head: str) -> HttpResponse:
    """Look at what others see, and decide anew."""
    found = get_object_or_404(Form, council=council, pk=form)
    every = Submission.objects.filter(council=council, form=found)
    submission = get_object_or_404(every, head=head)
    if request.method == "POST":
        changed = _keep(request, found, submission)
        note(request, council, "decided what others see", f"{head[:16]}: {changed} changed")
        if changed:
            cards.refresh(here(), found, submission, request.user.pk or 0)
        return redirect("shown", found.pk, head)
    note(request, council, "looked at what others see", head[:16])
    parts = _parts(found, submission)
    context = {
        "form": found, "submission": submission, "parts": parts, "section": "inbox",
        "whole": moderation.standing(submission).get(WHOLE), "squares": _grid(),
        "history": _history(submission, parts), "seen": moderation.shown(found, submission),
        "makes_card": cards.kind_of(submission),
    }  # fmt: skip
    return render(request, "collector/shown.html", context)


@officer_page
def picture(
    request: HttpRequest, council: Council, form: int, head: str, name: str
) -> HttpResponse:
    """A picture or a sound exactly as others would get it."""
    from sync.collector import redaction  # brings Pillow, so not before there is a picture

    found = get_object_or_404(Form, council=council, pk=form)
    submission = get_object_or_404(Submission, council=council, form=found, head=head)
    drawing = get_object_or_404(Drawing.handed_out(**handling.place_of(submission)), name=name)
    seen = [each for each in moderation.shown(found, submission) if each.picture == name]
    if not seen:
        raise Http404
    hidden = moderation.squares(moderation.standing(submission).get(seen[0].place))
    content = redaction.picture(name, bytes(drawing.content), hidden)
    if content is None:
        raise Http404
    return sent(name, content)


def _grid() -> list[tuple[int, str]]:
    return [(each, f"Row {each // SIDE + 1}, column {each % SIDE + 1}") for each in SQUARES]


def _parts(form: Form, submission: Submission) -> list[Part]:
    decided = moderation.standing(submission)
    found = []
    for number, line in enumerate(answers.lines(form, submission)):
        if line.value and not moderation.never_shown(line.place):
            holds = decided.get(line.place)
            is_picture = PICTURE.fullmatch(line.value) is not None
            decision = holds.decision if holds else Decision.HIDE
            found.append(Part(
                number, line.label, line.place, line.said, line.value if is_picture else "",
                decision, holds.text if holds and not is_picture and holds.text else line.said,
                moderation.squares(holds),
            ))  # fmt: skip
    return found


def _history(submission: Submission, parts: list[Part]) -> list[tuple[Moderation, str]]:
    labels = {part.place: part.label for part in parts} | {WHOLE: "The submission as a whole"}
    return [(each, labels.get(each.place, each.place)) for each in moderation.history(submission)]


def _keep(request: HttpRequest, form: Form, submission: Submission) -> int:
    """Write a line for everything that is decided otherwise than before; how many."""
    given, decided = request.POST, moderation.standing(submission)
    wanted = {WHOLE: (given.get("whole", ""), "")}
    for part in _parts(form, submission):
        wanted[part.place] = _wanted(given, part)
    count = 0
    with transaction.atomic():
        for place, (decision, text) in wanted.items():
            before = decided.get(place)
            now = (before.decision, before.text) if before else (Decision.HIDE.value, "")
            if decision in Decision.values and (decision, text) != now:
                Moderation.objects.create(
                    **handling.place_of(submission), place=place, decision=decision, text=text,
                    reason=given.get("reason", "")[:300], by_id=request.user.pk or 0,
                )  # fmt: skip
                count += 1
    return count


def _wanted(given: QueryDict, part: Part) -> tuple[str, str]:
    decision = given.get(f"decision-{part.number}", "")
    if decision != Decision.REPLACE:
        return decision, ""
    if part.picture:
        ticked = {each for each in given.getlist(f"square-{part.number}") if each.isdecimal()}
        return decision, " ".join(sorted(ticked, key=int)[: SIDE * SIDE])
    return decision, given.get(f"text-{part.number}", "").replace("\r\n", "\n")[:LONGEST]
