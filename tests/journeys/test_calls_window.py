"""People to call, by staff at a real window and the council's officer at a real collector."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.ear import config
from tests.journeys.test_calls import ABOUT, NAME, PHONE, SAID, Town
from tests.journeys.test_staff import to_the_door
from tests.journeys.window import Window

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.collector.kill()


def told(town: Town) -> dict[str, str]:
    """What the officer's page counts, once the council has read what came."""
    town.collector.said("read", "--once")
    page = town.officer.get("/calls/").text
    return dict(re.findall(r'data-label="([^"]+)">(\d+)<', page))


def test_staff_call_whom_they_may_and_the_council_hears_what_came_of_it(
    town: Town, stack: ExitStack, tmp_path: Path
) -> None:
    town.kiosk.desk.backroom.lock.set_pin("2580")
    town.say("yes")
    town.say("yes", "qz-Lena")
    town.allow(form="ask_for_help", days="14", about=ABOUT)
    code = town.code("Sam")
    town.settle()
    path = config(tmp_path, staff_hold_seconds=1.0, languages=["en"])
    robot = Window(stack, town.kiosk, "800x480", "--config", str(path)).robot
    to_the_door(robot)
    robot.type_text("pin", "2580")
    robot.tap("in:open")
    robot.wait_for("staff-menu")
    robot.tap("in:go:calls")
    robot.wait_for("staff-calls")
    robot.keyboard(code)  # a scanner types what the square on the paper says
    robot.press("Return")
    robot.wait_for("staff-person")
    assert robot.state()["title"] == "Still to call: 2"
    robot.tap("in:call:called")
    robot.until(lambda state: state["title"] == "Still to call: 1", "the other one")
    robot.tap("in:call:missed")
    robot.tap("in:go:menu")
    robot.wait_for("staff-menu")
    end = time.monotonic() + 90
    while (now := told(town)).get("Called") != "1" and time.monotonic() < end:
        time.sleep(0.5)
    assert (now["To call"], now["Called"], now["Not reached"]) == ("0", "1", "1")
    kept = [path for path in town.kiosk.data.rglob("*") if path.is_file()]
    assert kept
    for each in kept:
        content = each.read_bytes()
        for canary in (NAME, "qz-Lena", PHONE, SAID, code):
            assert canary.encode() not in content, (each, canary)
