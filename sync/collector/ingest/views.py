"""The addresses that kiosks speak to. Nothing here can read what it takes in."""

import functools
import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sync.collector import limits
from sync.collector.ingest import answer
from sync.collector.ingest import enrol as enrolling
from sync.collector.models import Council
from sync.collector.place import here
from sync.errors import EnrolmentError, SyncError
from sync.protocol import CONTENT_TYPE, MAX_BATCH, MAX_ENROLMENT

log = logging.getLogger("collector.ingest")


@csrf_exempt
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """A batch in, a reply out."""
    return _answered(request, MAX_BATCH, _taken)


@csrf_exempt
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """An enrolment request in, its signed answer out."""

    def enrolled(body: bytes) -> bytes:
        limits.of("sync", None, request)
        return enrolling.enrol(here(), body)

    return _answered(request, MAX_ENROLMENT, enrolled)


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether the database answers; for a monitor."""
    try:
        Council.objects.exists()
    except DatabaseError:
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})


def _taken(body: bytes) -> bytes:
    return answer.answer(here(), body, heard=functools.partial(limits.check, "sync"))


def _answered(request: HttpRequest, limit: int, work: Callable[[bytes], bytes]) -> HttpResponse:
    """The status is for people who watch; a kiosk believes only the signed bytes."""
    if int(request.headers.get("Content-Length") or 0) > limit:
        return HttpResponse(status=413)
    try:
        return HttpResponse(work(request.read(limit + 1)), content_type=CONTENT_TYPE)
    except limits.TooOften as error:
        return HttpResponse(status=429, headers={"Retry-After": str(error.seconds)})
    except EnrolmentError as error:
        log.warning("refused: %s", error)
        return HttpResponse(status=403)
    except SyncError as error:
        log.warning("refused: %s", error)
        return HttpResponse(status=400)
