"""A finger on the glass while the screen changes: its tap is neither lost nor counted elsewhere."""

import subprocess
from collections.abc import Callable

import pytest

from kiosk.ui.widgets import SecondTap
from tests.kiosk.robot import Robot

pytestmark = pytest.mark.window
Opener = Callable[..., tuple[Robot, subprocess.Popen]]


def begun(robot: Robot) -> None:
    """At the first question, so that there is something to warn of."""
    for id in ("language:en", "task:0", "start"):
        robot.tap(id)
    robot.wait_for("question")


def test_a_slow_tap_counts_where_the_screen_counts_seconds(kiosk: Opener) -> None:
    """The warning is drawn anew each second, and whoever it is for may be slow."""
    robot, _ = kiosk(languages=["en"], walk_away_seconds=3, warning_seconds=60)
    begun(robot)
    robot.wait_for("warning")
    drawn = robot.state()["seq"]
    robot.until(lambda state: state["seq"] > drawn, "the next second")
    robot.hold(robot.control("here"), 2.5)
    assert robot.wait_for("question")


def test_news_does_not_wait_for_ever_for_a_hand_that_rests_on_the_glass(kiosk: Opener) -> None:
    robot, _ = kiosk(languages=["en"], walk_away_seconds=2, warning_seconds=20)
    begun(robot)
    robot.hold({"x": 500, "y": 790, "w": 2, "h": 2}, 9)
    assert robot.state()["screen"] == "warning"


def test_a_second_tap_does_not_count_on_a_screen_that_took_long_to_draw() -> None:
    now = 0.0
    taps = SecondTap(0.5, lambda: now)
    assert taps.counts(10, 10, near=60)
    now = 0.8  # so long the machine took; the second tap came at 0.2 and was waiting
    taps.shown()
    now = 0.81
    assert not taps.counts(10, 10, near=60)
    now = 1.4
    assert taps.counts(10, 10, near=60)
