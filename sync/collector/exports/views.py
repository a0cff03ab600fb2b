"""Downloads for officers: everything said to a form, or what the list's filter leaves of it."""

from dataclasses import replace

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from sync.collector import csvfile
from sync.collector.exports import dictionary
from sync.collector.exports.files import FORMATS
from sync.collector.exports.table import Table
from sync.collector.models import Council, Form
from sync.collector.pages import searches
from sync.collector.pages.access import note, officer_page


@officer_page
def answers(request: HttpRequest, council: Council, form: int, kind: str) -> StreamingHttpResponse:
    """The answers to a form as a file; the addresses say in which formats."""
    found = get_object_or_404(Form, council=council, pk=form)
    wanted, made = FORMATS[kind], Table([found], narrow=searches.wanted(request).applied)
    note(request, council, "downloaded", f"{found.form_id} as {kind}")
    pieces = wanted.pieces(replace(made, codes="codes" in request.GET))
    return _file(pieces, wanted.content_type, f"{csvfile.stem(found)}-{_today()}.{kind}")


@officer_page
def columns(request: HttpRequest, council: Council, form: int) -> StreamingHttpResponse:
    """What the columns and codes of those files mean."""
    found = get_object_or_404(Form, council=council, pk=form)
    lines = csvfile.written(dictionary.HEADINGS, dictionary.rows([found]))
    return _file(lines, "text/csv; charset=utf-8", f"{csvfile.stem(found)}-dictionary.csv")


def _file(pieces, content_type: str, name: str) -> StreamingHttpResponse:  # type: ignore[no-untyped-def]
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _today() -> str:
    return timezone.localdate().isoformat()
