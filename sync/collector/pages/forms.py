"""The forms of a council with how much was said to each."""

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.collector.models import Council, Form, SealedRecord, SetAside
from sync.collector.pages.access import member_page


@member_page
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every form, the newest first."""
    forms = (
        Form.objects.filter(council=council)
        .annotate(count=Count("submissions"), latest=Max("submissions__received_at"))
        .order_by("-published_at", "-pk")
    )
    unread = SealedRecord.objects.filter(council=council, read_at=None).count()
    aside = SetAside.objects.filter(council=council).count()
    page = {"forms": forms, "unread": unread, "aside": aside, "section": "forms"}
    return render(request, "collector/forms.html", page)
