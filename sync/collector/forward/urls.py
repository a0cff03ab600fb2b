"""Pages about forms that go on to another server."""

from django.urls import path

from sync.collector.forward import pages

urlpatterns = [
    path("forwarding/", pages.listed, name="forwarding"),
    path("forwarding/<int:form>/", pages.one, name="forward"),
]
