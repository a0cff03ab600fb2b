"""Answering one resident: what was said to them so far, and the words that go next."""

from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sync.collector.hooks import outbox
from sync.collector.models import Council, Form, Progress, Reply, ReplyTemplate, Submission
from sync.collector.pages import wording
from sync.collector.pages.access import note, officer_page
from sync.collector.pages.languages import OWN, Language, named
from sync.collector.pages.wordlists import LONGEST, WORDS, too_long, typed
from sync.replies import Word

STATES = {
    Word.LOOKING: Progress.State.LOOKING,
    Word.ANSWERED: Progress.State.ANSWERED,
    Word.REFUSED: Progress.State.REFUSED,
}


def shown(request: HttpRequest, council: Council, submission: Submission) -> dict[str, Any]:
    """What the page of a submission says about its answer; opening it makes it read."""
    if submission.record is None:
        return {}
    progress, _ = Progress.objects.get_or_create(
        council=council, record=submission.record, defaults={"read_at": timezone.now()}
    )
    template = _template(council, request.GET.get("words", ""))
    texts = template.texts if template else {}
    chosen = Word(template.word) if template else Word.ANSWERED
    return _context(council, submission, progress, texts, chosen)


def _context(
    council: Council,
    submission: Submission,
    progress: Progress,
    texts: dict[str, str],
    chosen: Word,
    problem: str = "",
) -> dict[str, Any]:
    replies = Reply.objects.filter(council=council, record=submission.record)
    history = replies.select_related("user").order_by("-written_at", "-pk")
    return {
        "progress": progress,
        "boxes": [(each, texts.get(each.code, "")) for each in languages(submission)],
        "words": WORDS.items(),
        "chosen": chosen,
        "templates": wording.offered(council),
        "history": [_told(reply) for reply in history],
        "problem": problem,
        "longest": LONGEST,
    }


def _told(reply: Reply) -> dict[str, Any]:
    texts = [(named(code), text) for code, text in reply.texts.items()]
    return {"reply": reply, "word": WORDS[Word(reply.word)], "texts": texts}


def _template(council: Council, pk: str) -> ReplyTemplate | None:
    if not pk.isdecimal() or len(pk) > 15:
        return None
    return ReplyTemplate.objects.filter(council=council, pk=int(pk)).first()


def languages(submission: Submission) -> list[Language]:
    """The resident's language and the officers' own, to be written side by side."""
    codes = [submission.language, OWN] if submission.language else [OWN]
    return [named(code) for code in dict.fromkeys(codes)]


@require_POST
@officer_page
def write(request: HttpRequest, council: Council, form: int, head: str) -> HttpResponse:
    """Answer; what was answered before is replaced."""
    submission = _submission(council, form, head)
    try:
        word = Word(int(request.POST.get("word", "")))
    except ValueError as error:
        raise BadRequest from error
    texts = typed(request.POST, languages(submission), "text")
    if problem := _problem(word, texts):
        progress = Progress.objects.get(council=council, record=submission.record)
        context = _context(council, submission, progress, texts, word, problem)
        return render(
            request,
            "collector/hearing/again.html",
            {**context, "form": submission.form, "submission": submission, "section": "forms"},
            status=422,
        )
    _answer(request, council, submission, word, texts)
    note(request, council, "answered", head)
    return redirect("submission", form, head)


def _problem(word: Word, texts: dict[str, str]) -> str:
    if too_long(texts):
        return f"Make it shorter: a text has {LONGEST} letters at most."
    if not texts and word is not Word.LOOKING:
        return "Write something in at least one language."
    return ""


def _answer(
    request: HttpRequest, council: Council, said: Submission, word: Word, texts: dict[str, str]
) -> None:
    assert said.record is not None and request.user.pk is not None
    with transaction.atomic():
        _end(council, said.record, Reply.End.REPLACED)
        Reply.objects.create(
            council=council, record=said.record, form=said.form, word=int(word), texts=texts,
            user_id=request.user.pk,
        )  # fmt: skip
        _stands(council, said.record, STATES[word])
        outbox.about(said, outbox.Kind.ANSWERED)


@require_POST
@officer_page
def withdraw(request: HttpRequest, council: Council, form: int, head: str) -> HttpResponse:
    """Take the answer back; kiosks lose it the next time they sync."""
    submission = _submission(council, form, head)
    assert submission.record is not None
    with transaction.atomic():
        _end(council, submission.record, Reply.End.WITHDRAWN)
        _stands(council, submission.record, Progress.State.READ)
    note(request, council, "took an answer back", head)
    return redirect("submission", form, head)


def _submission(council: Council, form: int, head: str) -> Submission:
    found = get_object_or_404(Form, council=council, pk=form)
    every = Submission.objects.filter(council=council, form=found).exclude(record=None)
    return get_object_or_404(every.select_related("form"), head=head)


def _stands(council: Council, record: str, state: str) -> None:
    Progress.objects.update_or_create(
        council=council, record=record, defaults={"state": state},
        create_defaults={"state": state, "read_at": timezone.now()},
    )  # fmt: skip


def _end(council: Council, record: str, how: str) -> None:
    now = Reply.objects.filter(council=council, record=record, ended="")
    if now.update(ended=how, ended_at=timezone.now()):
        Council.objects.filter(pk=council.pk).update(replies_changed=True)
