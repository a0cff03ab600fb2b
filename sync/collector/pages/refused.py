"""What could not be taken as it was sent: a page for a browser, a sentence for a program."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.collector.api import guard
from sync.collector.oversize import MOST_UPLOADED, TOO_LARGE

PLAIN, HTML = "text/plain", "text/html"
JSON = ("application/json", "application/problem+json")
NOTHING_LOST = "Nothing of it was taken, and nothing that was here before is lost."


class TooLarge:
    """Stands last, so that the page knows who is signed in and has every header of the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return too_large(request) if request.META.get(TOO_LARGE) else self.get_response(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """To what is larger than is taken at once; 413. The web server in front asks for it too."""
    what = f"What you sent is larger than {MOST_UPLOADED >> 20} MB, the most that is taken at once."
    do = "Go back, make it smaller or send fewer files, and try again."
    return _said(request, 413, "This is too large", what, do)


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """To what Django does not take; 400."""
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        what, do = f"At most {most} files are taken at once.", "Go back and send fewer of them."
        return _said(request, 400, "These are too many files", what, do)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        what, do = "More was filled in than is taken at once.", "Go back and send a part of it."
        return _said(request, 400, "This is too much", what, do)
    what = "What was sent is not whole, or not what this page takes."
    do = "Go back and try again. If it stays like this, tell whoever looks after this service."
    return _said(request, 400, "This could not be taken", what, do)


def _said(request: HttpRequest, status: int, title: str, what: str, do: str) -> HttpResponse:
    """The same words to everybody, as they want to have them."""
    wanted = request.get_preferred_type([PLAIN, *JSON, HTML])
    if wanted == HTML:
        said = {"title": title, "paragraphs": [f"{what} {NOTHING_LOST}", do]}
        return render(request, "collector/refused.html", said, status=status)
    text = f"{what} {NOTHING_LOST} {do}"
    if wanted in JSON:
        return guard.said(guard.Problem(status, text))
    return HttpResponse(f"{text}\n", status=status, content_type=f"{PLAIN}; charset=utf-8")
