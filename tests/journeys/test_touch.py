"""A resident at a real window: touches through X, a real collector, and nothing left behind."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bench.window import ended, screen
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_line import wheres
from tests.kiosk.robot import Robot

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]


class Window:
    """The kiosk's window on a screen in memory."""

    def __init__(
        self, stack: ExitStack, kiosk: Kiosk, size: str, *more: str, pictures: Path | None = None
    ) -> None:
        kiosk.parts.database.close()
        self.targets = kiosk.data / "targets.json"
        self.display = screen(stack)
        command = [
            sys.executable, "-m", "kiosk", *more, "--data", str(kiosk.data), "run", "--window",
            "--size", size, "--targets", str(self.targets),
        ]  # fmt: skip
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)
            command += ["--pictures", str(pictures)]
        environment = {**os.environ, "DISPLAY": self.display, "KIOSK_COLLECTOR": kiosk.address}
        self.log = kiosk.data / "window.log"
        process = subprocess.Popen(command, env=environment, stderr=self.log.open("wb"))
        self.process = stack.enter_context(ended(process))
        self.robot = Robot(self.display, self.targets, timeout=40)
        self.robot.wait_for("welcome")

    def begin(self, task: str = "Report a problem", language: str = "en") -> Robot:
        robot = self.robot
        robot.tap(f"language:{language}")
        robot.wait_for("tasks")
        robot.tap(next(c["id"] for c in robot.state()["controls"] if c["label"] == task))
        robot.wait_for("privacy")
        robot.tap("start")
        return robot


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


@pytest.mark.parametrize("size", ["1280x800", "800x480"])
def test_a_visit_by_touch_reaches_the_council(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path, size: str
) -> None:
    window = Window(stack, kiosk, size)
    robot = window.begin()
    robot.wait_for("question", "/data/kind")
    robot.tap("next")
    assert robot.state()["screen"] == "question"  # required: it stays, with a message
    robot.choose("/data/kind", "light")
    robot.tap("next")
    robot.wait_for("question", "/data/where")
    robot.type_text("/data/where", "lamp 42")
    robot.tap("next")
    robot.wait_for("question", "/data/since")
    robot.tap("next")
    robot.wait_for("question", "/data/danger")
    robot.choose("/data/danger", "no")
    robot.tap("next")
    robot.wait_for("question", "/data/details")
    robot.tap("next")
    robot.wait_for("check")
    robot.tap("finish")
    robot.wait_for("saved")
    robot.tap("clear")
    robot.wait_for("welcome")
    for _ in range(100):
        if wheres(collector, tmp_path) == ["lamp 42"]:
            break
        time.sleep(0.1)
    assert wheres(collector, tmp_path) == ["lamp 42"]
    assert "lamp" not in window.log.read_text()
    print(f"touches that had to be made again: {robot.repeated}")


def test_stop_and_clear_from_every_screen(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack
) -> None:
    window = Window(stack, kiosk, "1280x800")
    reached = []
    for last in ("kind", "where", "check"):
        robot = window.begin()
        robot.wait_for("question", "/data/kind")
        if last != "kind":
            robot.choose("/data/kind", "noise")
            robot.tap("next")
            robot.wait_for("question", "/data/where")
        if last == "check":
            robot.type_text("/data/where", "x")
            for ref in ("where", "since"):
                robot.wait_for("question", f"/data/{ref}")
                robot.tap("next")
            robot.wait_for("question", "/data/danger")
            robot.choose("/data/danger", "no")
            robot.tap("next")
            robot.wait_for("question", "/data/details")
            robot.tap("next")
            robot.wait_for("check")
        reached.append(robot.state()["screen"])
        robot.tap("over:stop")
        robot.tap("clear")
        robot.wait_for("welcome")
    assert reached == ["question", "question", "check"]
