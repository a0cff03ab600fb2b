"""Shows a drawing, in a way that nothing in it can do anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sync.collector.models import Council, Drawing, Form, Submission
from sync.collector.pages.access import note, officer_page

KINDS = {
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "ogg": "audio/ogg",
}  # fmt: skip
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing comes from outside: no script of it runs, even when it is opened by itself."""


@officer_page
def one(request: HttpRequest, council: Council, form: int, head: str, name: str) -> HttpResponse:
    """The drawing of that name in a submission."""
    asked = get_object_or_404(Form, council=council, pk=form)
    submission = get_object_or_404(Submission, council=council, form=asked, head=head)
    mine = Drawing.handed_out(council=council, device_id=submission.device_id, head=head)
    drawing = get_object_or_404(mine, name=name)
    note(request, council, "read a drawing", head)
    return sent(name, bytes(drawing.content))


def sent(name: str, content: bytes) -> HttpResponse:
    """A drawing, a picture or a sound as an answer that runs nothing."""
    kind = KINDS[name.rpartition(".")[2]]
    response = HttpResponse(content, content_type=kind)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
