"""Addresses of the OpenRosa server; a client is given ``https://.../openrosa``."""

from django.urls import path

from sync.collector.rosa import views

urlpatterns = [
    path("openrosa/formList", views.listed),
    path("openrosa/submission", views.submission),
    path("openrosa/forms/<int:form>/form.xml", views.xform),
    path("openrosa/forms/<int:form>/manifest", views.manifest),
    path("openrosa/forms/<int:form>/media/<str:file>", views.media),
]
