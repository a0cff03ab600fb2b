"""Addresses of the downloads."""

from django.urls import path

from sync.collector.exports import views

urlpatterns = [
    path("forms/<int:form>/answers.csv", views.answers, {"kind": "csv"}, name="csv"),
    path("forms/<int:form>/answers.xlsx", views.answers, {"kind": "xlsx"}, name="xlsx"),
    path("forms/<int:form>/answers.json", views.answers, {"kind": "json"}, name="json"),
    path("forms/<int:form>/answers.ndjson", views.answers, {"kind": "ndjson"}, name="ndjson"),
    path("forms/<int:form>/dictionary.csv", views.columns, name="dictionary"),
]
