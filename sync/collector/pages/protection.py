"""Data protection: the way to the log, to residents' rights, to how long things are kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.collector import assessment
from sync.collector.models import Council
from sync.collector.pages.access import Duty, page_for
from sync.collector.place import here


@page_for(Duty.PROTECT)
def start(request: HttpRequest, council: Council) -> HttpResponse:
    """What there is."""
    return render(request, "collector/protection.html", {"section": "protection"})


@page_for(Duty.PROTECT)
def assess(request: HttpRequest, council: Council) -> HttpResponse:
    """The impact assessment, filled with what is true here."""
    context = {
        "facts": assessment.facts(council, here()), "forms": assessment.forms(council),
        "section": "protection",
    }  # fmt: skip
    return render(request, "collector/assessment.html", context)
