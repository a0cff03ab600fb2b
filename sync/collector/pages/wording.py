"""Words that are needed often: a council's own, in its languages, for answering at once."""

from collections.abc import Sequence

from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sync.collector.models import Council, ReplyTemplate, Submission
from sync.collector.pages.access import note, officer_page
from sync.collector.pages.languages import OWN, Language, named
from sync.collector.pages.wordlists import LONGEST, WORDS, too_long, typed
from sync.replies import Word

FIRST = (
    ("Thank you, it is done", Word.ANSWERED,
     "Thank you for telling us. We have done what you asked for."),
    ("Thank you, it counts", Word.ANSWERED,
     "Thank you. What you said is counted with what everyone else said, before we decide."),
    ("No, and why", Word.REFUSED,
     "Thank you for asking. We cannot do this, and this is why: "),
    ("We are looking into it", Word.LOOKING,
     "Thank you. We are looking into it. Please ask again here in two weeks."),
)  # fmt: skip
"""What a council begins with; it changes them as it likes."""


def offered(council: Council) -> Sequence[ReplyTemplate]:
    """The council's templates by name."""
    return list(ReplyTemplate.objects.filter(council=council).order_by("name"))


@officer_page
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """All templates; one more by POST, or the first ones when there are none."""
    problem = ""
    if request.method == "POST" and "first" in request.POST:
        for name, word, text in FIRST:
            values = {"word": int(word), "texts": {OWN: text}}
            ReplyTemplate.objects.get_or_create(council=council, name=name, defaults=values)
        note(request, council, "made reply templates", "")
        return redirect("wording")
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:100]
        if name and not ReplyTemplate.objects.filter(council=council, name=name).exists():
            made = ReplyTemplate.objects.create(council=council, name=name, word=int(Word.ANSWERED))
            return redirect("words", made.pk)
        problem = "Give it a name that no other has."
    page = {"templates": offered(council), "problem": problem, "section": "forms"}
    return render(request, "collector/hearing/wording.html", page)


@officer_page
def one(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a template."""
    template = get_object_or_404(ReplyTemplate, council=council, pk=pk)
    known, problem = _languages(council, template), ""
    if request.method == "POST":
        template.name = request.POST.get("name", "").strip()[:100] or template.name
        template.texts = typed(request.POST, known, "text")
        try:
            template.word = int(Word(int(request.POST.get("word", ""))))
        except ValueError as error:
            raise BadRequest from error
        problem = _kept(template)
        if not problem:
            note(request, council, "changed a reply template", template.name)
            return redirect("wording")
    page = {
        "template": template, "words": WORDS.items(), "chosen": template.word, "problem": problem,
        "boxes": [(each, template.texts.get(each.code, "")) for each in known],
        "longest": LONGEST, "section": "forms",
    }  # fmt: skip
    return render(request, "collector/hearing/words.html", page, status=422 if problem else 200)


def _kept(template: ReplyTemplate) -> str:
    """Save it; what is wrong when it cannot be."""
    if too_long(template.texts):
        return f"Make it shorter: a text has {LONGEST} letters at most."
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        return "Give it a name that no other has."
    return ""


def _languages(council: Council, template: ReplyTemplate) -> list[Language]:
    """The officers' own, and every other that residents of this council have answered in."""
    said = Submission.objects.filter(council=council).values_list("language", flat=True)
    codes = sorted({*said.distinct()[:30], *template.texts} - {"", OWN})
    return [named(code) for code in (OWN, *codes)]


@require_POST
@officer_page
def delete(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Take a template away."""
    template = get_object_or_404(ReplyTemplate, council=council, pk=pk)
    template.delete()
    note(request, council, "deleted a reply template", template.name)
    return redirect("wording")
