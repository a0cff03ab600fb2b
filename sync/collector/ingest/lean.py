"""Replies to kiosks without the headers that browsers need: a kiosk may pay for each byte."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sync.protocol import CONTENT_TYPE

KEPT = {"content-type", "content-length", "content-range"}


class LeanReplies:
    """Stands first, so that it sees what every other middleware has added."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type") == CONTENT_TYPE:
            for name in [name for name in response.headers if name.lower() not in KEPT]:
                del response.headers[name]
        return response
