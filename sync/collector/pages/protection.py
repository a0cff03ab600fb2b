"""Data protection: the way to the log, to residents' rights, to how long things are kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.collector.models import Council
from sync.collector.pages.access import Duty, page_for


@page_for(Duty.PROTECT)
def start(request: HttpRequest, council: Council) -> HttpResponse:
    """What there is."""
    return render(request, "collector/protection.html", {"section": "protection"})
