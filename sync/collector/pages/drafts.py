"""One uploaded spreadsheet: what is wrong with it, how a kiosk shows it, its words, its way out."""

import mimetypes
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sync import fields
from sync.collector.errors import PublishError
from sync.collector.models import Council, Draft, DraftFile, Form
from sync.collector.pages.access import Duty, note, page_for
from sync.collector.pages.drawings import POLICY
from sync.collector.pages.publishing import Terms
from sync.collector.place import here
from sync.collector.publish import drafts, steps
from sync.collector.publish.words import code

SHOWN = {"png", "jpg", "jpeg", "mp3", "ogg", "wav"}
"""Kinds of files that a preview shows or plays."""


@page_for(Duty.PUBLISH)
def one(request: HttpRequest, council: Council, draft: int) -> HttpResponse:
    """Problems by row, or terms to publish it on."""
    found = get_object_or_404(Draft, council=council, pk=draft)
    before = _before(council, found)
    first = {"keep_days": before.keep_days, "hubs": before.hubs.all()} if before else {}
    given = Terms(council, request.POST or None, initial=first)
    problem = ""
    if request.method == "POST" and found.xml and not found.result["problems"] and given.is_valid():
        try:
            done = _publish(council, found, given.cleaned_data)
        except PublishError as error:
            problem = str(error)
        else:
            note(request, council, "published a form", f"{done.form}, version {done.form.version}")
            found.delete()
            return redirect("published", done.form.pk)
    context = {
        "draft": found, "result": found.result, "terms": given, "problem": problem,
        "before": before, "section": "publish", "missing": _missing(found),
    }  # fmt: skip
    return render(request, "collector/draft.html", context)


def _before(council: Council, draft: Draft) -> Form | None:
    """The version it would replace."""
    form_id = draft.result.get("report", {}).get("form_id", "")
    versions = Form.objects.filter(council=council, form_id=form_id)
    return versions.order_by("-published_at", "-pk").first()


def _publish(council: Council, draft: Draft, said: dict[str, Any]) -> steps.Published:
    terms = steps.Terms(list(said["hubs"]), said["opens_on"], said["closes_on"], said["keep_days"])
    return steps.put(here(), council, drafts.examined(draft), terms)


@page_for(Duty.PUBLISH)
def preview(request: HttpRequest, council: Council, draft: int) -> HttpResponse:
    """The screens as a kiosk shows them, in one of the form's languages."""
    found = get_object_or_404(Draft, council=council, pk=draft)
    codes = [code(name) for name in found.result["report"].get("languages", [])] or ["en"]
    asked = request.GET.get("language", "")
    language = asked if asked in codes else codes[0]
    screens, problem, labels = {}, "", {}
    if found.xml:
        try:
            made = drafts.examined(found)
            screens = steps.preview(found.xml.encode(), found.name, made.files, language)
            labels = {each.path: each.label() for each in fields.fields(found.xml.encode())}
        except PublishError as error:
            problem = str(error)
    context = {
        "draft": found, "screens": screens.get("screens", []), "language": language,
        "languages": codes, "problem": problem or screens.get("error", ""), "section": "publish",
        "not_seen": [labels.get(path) or path for path in screens.get("not_seen", [])],
        "rtl": any(each["rtl"] for each in screens.get("screens", [])),
    }  # fmt: skip
    return render(request, "collector/preview.html", context)


@page_for(Duty.PUBLISH)
def words(request: HttpRequest, council: Council, draft: int) -> HttpResponse:
    """Every text in every language side by side; what is missing is marked."""
    found = get_object_or_404(Draft, council=council, pk=draft)
    names = _languages(found)
    rows = _texts(found) if found.xml else []
    table = [
        (place, [(name, _said(texts, name)) for name in names or [""]]) for place, texts in rows
    ]
    context = {
        "draft": found, "languages": names or ["One language"], "rows": table,
        "missing": _missing(found), "section": "publish",
    }  # fmt: skip
    return render(request, "collector/words.html", context)


@page_for(Duty.PUBLISH)
def file(request: HttpRequest, council: Council, draft: int, file: str) -> HttpResponse:
    """A picture or a sound that a draft names, as its preview shows it."""
    kind = file.rpartition(".")[2].lower()
    drafts_here = Draft.objects.filter(council=council, pk=draft)
    found = get_object_or_404(DraftFile, draft__in=drafts_here, name=file)
    shown = mimetypes.types_map.get(f".{kind}", "") if kind in SHOWN else ""
    response = HttpResponse(bytes(found.content), content_type=shown or "application/octet-stream")
    response["Content-Security-Policy"] = POLICY
    return response


def _texts(draft: Draft) -> list[tuple[str, dict[str, str]]]:
    """Each text of a form: where it stands, and it by language."""
    xml = draft.xml.encode()
    texts = fields.texts(xml)
    if not texts:
        return [(each.path.rpartition("/")[2], dict(each.labels)) for each in fields.fields(xml)]
    return [(name.partition("/data/")[2] or name, said) for name, said in texts.items()]


def _languages(draft: Draft) -> list[str]:
    """Without the one that pyxform makes up for a column that names none."""
    names = draft.result["report"].get("languages", [])
    return [name for name in names if name != "default" or len(names) == 1]


def _said(texts: dict[str, str], language: str) -> str:
    """Pyxform writes a hyphen where a translation is missing."""
    text = texts.get(language, texts.get("", ""))
    return "" if text == "-" else text


def _missing(draft: Draft) -> int:
    """How many texts are not in all of its languages."""
    names = _languages(draft)
    rows = _texts(draft) if draft.xml and names else []
    return sum(any(not _said(texts, name) for name in names) for _, texts in rows)
