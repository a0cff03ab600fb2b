"""What holds for every test."""

import os
import time

import pytest

os.environ["TZ"] = "Europe/London"  # as a collector has it, so that both have the same day
time.tzset()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test with a real window and a robot is tried a second time.

    A machine that draws in software and does other work may stand still for longer than a resident
    would. Only these: whatever tests a promise without a window fails at its first failure. The
    end of the run names each that needed it.
    """
    for item in items:
        if item.get_closest_marker("window"):
            item.add_marker(pytest.mark.flaky(reruns=1))
