"""The kiosks of a council and how they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.collector.models import Council, Device
from sync.collector.pages.access import officer_page


@officer_page
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Every kiosk with when it was last heard of."""
    devices = Device.objects.filter(council=council).select_related("hub")
    found = devices.order_by("hub__name", "enrolled_at")
    return render(request, "collector/devices.html", {"devices": found, "section": "devices"})
