"""Addresses of the calendars that anybody can subscribe to."""

from django.urls import path

from sync.collector.diary import views

urlpatterns = [
    path("calendars/<int:council>/all.ics", views.of_council, name="council-calendar"),
    path("calendars/<int:council>/<int:hub>.ics", views.of_hub, name="hub-calendar"),
]
