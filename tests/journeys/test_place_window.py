"""What's on by touch and find help by two switches, in the real window; nothing typed stays."""

import datetime
import shutil
from contextlib import ExitStack
from pathlib import Path

import icalendar
import pytest
import zxingcpp
from PIL import Image

from tests.journeys.ear import config
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_place import collector, kiosk, publish, today
from tests.journeys.test_switches import Switches
from tests.journeys.window import Window
from tests.kiosk.robot import Robot

__all__ = ["collector", "kiosk"]
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]
CANARY = "qzqz"


def labelled(robot: Robot, label: str) -> str:
    """The id of the control with these words."""
    found = [each["id"] for each in robot.state()["controls"] if each["label"] == label]
    assert found, (label, robot.state())
    return str(found[0])


def codes(folder: Path) -> list[str]:
    """What the square codes say in the pictures of the screens."""
    found = []
    for path in sorted(folder.rglob("*.png")):
        found += [each.text for each in zxingcpp.read_barcodes(Image.open(path).convert("L"))]
    return found


def test_an_event_by_touch_and_help_by_two_switches(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    publish(collector, tmp_path)
    kiosk.sync()
    path = config(tmp_path, languages=["en"], keys=["next=f9", "select=f10"])
    pictures = tmp_path / "pictures"
    window = Window(stack, kiosk, "800x480", "--config", str(path), pictures=pictures)
    robot = window.robot
    robot.tap("language:en")
    robot.wait_for("tasks")
    robot.tap(labelled(robot, "What's on"))
    robot.wait_for("whats-on")
    robot.tap(labelled(robot, "Tomorrow"))
    robot.wait_for("whats-on-day")
    robot.tap(labelled(robot, "Soup"))
    robot.wait_for("event")
    robot.tap("in:take")
    robot.wait_for("take")
    robot.tap("in:done")
    robot.wait_for("event")
    (said,) = set(codes(pictures))
    (read,) = icalendar.Calendar.from_ical(said).walk("VEVENT")
    assert (read["SUMMARY"], read["LOCATION"]) == ("Soup", "Central Library")
    assert read["DTSTART"].dt == today() + datetime.timedelta(days=1)
    for screen in ("whats-on-day", "whats-on", "tasks"):
        robot.tap("back")
        robot.wait_for(screen)
    hand = Switches(robot)
    hand.select(labelled(robot, "Find help"))
    hand.select("in:search")
    hand.type("eat")
    hand.select("in:find")
    robot.wait_for("found")
    hand.select(labelled(robot, "St Mary's"))
    robot.wait_for("service")
    hand.select("in:person")
    robot.wait_for("help")
    hand.select("close")
    robot.wait_for("service")
    for _ in range(2):
        hand.select("back")
    robot.wait_for("search")
    robot.type_text("find", CANARY)
    hand.select("in:find")
    robot.wait_for("found")
    hand.select("over:stop")
    hand.select("clear")
    robot.wait_for("welcome")
    left = [each for each in kiosk.data.rglob("*") if each.is_file() and CANARY in each.read_text(
        errors="replace")]  # fmt: skip
    assert not left, left
    print(f"{hand.presses} presses; touches made again: {robot.repeated}")
