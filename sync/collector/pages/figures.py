"""Figures of a form: what was released, who was not heard from, a button for the next one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sync.collector import csvfile
from sync.collector.figures import census, opendata, releases, shown, together
from sync.collector.figures.tally import DIMENSIONS
from sync.collector.models import Council, Form, PlayedBack, Release
from sync.collector.pages.access import note, officer_page


@officer_page
def one(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """All releases together, or one of them; the button asks for the next one."""
    found = get_object_or_404(Form, council=council, pk=form)
    if request.method == "POST":
        by = request.POST.get("by", "")
        releases.ask(council, found.form_id, by if by in DIMENSIONS else "hub", request.user.pk)
        note(request, council, "asked for figures", found.form_id)
        return redirect("figures", found.pk)
    made = releases.made(council, found.form_id)
    wanted = [each for each in made if str(each.number) == request.GET.get("release")]
    chosen = wanted[0] if wanted else made[0] if len(made) == 1 else None
    context = {
        "form": found, "releases": made, "chosen": chosen, "dimensions": DIMENSIONS,
        "sections": shown.of(chosen) if chosen else shown.in_all(made),
        "count": chosen.count if chosen else sum(each.count for each in made),
        "least": max((each.least for each in made), default=0),
        "shares": census.shares(council, chosen.tables if chosen else together.summed(made)),
        "asked": Release.objects.filter(council=council, form_id=found.form_id, made_at=None)[:1],
        "played": PlayedBack.objects.filter(council=council, form_id=found.form_id).first(),
        "new": releases.new(council, found.form_id), "section": "forms",
    }  # fmt: skip
    return render(request, "collector/figures.html", context)


@officer_page
def download(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """Every release as CSV, with what each column means."""
    found = get_object_or_404(Form, council=council, pk=form)
    note(request, council, "downloaded", f"{found.form_id} as open data")
    response = HttpResponse(
        opendata.packed(found, releases.made(council, found.form_id)),
        content_type="application/zip",
    )
    name = f"{csvfile.stem(found)}-figures-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
