"""Play back at the kiosks: a button below the figures, and one that takes them off again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from sync.collector.figures import playing
from sync.collector.models import Council, Form
from sync.collector.pages.access import Duty, note, page_for
from sync.collector.place import here


@require_POST
@page_for(Duty.READ)
def play(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """On the kiosks of the hubs that took part, in place of what was there."""
    found = get_object_or_404(Form, council=council, pk=form)
    if playing.play(here(), council, found.form_id):
        note(request, council, "played figures back", found.form_id)
    return redirect("figures", found.pk)


@require_POST
@page_for(Duty.READ)
def stop(request: HttpRequest, council: Council, form: int) -> HttpResponse:
    """Off the kiosks; the figures stay here."""
    found = get_object_or_404(Form, council=council, pk=form)
    if playing.stop(here(), council, found.form_id):
        note(request, council, "took figures off the kiosks", found.form_id)
    return redirect("figures", found.pk)
