"""Addresses: what kiosks speak to, and the officers' pages."""

from django.urls import path

from sync.collector import converters  # noqa: F401  names the ids
from sync.collector.api import urls as api
from sync.collector.diary import urls as diary
from sync.collector.exports import urls as exports
from sync.collector.forward import urls as forward
from sync.collector.hooks import urls as hooks
from sync.collector.ingest import pieces
from sync.collector.ingest import views as ingest
from sync.collector.open311 import urls as open311
from sync.collector.pages import (
    account,
    audit,
    cards,
    council,
    devices,
    drafts,
    drawings,
    figures,
    forms,
    handling,
    inbox,
    listings,
    moderation,
    notices,
    outcomes,
    paper,
    people,
    playing,
    protection,
    publishing,
    replies,
    second,
    subject,
    submissions,
    wording,
)
from sync.collector.rosa import urls as rosa
from sync.protocol import ENROL_PATH, SYNC_PATH
from sync.releases.pieces import PATH

urlpatterns = [
    path(SYNC_PATH[1:], ingest.sync),
    path(ENROL_PATH[1:], ingest.enrol),
    path(PATH[1:] + "<device:device>/<head:piece>", pieces.piece),
    path("health", ingest.health),
    path("", forms.listed, name="forms"),
    path("sign-in", account.SignIn.as_view(), name="sign-in"),
    path("sign-out", account.sign_out, name="sign-out"),
    path("account/", account.mine, name="mine"),
    path("account/password", account.password, name="password"),
    path("account/second-step", second.step, name="second-step"),
    path("account/second-factor", second.enrol, name="second-factor"),
    path("forms/<int:form>/", submissions.listed, name="submissions"),
    *exports.urlpatterns,
    *diary.urlpatterns,
    *rosa.urlpatterns,
    *api.urlpatterns,
    *hooks.urlpatterns,
    *open311.urlpatterns,
    *forward.urlpatterns,
    path("forms/<int:form>/<head:head>/", submissions.one, name="submission"),
    path("forms/<int:form>/<head:head>/reply", replies.write, name="reply"),
    path("forms/<int:form>/<head:head>/reply/withdraw", replies.withdraw, name="withdraw"),
    path("forms/<int:form>/paper/", paper.one, name="paper"),
    path("forms/<int:form>/figures/", figures.one, name="figures"),
    path("forms/<int:form>/figures/open-data.zip", figures.download, name="open-data"),
    path("forms/<int:form>/figures/play-back", playing.play, name="play-back"),
    path("forms/<int:form>/figures/stop", playing.stop, name="stop-playing"),
    path("forms/<int:form>/outcome/", outcomes.one, name="outcome"),
    path("forms/<int:form>/outcome/publish", outcomes.publish, name="publish-outcome"),
    path("forms/<int:form>/outcome/withdraw", outcomes.withdraw, name="withdraw-outcome"),
    path("outcomes/", outcomes.listed, name="outcomes"),
    path("reply-words/", wording.listed, name="wording"),
    path("reply-words/<int:pk>/", wording.one, name="words"),
    path("reply-words/<int:pk>/delete", wording.delete, name="delete-words"),
    path("forms/<int:form>/<head:head>/handle", handling.one, name="handle"),
    path("forms/<int:form>/<head:head>/shown", moderation.one, name="shown"),
    path("forms/<int:form>/<head:head>/shown/<str:name>", moderation.picture, name="shown-picture"),
    path("forms/<int:form>/<head:head>/card", cards.one, name="card"),
    path("cards/", cards.listed, name="cards"),
    path("forms/<int:form>/<str:head>/<str:name>", drawings.one, name="drawing"),
    path("inbox/", inbox.listed, name="inbox"),
    path("inbox/together", handling.several, name="together"),
    path("publish/", publishing.listed, name="publish"),
    path("publish/drafts/<int:draft>/", drafts.one, name="draft"),
    path("publish/drafts/<int:draft>/preview", drafts.preview, name="preview"),
    path("publish/drafts/<int:draft>/words", drafts.words, name="draft-words"),
    path("publish/drafts/<int:draft>/files/<str:file>", drafts.file, name="draft-file"),
    path("publish/forms/<int:form>/", publishing.one, name="published"),
    path("notices/", notices.listed, name="notices"),
    path("notices/<int:notice>/down", notices.down, name="notice-down"),
    path("whats-on/", listings.events, name="events"),
    path("find-help/", listings.directory, name="directory"),
    path("listings/<int:listing>/down", listings.down, name="listing-down"),
    path("kiosks/", devices.listed, name="devices"),
    path("kiosks/<device:device>/", devices.one, name="device"),
    path("hubs/<int:hub>/code", devices.code, name="code"),
    path("people/", people.listed, name="people"),
    path("people/<int:person>/", people.one, name="person"),
    path("council/", council.one, name="council"),
    path("protection/", protection.start, name="protection"),
    path("protection/log", audit.listed, name="audit"),
    path("protection/copy", subject.copy, name="subject"),
    path("protection/assessment", protection.assess, name="assessment"),
]
