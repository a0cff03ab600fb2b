"""Addresses: what kiosks speak to, and the officers' pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from sync.collector.exports import urls as exports
from sync.collector.ingest import views as ingest
from sync.collector.pages import (
    account,
    devices,
    drawings,
    forms,
    outcomes,
    replies,
    submissions,
    wording,
)
from sync.protocol import ENROL_PATH, SYNC_PATH


class Head(StringConverter):
    """A record's chain hash as hexadecimal digits; nothing else reaches the database."""

    regex = "[0-9a-f]{64}"


register_converter(Head, "head")
urlpatterns = [
    path(SYNC_PATH[1:], ingest.sync),
    path(ENROL_PATH[1:], ingest.enrol),
    path("health", ingest.health),
    path("", forms.listed, name="forms"),
    path("sign-in", account.SignIn.as_view(), name="sign-in"),
    path("sign-out", account.sign_out, name="sign-out"),
    path("forms/<int:form>/", submissions.listed, name="submissions"),
    *exports.urlpatterns,
    path("forms/<int:form>/<head:head>/", submissions.one, name="submission"),
    path("forms/<int:form>/<head:head>/reply", replies.write, name="reply"),
    path("forms/<int:form>/<head:head>/reply/withdraw", replies.withdraw, name="withdraw"),
    path("forms/<int:form>/outcome/", outcomes.one, name="outcome"),
    path("forms/<int:form>/outcome/publish", outcomes.publish, name="publish-outcome"),
    path("forms/<int:form>/outcome/withdraw", outcomes.withdraw, name="withdraw-outcome"),
    path("outcomes/", outcomes.listed, name="outcomes"),
    path("reply-words/", wording.listed, name="wording"),
    path("reply-words/<int:pk>/", wording.one, name="words"),
    path("reply-words/<int:pk>/delete", wording.delete, name="delete-words"),
    path("forms/<int:form>/<str:head>/<str:name>", drawings.one, name="drawing"),
    path("kiosks/", devices.listed, name="devices"),
]
