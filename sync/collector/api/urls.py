"""Addresses for programs, and the page where tokens are made."""

from django.urls import path, re_path

from sync.collector import converters  # noqa: F401  names the ids
from sync.collector.api import pages, views

urlpatterns = [
    path("api/v1/openapi.json", views.described),
    path("api/v1/forms", views.forms),
    path("api/v1/forms/<int:form>", views.form),
    path("api/v1/forms/<int:form>/submissions", views.submissions),
    path("api/v1/forms/<int:form>/submissions/<head:head>", views.submission),
    path("api/v1/forms/<int:form>/outcome", views.outcome),
    re_path(r"^api/.*$", views.nothing),
    path("programs/", pages.listed, name="programs"),
    path("programs/<int:token>/revoke", pages.revoke, name="revoke-program"),
]
