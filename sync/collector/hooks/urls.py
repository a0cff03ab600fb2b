"""Pages about the systems that are told."""

from django.urls import path

from sync.collector.hooks import pages

urlpatterns = [
    path("systems/", pages.listed, name="hooks"),
    path("systems/<int:hook>/", pages.one, name="hook"),
]
