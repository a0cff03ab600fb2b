"""Tests, and the tools that only read the models, have the same day as a collector, at any hour."""

import time

from django.conf import settings

from sync.collector.config import Config


def test_settings_without_a_data_folder_keep_the_clock_of_the_place() -> None:
    """Django gives its zone to the whole process: Chicago's, where settings name none."""
    assert settings.TIME_ZONE == Config.time_zone == "Europe/London"
    assert time.tzname == ("GMT", "BST")
