"""The collector as a Django application."""

from django.apps import AppConfig


class CollectorConfig(AppConfig):
    """One application holds the whole council's side."""

    name = "sync.collector"
    label = "collector"
    verbose_name = "Connected Society collector"
