"""The addresses of the calendars. They are open to everybody, as the kiosks are."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from sync.collector import limits
from sync.collector.diary.gather import diary
from sync.collector.models import Council, Hub

FRESH_SECONDS = 900
View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """A calendar that one address may fetch so often and no more."""

    @require_safe
    @functools.wraps(view)
    def limited(request: HttpRequest, **ids: int) -> HttpResponse:
        try:
            limits.of("calendars", None, request)
        except limits.TooOften as error:
            told = {"Retry-After": str(error.seconds)}
            return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", 429, headers=told)
        return view(request, **ids)

    return limited


@for_everybody
def of_council(request: HttpRequest, council: int) -> HttpResponse:
    """What is on in all hubs of a council."""
    return _answer(request, get_object_or_404(Council, pk=council), None)


@for_everybody
def of_hub(request: HttpRequest, council: int, hub: int) -> HttpResponse:
    """What is on in one hub."""
    found = get_object_or_404(Hub.objects.select_related("council"), council=council, pk=hub)
    return _answer(request, found.council, found)


def _answer(request: HttpRequest, council: Council, hub: Hub | None) -> HttpResponse:
    from sync.collector.diary.write import written  # its library is large, and few fetch calendars

    found = diary(council, hub)
    tag = f'"{found.tag}"'
    answer = get_conditional_response(request, tag) or HttpResponse(
        written(found), content_type="text/calendar; charset=utf-8"
    )
    answer["ETag"] = tag
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return answer
