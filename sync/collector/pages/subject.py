"""A copy of everything under a reference, for a resident who asks what is held of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync import reference
from sync.collector import rights
from sync.collector.models import Council
from sync.collector.pages.access import Duty, note, page_for
from sync.errors import ReferenceError

NOTHING = (
    "Nothing with this reference is here. It may still be on a kiosk, or it was erased, or its days"
    " are over."
)


@page_for(Duty.PROTECT)
def copy(request: HttpRequest, council: Council) -> HttpResponse:
    """Ask for a reference; give what stands under it as a ZIP."""
    problem, typed = "", request.POST.get("reference", "")[:200]
    if request.method == "POST":
        try:
            found = rights.held(council, reference.read(typed))
        except ReferenceError as error:
            problem = str(error)
        else:
            note(request, council, "took a copy for a resident", f"{len(found.said)} submissions")
            if found.said:
                return _file(rights.packed(found))
            problem = NOTHING
    context = {"problem": problem, "typed": typed, "section": "protection"}
    return render(request, "collector/subject.html", context)


def _file(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="what-we-hold.zip"'
    answer["Cache-Control"] = "no-store"
    return answer
