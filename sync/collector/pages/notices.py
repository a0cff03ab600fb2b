"""The noticeboard of the kiosks: what shows now, a new notice, and one taken down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sync.collector import board
from sync.collector.errors import CollectorError
from sync.collector.models import Council, Hub, Notice
from sync.collector.pages.access import Duty, may, must, note, page_for
from sync.collector.place import here

FIELDS = ("title", "text", "days", "hub")


@page_for(Duty.READ, Duty.PUBLISH)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """What shows now; whoever may publish writes a new one below."""
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    problem = ""
    if request.method == "POST":
        problem = _added(request, council, given)
        if not problem:
            return redirect("notices")
    context = {
        "notices": board.live(council), "hubs": council.hubs.order_by("name"), "given": given,
        "problem": problem, "may": may(request, Duty.PUBLISH), "section": "notices",
    }  # fmt: skip
    return render(request, "collector/notices.html", context, status=400 if problem else 200)


def _added(request: HttpRequest, council: Council, given: dict[str, str]) -> str:
    """Publish what was typed; what is wrong with it, or nothing."""
    must(request, Duty.PUBLISH)
    days = int(given["days"]) if given["days"].isdecimal() and len(given["days"]) < 4 else 0
    wanted = given["hub"]
    hub = get_object_or_404(Hub, council=council, pk=int(wanted)) if wanted.isdecimal() else None
    try:
        made = board.publish(
            here(), council, {"en": given["title"]}, {"en": given["text"]}, days, hub
        )
    except CollectorError as error:
        return str(error)
    note(request, council, "published", f"notice {made.notice_id}")
    return ""


@page_for(Duty.READ, Duty.PUBLISH)
def down(request: HttpRequest, council: Council, notice: int) -> HttpResponse:
    """Take a notice down everywhere."""
    must(request, Duty.PUBLISH)
    found = get_object_or_404(Notice, council=council, pk=notice, withdrawn_at=None)
    board.withdraw(here(), found)
    note(request, council, "withdrew", f"notice {found.notice_id}")
    return redirect("notices")


down = require_POST(down)
