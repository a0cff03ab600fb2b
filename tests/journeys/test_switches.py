"""Every form of the sample pack through the real window by two switches alone."""

import shutil
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.ear import config
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_by_ear import TASKS, submissions
from tests.journeys.window import Window
from tests.kiosk.robot import Robot

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]
NEXT, SELECT = "F9", "F10"


class Switches:
    """Two buttons; everything is reached by the visible focus."""

    def __init__(self, robot: Robot) -> None:
        self.robot = robot
        self.presses = 0

    def press(self, key: str) -> dict[str, Any]:
        before = self.robot.state()["seq"]
        self.robot.press(key)
        self.presses += 1
        end = time.monotonic() + 3  # the only stop there is stays as it is: nothing is drawn
        while self.robot.state()["seq"] == before and time.monotonic() < end:
            time.sleep(0.01)
        return self.robot.state()

    def go_to(self, id: str) -> None:
        for _ in range(80):
            if self.robot.state()["focused"] == id:
                time.sleep(0.1)  # a drawing may have come of itself, before that of the press
                if self.robot.state()["focused"] == id:
                    return
            self.press(NEXT)
        raise AssertionError(f"{id} never has the focus")

    def select(self, id: str) -> dict[str, Any]:
        self.go_to(id)
        return self.press(SELECT)

    def type(self, text: str) -> None:
        if not self.robot.state()["keys"]:  # they come when the box is pressed
            self.select(self.boxes()[0])
        for letter in text:
            if not self.robot.state()["focused"].startswith("row:"):
                self.select("keys")
            for number in range(6):
                self.select(f"row:{number}")
                if self.in_row(letter):
                    break
            self.select(f"key:{letter}")

    def boxes(self) -> list[str]:
        """What can be typed into."""
        return [f"edit:{each['ref']}:0" for each in self.robot.state()["fields"] if each["parts"]]

    def in_row(self, letter: str) -> bool:
        """Whether a key is in the row that was entered; if not, the row is left."""
        while not self.robot.state()["focused"].startswith("row:"):
            if self.robot.state()["focused"] == f"key:{letter}":
                return True
            self.press(NEXT)
        return False

    def answer(self) -> None:
        for asked in self.robot.state()["fields"]:
            if asked["choices"]:
                self.select(f"choose:{asked['ref']}:{asked['choices'][0]['value']}")
            elif asked["kind"] == "number":
                self.type("12")
            elif asked["kind"] == "text":
                self.type("016149" if "/phone" in asked["ref"] else "ab")
        self.select("next")


def test_every_form_by_two_switches(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    path = config(tmp_path, languages=["en"], keys=["next=f9", "select=f10"])
    window = Window(stack, kiosk, "1280x800", "--config", str(path))
    robot, hand = window.robot, Switches(window.robot)
    tasks = TASKS[:3]  # the last has the same kinds of questions, and is walked by ear
    for number, task in enumerate(tasks, 1):
        hand.select("language:en")
        robot.wait_for("tasks")
        hand.select(next(c["id"] for c in robot.state()["controls"] if c["label"] == task))
        hand.select("start")
        while robot.state()["screen"] == "question":
            hand.answer()
        hand.select("finish")
        robot.wait_for("saved")
        assert submissions(kiosk) == number
        hand.select("clear")
        robot.wait_for("welcome")
    print(f"{len(tasks)} forms by two switches, {hand.presses} presses; taps: 0")


def test_every_control_of_every_screen_gets_the_focus(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    path = config(tmp_path, languages=["en", "cy"], keys=["next=f9", "select=f10"])
    window = Window(stack, kiosk, "800x480", "--config", str(path))
    robot, hand, count = window.robot, Switches(window.robot), 0

    def all_reached() -> int:
        wanted = {c["id"] for c in robot.state()["controls"]}
        for asked in robot.state()["fields"]:
            wanted |= {f"choose:{asked['ref']}:{each['value']}" for each in asked["choices"]}
        reached: set[str] = set()
        for _ in range(len(wanted) + 12):
            reached.add(hand.press(NEXT)["focused"])
        assert wanted <= reached, wanted - reached
        assert ("keys" in reached) == bool(robot.state()["keys"])
        return len(wanted)

    count += all_reached()
    hand.select("language:en")
    count += all_reached()
    for over in ("help", "size", "theme", "speech", "stop", "language"):
        if over == "speech":
            hand.select("listen")
        hand.select(f"over:{over}")
        count += all_reached()
        hand.select("close")
    hand.select("task:1")
    count += all_reached()
    hand.select("start")
    count += all_reached()
    print(f"{count} controls reached by one switch")
