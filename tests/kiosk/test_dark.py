"""Outside the opening hours the screen goes dark, and the first touch only wakes it."""

import datetime
import subprocess
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageGrab

from kiosk.standing import shut
from tests.kiosk.robot import Robot

WEEK = ("09:00-17:00",) * 5 + ("10:00-12:30", "")
Opener = Callable[..., tuple[Robot, subprocess.Popen]]


@pytest.mark.parametrize(
    ("moment", "closed"),
    [("2026-03-02 08:59", True), ("2026-03-02 09:00", False), ("2026-03-02 16:59", False),
     ("2026-03-02 17:00", True), ("2026-03-07 12:29", False), ("2026-03-07 12:30", True),
     ("2026-03-08 11:00", True)],
)  # fmt: skip
def test_it_is_shut_outside_the_hours_of_that_day(moment: str, closed: bool) -> None:
    assert shut(WEEK, datetime.datetime.fromisoformat(moment)) is closed


@given(st.datetimes())
def test_a_day_that_is_always_open_or_never(moment: datetime.datetime) -> None:
    assert shut(("",) * 7, moment)
    assert not shut(("00:00-23:59",) * 7, moment.replace(hour=12))


def black(display: str) -> bool:
    """Whether all of the window is."""
    picture: Image.Image = ImageGrab.grab(xdisplay=display).crop((0, 0, 1280, 800))
    return picture.convert("L").getextrema() == (0, 0)


def comes_true(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    return holds()


@pytest.mark.window
def test_it_goes_dark_and_the_first_touch_presses_nothing(kiosk: Opener, display: str) -> None:
    robot, _ = kiosk(languages=["en"], dark_seconds=4.0, shut=True)
    language = robot.control("language:en")
    assert comes_true(lambda: black(display))
    robot.press_at(language, times=1, pause=0.5)
    assert comes_true(lambda: not black(display))
    assert robot.state()["screen"] == "welcome"
    robot.tap("language:en")
    robot.wait_for("tasks")
    time.sleep(5)
    assert not black(display), "a visit goes on after the hours"


@pytest.mark.window
def test_while_it_is_open_it_stays_light(kiosk: Opener, display: str) -> None:
    kiosk(languages=["en"], dark_seconds=1.0)
    time.sleep(3)
    assert not black(display)
