"""Addresses of GeoReport v2, and the pages where a council says what is public."""

from django.urls import path

from sync.collector.open311 import pages, views

KINDS = ("json", "xml")
BASE = "open311/v2/"
urlpatterns = [
    *(path(f"open311/discovery.{kind}", views.discovery, {"kind": kind}) for kind in KINDS),
    *(path(f"{BASE}services.{kind}", views.listed, {"kind": kind}) for kind in KINDS),
    *(path(f"{BASE}services/<str:code>.{kind}", views.service, {"kind": kind}) for kind in KINDS),
    *(path(f"{BASE}requests.{kind}", views.requests, {"kind": kind}) for kind in KINDS),
    *(path(f"{BASE}requests/<str:id>.{kind}", views.one, {"kind": kind}) for kind in KINDS),
    path("public-reports/", pages.listed, name="public-reports"),
    path("public-reports/<int:form>/", pages.one, name="public-report"),
]
