"""A resident at a real window: touches through X, a real collector, and nothing left behind."""

import shutil
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_line import wheres
from tests.journeys.window import Window

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]


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
    window.finish()
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
            window.to_the_check()
        reached.append(robot.state()["screen"])
        robot.tap("over:stop")
        robot.tap("clear")
        robot.wait_for("welcome")
    assert reached == ["question", "question", "check"]
