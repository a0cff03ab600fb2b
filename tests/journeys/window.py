"""The real window of a kiosk on a screen in memory, and the robot that touches it."""

import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench.window import ended, screen, started
from tests.journeys.parts import Kiosk
from tests.kiosk.robot import Robot, window_of


class Window:
    """The kiosk's window on a screen in memory."""

    def __init__(
        self, stack: ExitStack, kiosk: Kiosk, size: str, *more: str, pictures: Path | None = None
    ) -> None:
        kiosk.parts.database.close()
        self.targets = kiosk.data / "targets.json"
        self.display = screen(stack)
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)
        self.log = kiosk.data / "window.log"
        process = started(
            kiosk.data, kiosk.address, self.display, self.targets, size, more,
            ["--pictures", str(pictures)] if pictures else [], self.log.open("wb"),
        )  # fmt: skip
        self.process = stack.enter_context(ended(process))
        self.robot = Robot(self.display, self.targets, timeout=90)
        self.robot.wait_for("welcome")

    def begin(self, task: str = "Report a problem", language: str = "en") -> Robot:
        robot = self.robot
        robot.tap(f"language:{language}")
        robot.wait_for("tasks")
        robot.tap(next(c["id"] for c in robot.state()["controls"] if c["label"] == task))
        robot.wait_for("privacy")
        robot.tap("start")
        return robot

    def to_the_check(self) -> None:
        """From where the problem is to the check of all answers."""
        robot = self.robot
        for ref in ("where", "since"):
            robot.wait_for("question", f"/data/{ref}")
            robot.tap("next")
        robot.wait_for("question", "/data/danger")
        robot.choose("/data/danger", "no")
        robot.tap("next")
        robot.wait_for("question", "/data/details")
        robot.tap("next")
        robot.wait_for("check")

    def finish(self) -> None:
        """From there to the welcome screen, by way of the reference."""
        self.to_the_check()
        self.robot.tap("finish")
        self.robot.wait_for("saved")
        self.robot.tap("clear")
        self.robot.wait_for("welcome")

    def renewed(self, old: int) -> int:
        """The process that took over from an old one, once that has ended."""
        end = time.monotonic() + 120
        while Path(f"/proc/{old}").exists():
            assert time.monotonic() < end, "the window was not renewed"
            time.sleep(0.1)
        return window_of(self.process.pid)
