"""The addresses that programs read. Every answer that holds something stands in the audit log."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from sync.collector.api import document, listing
from sync.collector.api.guard import Problem, asked_rightly, for_program, note, said
from sync.collector.exports import dictionary, jsonfile
from sync.collector.models import ApiToken, Form, Outcome, Submission


@csrf_exempt
def described(request: HttpRequest) -> HttpResponse:
    """What there is to ask, as OpenAPI 3.1; open to everybody, for it says nothing of anybody."""
    try:
        asked_rightly(request)
    except Problem as problem:
        return said(problem)
    return HttpResponse(document.content(), content_type="application/json")


@for_program()
def forms(request: HttpRequest, token: ApiToken) -> HttpResponse:
    """Every version of every form, the newest first."""
    every = Form.objects.filter(council=token.council).order_by("-published_at", "-pk")
    note(token, "listed", "forms")
    return JsonResponse({"forms": [_form(each) for each in every]})


@for_program()
def form(request: HttpRequest, token: ApiToken, form: int) -> HttpResponse:
    """A form with its questions and what their codes mean."""
    found = _found(token, form)
    note(token, "read a form", found.form_id)
    return JsonResponse(_form(found) | {"questions": dictionary.tree([found])["questions"]})


@for_program("since", "status", "cursor", "limit")
def submissions(request: HttpRequest, token: ApiToken, form: int) -> HttpResponse:
    """A page of what was said to a form, without what was said."""
    found, wanted = _found(token, form), listing.Wanted.read(request.GET.dict())
    rows, next = wanted.page(found)
    states = listing.states(found.council_id, rows)
    note(token, "listed", f"{found.form_id}: {len(rows)}")
    told = [listing.brief(found, each, states) for each in rows]
    return JsonResponse({"submissions": told, "next": next})


@for_program()
def submission(request: HttpRequest, token: ApiToken, form: int, head: str) -> HttpResponse:
    """One submission with its answers, as the files for download have them."""
    found = _found(token, form)
    every = Submission.objects.filter(council=token.council, form=found, head=head)
    one = every.select_related("hub").first()
    if one is None:
        raise Problem(404, "There is no such submission.")
    note(token, "read", head)
    told = listing.brief(found, one, listing.states(found.council_id, [one]))
    return JsonResponse(told | {"answers": jsonfile.answers(found, one)})


@for_program()
def outcome(request: HttpRequest, token: ApiToken, form: int) -> HttpResponse:
    """What came of a form, once it is published."""
    found = _found(token, form)
    every = Outcome.objects.filter(council=token.council, form_id=found.form_id)
    one = every.exclude(published_at=None).first()
    if one is None or one.published_at is None:
        raise Problem(404, "Nothing is published yet of what came of this form.")
    note(token, "read an outcome", found.form_id)
    at = one.published_at.isoformat()
    return JsonResponse({"form_id": one.form_id, "published": at, "texts": one.texts})


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """Every other address below ``/api/``."""
    return said(Problem(404, "There is no such address."))


def _found(token: ApiToken, form: int) -> Form:
    found = Form.objects.filter(council=token.council, pk=form).first()
    if found is None:
        raise Problem(404, "There is no such form.")
    return found


def _form(form: Form) -> dict[str, Any]:
    days = {name: getattr(form, name) for name in ("opens_on", "closes_on")}
    return {
        "id": form.pk, "form_id": form.form_id, "version": form.version, "title": form.title,
        "published": form.published_at.isoformat(), "withdrawn": form.withdrawn_at is not None,
        "keep_days": form.keep_days,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }  # fmt: skip
