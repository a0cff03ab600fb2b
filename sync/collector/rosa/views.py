"""The addresses that OpenRosa clients ask. What is submitted leaves here sealed or not at all."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from sync.collector import limits, lockout
from sync.collector.models import FeedItem, Form, RosaClient
from sync.collector.place import here
from sync.collector.rosa import clients, documents, taking
from sync.collector.rosa.multipart import MOST, InMemory
from sync.errors import SyncError
from sync.feed import FormItem

View = Callable[..., HttpResponse]


def for_client(*methods: str) -> Callable[[View], View]:
    """A view that only a client with a good name and password sees."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, **ids: Any) -> HttpResponse:
            response = _guarded(view, methods, request, ids)
            response["X-OpenRosa-Version"] = "1.0"
            response["X-OpenRosa-Accept-Content-Length"] = str(MOST)
            response["Date"] = http_date(datetime.now(UTC).timestamp())
            return response

        return guarded

    return wrap


def _guarded(
    view: View, methods: tuple[str, ...], request: HttpRequest, ids: dict[str, Any]
) -> HttpResponse:
    if request.method not in methods:
        return HttpResponse(status=405)
    if settings.SESSION_COOKIE_SECURE and not request.is_secure():
        return said(403, "The address of this server begins with https.")
    try:
        client = clients.known(request)
        limits.of("openrosa", client.username if client else None, request)
    except lockout.Locked:
        text = "Too many wrong passwords. Try again in a quarter of an hour."
        return _later(text, lockout.seconds())
    except limits.TooOften as error:
        return _later(str(error), error.seconds)
    if client is None:
        response = said(401, "The name or the password is wrong.")
        response["WWW-Authenticate"] = 'Basic realm="OpenRosa", charset="UTF-8"'
        return response
    return view(request, client, **ids)


def _later(text: str, seconds: int) -> HttpResponse:
    response = said(429, text)
    response["Retry-After"] = str(seconds)
    return response


def said(status: int, text: str) -> HttpResponse:
    """An answer with a sentence for the person at the client."""
    return xml(documents.message(text), status)


def xml(content: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="text/xml; charset=utf-8")


@for_client("GET", "HEAD")
def listed(request: HttpRequest, client: RosaClient) -> HttpResponse:
    """The forms that stand on the kiosks of its hub today, the newest version of each."""
    newest: dict[str, Form] = {}
    for form in _open(client):
        newest[form.form_id] = form
    wanted = request.GET.get("formID")
    chosen = [each for each in newest.values() if wanted in (None, each.form_id)]
    base = request.build_absolute_uri("/openrosa/")
    return xml(documents.form_list([(each, bool(_files(each))) for each in chosen], base))


@for_client("GET", "HEAD")
def xform(request: HttpRequest, client: RosaClient, form: int) -> HttpResponse:
    """A form."""
    found = _one(client, form)
    return xml(found.xml.encode()) if found else said(404, "There is no such form.")


@for_client("GET", "HEAD")
def manifest(request: HttpRequest, client: RosaClient, form: int) -> HttpResponse:
    """What a form needs beside itself."""
    found = _one(client, form)
    if found is None:
        return said(404, "There is no such form.")
    base = request.build_absolute_uri(f"/openrosa/forms/{found.pk}/media/")
    names = {quote(name): content for name, content in _files(found).items()}
    return xml(documents.manifest(names, base))


@for_client("GET", "HEAD")
def media(request: HttpRequest, client: RosaClient, form: int, file: str) -> HttpResponse:
    """A picture, a sound or a table of a form."""
    found = _one(client, form)
    content = _files(found).get(file) if found else None
    if content is None:
        return said(404, "There is no such form.")
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = "attachment"
    return response


@for_client("HEAD", "POST")
def submission(request: HttpRequest, client: RosaClient) -> HttpResponse:
    """Asked by HEAD whether it may send, 204; 201 for what is kept now, 202 for what was before."""
    if request.method == "HEAD":
        response = HttpResponse(status=204)
        response["Location"] = request.build_absolute_uri("/openrosa/submission")
        return response
    if int(request.headers.get("Content-Length") or 0) > MOST:
        return said(413, "This submission is too large.")
    request.upload_handlers = [InMemory(request)]
    try:
        return _taken(request, client)
    except (MultiPartParserError, SuspiciousOperation, RequestDataTooBig):
        return said(400, "This submission did not arrive whole. It can be sent again.")
    except LookupError as error:
        return said(404, str(error.args[0]))
    except (SyncError, ValueError, RecursionError) as error:
        text = str(error) if isinstance(error, SyncError) else "These answers do not fit the form."
        return said(400, text)


def _taken(request: HttpRequest, client: RosaClient) -> HttpResponse:
    if request.POST.get("*isIncomplete*", "").lower() in ("yes", "true"):
        return said(413, "All files of a submission must come in one request.")
    parts = {name: each for name, each in request.FILES.items() if isinstance(each, File)}
    document = parts.pop("xml_submission_file", None)
    if document is None:
        return said(400, "There is no submission in this request.")
    files = {each.name or name: each.read() for name, each in parts.items()}
    if taking.take(here(), client, document.read(), files):
        return said(201, "Saved. Thank you.")
    return said(202, "This was saved before. Thank you.")


def _open(client: RosaClient) -> list[Form]:
    day = timezone.localdate()
    forms = taking.forms(client).order_by("published_at", "pk")
    return [each for each in forms if each.open_on(day)]


def _one(client: RosaClient, form: int) -> Form | None:
    return next((each for each in _open(client) if each.pk == form), None)


def _files(form: Form) -> dict[str, bytes]:
    item = FeedItem.objects.filter(council=form.council_id, key=form.key).first()
    return dict(FormItem.decode(bytes(item.content)).resources) if item else {}
