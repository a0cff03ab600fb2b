"""The forms of a council with how much was said to each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.collector.counted import counted
from sync.collector.models import Council, Form, SealedRecord, SetAside
from sync.collector.pages.access import member_page


@member_page
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every form, the newest first."""
    forms = counted(Form.objects.filter(council=council)).order_by("-published_at", "-pk")
    unread = SealedRecord.objects.filter(council=council, read_at=None).count()
    aside = SetAside.objects.filter(council=council).count()
    page = {"forms": forms, "unread": unread, "aside": aside, "section": "forms"}
    return render(request, "collector/forms.html", page)
