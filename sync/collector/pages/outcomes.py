"""You said, we did: what came of a form, written language by language and then published."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sync.collector import feeds
from sync.collector.hooks import outbox
from sync.collector.models import Council, FeedItem, Form, Hub, Outcome, Submission
from sync.collector.pages import languages
from sync.collector.pages.access import Duty, note, page_for
from sync.collector.pages.languages import OWN, Language
from sync.collector.pages.wordlists import LONGEST, too_long
from sync.collector.place import here
from sync.outcomes import OutcomeItem

PARTS = {
    "said": "What people said",
    "will": "What we are doing",
    "wont": "What we are not doing, and why",
}
LONGEST_TITLE = 120


@page_for(Duty.READ, Duty.PUBLISH)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every form, with what came of it."""
    newest: dict[str, Form] = {}
    for form in Form.objects.filter(council=council).order_by("published_at", "pk"):
        newest[form.form_id] = form
    known = {each.form_id: each for each in Outcome.objects.filter(council=council)}
    rows = [(form, known.get(form_id)) for form_id, form in reversed(newest.items())]
    return render(request, "collector/hearing/outcomes.html", {"rows": rows, "section": "outcomes"})


@page_for(Duty.READ, Duty.PUBLISH)
def one(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """Write an outcome in one language; the others are a link away."""
    found = get_object_or_404(Form, council=council, pk=form)
    outcome = _outcome(council, found)
    known = languages.of_form(found)
    now = _language(request, known)
    texts, problem = outcome.texts.get(now.code, {}), ""
    if request.method == "POST":
        texts = _typed(request)
        problem = _problem(texts)
        if not problem:
            _keep(outcome, now, texts)
            note(request, council, "wrote an outcome", found.form_id)
            return redirect(f"{request.path}?language={now.code}&kept=1")
    context = _context(council, found, outcome, now, texts)
    page = {**context, "languages": _written(known, outcome), "problem": problem,
            "kept": "kept" in request.GET, "section": "outcomes"}  # fmt: skip
    return render(request, "collector/hearing/outcome.html", page, status=422 if problem else 200)


def _outcome(council: Council, form: Form) -> Outcome:
    found = Outcome.objects.filter(council=council, form_id=form.form_id).first()
    return found or Outcome(council=council, form_id=form.form_id)


def _language(request: HttpRequest, known: list[Language]) -> Language:
    asked = request.POST.get("language") or request.GET.get("language")
    return next((each for each in known if each.code == asked), known[0])


def _written(known: list[Language], outcome: Outcome) -> list[tuple[Language, bool]]:
    return [(each, each.code in outcome.texts) for each in known]


def _typed(request: HttpRequest) -> dict[str, str]:
    texts = {
        name: request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
        for name in ("title", *PARTS)
    }
    return {name: text for name, text in texts.items() if text}


def _problem(texts: dict[str, str]) -> str:
    if too_long(texts) or len(texts.get("title", "")) > LONGEST_TITLE:
        return f"Make it shorter: a title has {LONGEST_TITLE} letters at most, a text {LONGEST}."
    return ""


def _keep(outcome: Outcome, language: Language, texts: dict[str, str]) -> None:
    outcome.texts.pop(language.code, None)
    if texts:
        outcome.texts[language.code] = texts
    outcome.save()


def _context(
    council: Council, form: Form, outcome: Outcome, now: Language, texts: dict[str, str]
) -> dict[str, Any]:
    own = outcome.texts.get(OWN, {}) if now.code != OWN else {}
    boxes = [(name, label, texts.get(name, ""), own.get(name, "")) for name, label in PARTS.items()]
    return {
        "form": form, "outcome": outcome, "now": now, "boxes": boxes, "longest": LONGEST,
        "title": texts.get("title", ""), "own_title": own.get("title", form.title),
        "took_part": _took_part(council, form), "hubs": council.hubs.count(),
        "ready": _ready(outcome),
        "changed": bool(outcome.item) and outcome.item != _key(outcome),
    }  # fmt: skip


def _ready(outcome: Outcome) -> bool:
    """Whether there is something to publish in the officers' own language."""
    own = outcome.texts.get(OWN, {})
    return bool(own.get("title") and (own.get("will") or own.get("wont")))


def _took_part(council: Council, form: Form) -> list[Hub]:
    """The hubs where somebody answered the form."""
    said = Submission.objects.filter(council=council, form__form_id=form.form_id)
    hubs = Hub.objects.filter(council=council, pk__in=said.values("hub_id").distinct())
    return list(hubs.order_by("name"))


def _item(outcome: Outcome) -> bytes:
    def column(name: str) -> dict[str, str]:
        return {code: each[name] for code, each in outcome.texts.items() if each.get(name)}

    at = int((outcome.published_at or timezone.now()).timestamp())
    return OutcomeItem(
        outcome.form_id, at, column("title"), column("said"), column("will"), column("wont")
    ).encode()


def _key(outcome: Outcome) -> str:
    return feeds.key_of(_item(outcome))


@require_POST
@page_for(Duty.READ, Duty.PUBLISH)
def publish(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """To the hubs that took part, or to all; what was published before is replaced."""
    found = get_object_or_404(Form, council=council, pk=form)
    outcome = get_object_or_404(Outcome, council=council, form_id=found.form_id)
    hubs = _took_part(council, found) if request.POST.get("where") == "part" else []
    if _ready(outcome):
        with transaction.atomic():
            _take_away(outcome)
            outcome.published_at = timezone.now()
            outcome.item = feeds.add_item(council.pk, "outcome", _item(outcome))
            outcome.save()
            outcome.hubs.set(hubs)
            _rebuild(council)
            outbox.outcome(council.pk, found.form_id)
        note(request, council, "published an outcome", found.form_id)
    return redirect("outcomes")


@require_POST
@page_for(Duty.READ, Duty.PUBLISH)
def withdraw(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """Take it off the kiosks; the words stay here."""
    found = get_object_or_404(Form, council=council, pk=form)
    outcome = get_object_or_404(Outcome, council=council, form_id=found.form_id)
    with transaction.atomic():
        _take_away(outcome)
        outcome.save()
        _rebuild(council)
    note(request, council, "withdrew an outcome", found.form_id)
    return redirect("outcomes")


def _take_away(outcome: Outcome) -> None:
    FeedItem.objects.filter(council=outcome.council, key=outcome.item, kind="outcome").delete()
    outcome.item, outcome.published_at = "", None


def _rebuild(council: Council) -> None:
    for hub in council.hubs.all():
        feeds.rebuild(here(), hub)
