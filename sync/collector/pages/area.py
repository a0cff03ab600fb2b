"""My place: what the kiosks have and how old it is, what they show for a postcode, and uploads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sync.collector.errors import PublishError
from sync.collector.local import brought, looked
from sync.collector.local.area import KINDS, Loaded
from sync.collector.local.publish import withdraw
from sync.collector.models import Council
from sync.collector.pages.access import Duty, may, note, page_for
from sync.collector.pages.area_forms import ABOUT, Upload, content
from sync.collector.pages.drawings import POLICY
from sync.collector.place import here

OLD_DAYS = 183
"""Days after which postcodes are old: two editions of the directory have come out since."""


@page_for(Duty.READ, Duty.PUBLISH)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """The parts, and what a kiosk shows for a postcode."""
    listings = {each.kind: each for each in council.listings.prefetch_related("hubs")}
    parts = [(part, ABOUT[part], listings.get(kind)) for part, kind in KINDS.items()]
    typed = request.GET.get("postcode", "")[:20]
    found = looked.found(council, typed) if typed.strip() else None
    postcodes = listings.get(KINDS["postcodes"])
    context = {
        "parts": parts, "typed": typed, "found": found, "section": "my-place",
        "may_publish": may(request, Duty.PUBLISH),
        "old": postcodes and (timezone.now() - postcodes.loaded_at).days > OLD_DAYS,
    }  # fmt: skip
    return render(request, "collector/place/listed.html", context)


@page_for(Duty.PUBLISH)
def one(request: HttpRequest, council: Council, part: str) -> HttpResponse:
    """What a part is made from; upload another, or take it down."""
    held = council.listings.filter(kind=KINDS[part])
    if request.POST.get("do") == "down":
        return _down(request, council, part)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = Upload(council, part, *given)
    told = _loaded(request, council, part, form) if form.is_valid() else ()
    context = {
        "part": part, "about": ABOUT[part], "form": form, "told": told, "section": "my-place",
        "listing": held.prefetch_related("hubs").first(),
    }  # fmt: skip
    return render(request, "collector/place/part.html", context, status=400 if form.errors else 200)


def _down(request: HttpRequest, council: Council, part: str) -> HttpResponse:
    for each in council.listings.filter(kind=KINDS[part]):
        withdraw(here(), each)
    note(request, council, "withdrew a part of My place", part)
    return redirect("my-place")


def _loaded(request: HttpRequest, council: Council, part: str, form: Upload) -> tuple[str, ...]:
    """Sentences about what was put on the kiosks; what is wrong is said on the form."""
    try:
        done = _put(council, part, form)
    except PublishError as error:
        form.add_error("file", f"{error} What the kiosks have stays as it is.")
        return ()
    note(request, council, "loaded a part of My place", f"{part}: {done.listing.count}")
    return done.told


def _put(council: Council, part: str, form: Upload) -> Loaded:
    given = form.cleaned_data
    files, hubs = content(given["file"]), list(given["hubs"])
    if part == "councillors":
        return brought.councillors(here(), council, files, content(given["pictures"]), hubs)
    if part == "postcodes":
        return brought.postcodes(here(), council, files, given["authorities"], hubs)
    return brought.table(here(), council, part, files, hubs)


@page_for(Duty.READ, Duty.PUBLISH)
def picture(request: HttpRequest, council: Council, item: str, number: int) -> HttpResponse:
    """The picture of a councillor as a kiosk has it."""
    made = looked.picture(council, item, number)
    if not made:
        raise Http404
    return HttpResponse(made, "image/jpeg", headers={"Content-Security-Policy": POLICY})
