"""Gives kiosks the pieces of a new version of their program, from any byte on.

They are parts of a public program. Still a piece is looked for in the council of the kiosk that
asks and nowhere else, and who asks too often waits, like every kiosk.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sync.collector import limits
from sync.collector.models import Device, ProgramPiece
from sync.protocol import CONTENT_TYPE

FROM = re.compile(r"bytes=(\d{1,9})-")
"""The one kind of range that kiosks ask for: RFC 9110, section 14.1.2."""


@require_GET
def piece(request: HttpRequest, device: str, piece: str) -> HttpResponse:
    """All of a piece, or its end."""
    asks = Device.objects.filter(pk=device, revoked_at=None, client="").first()
    try:
        limits.of("pieces", asks.pk if asks else None, request)
    except limits.TooOften as error:
        return HttpResponse(status=429, headers={"Retry-After": str(error.seconds)})
    whose = asks.council_id if asks else None
    found = ProgramPiece.objects.filter(council=whose, key=piece).first()
    if found is None:
        return HttpResponse(status=404)
    return _from(bytes(found.content), FROM.fullmatch(request.headers.get("Range", "")))


def _from(content: bytes, asked: "re.Match[str] | None") -> HttpResponse:
    start, size = int(asked[1]) if asked else 0, len(content)
    if start >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = HttpResponse(content[start:], content_type=CONTENT_TYPE)
    if asked:
        answer.status_code = 206
        answer.headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    return answer
