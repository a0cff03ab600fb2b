"""A form as paper: a page to print, in each of its languages, with the code that staff type."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe

from sync import papers
from sync.collector import slips
from sync.collector.figures.playing import by_code
from sync.collector.models import Council, FeedItem, Form
from sync.collector.pages import answers, languages
from sync.collector.pages.access import Duty, page_for
from sync.collector.pages.languages import Language
from sync.collector.paper import sheet
from sync.collector.paper.words import words
from sync.feed import FormItem


@page_for(Duty.READ, Duty.PUBLISH)
def one(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """The page, in the language that is asked for or in the officers' own."""
    found = get_object_or_404(Form, council=council, pk=form)
    known = {each.code: each for each in languages.of_form(found)}
    now = known.get(request.GET.get("language", ""), languages.named(languages.OWN))
    key = bytes.fromhex(found.key)
    square = papers.square(found.form_id, found.version, key, now.code)
    context = {
        "form": found, "now": now, "languages": known.values(), "said": words(now.code),
        "title": _title(found, now), "council": council,
        "asked": sheet.asked(found.xml.encode(), _named(found, now), now.code),
        "code": papers.code(key, now.code), "square": mark_safe(slips.square(square)),
    }  # fmt: skip
    return render(request, "collector/paper.html", context)


def _named(form: Form, language: Language) -> str:
    """What the form calls a language."""
    names = answers.languages(form)
    return next((each for each in names if f"({language.code})" in each.lower()), "")


def _title(form: Form, language: Language) -> str:
    held = FeedItem.objects.filter(council=form.council_id, key=form.key).first()
    titles = by_code(FormItem.decode(bytes(held.content)).titles) if held else {}
    return titles.get(language.code) or titles.get("") or form.title
