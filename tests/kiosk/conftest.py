"""A screen without a screen, and kiosk windows on it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kiosk.robot import Robot

ROOT = Path(__file__).resolve().parents[2]
Opened = tuple[Robot, subprocess.Popen]


@pytest.fixture(scope="session")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An X server of our own, on a number that it finds itself."""
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.fail("Xvfb and xdotool are needed; install them: apt-get install xvfb xdotool")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1280x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(timeout=60)


@pytest.fixture
def kiosk(display: str, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a kiosk window with settings and gives the robot before it and its process."""
    opened: list[subprocess.Popen] = []

    def start(**settings: object) -> Opened:
        folder = tmp_path / f"kiosk{len(opened)}"
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kiosk.marker", str(folder), json.dumps(settings)],
            cwd=ROOT, env={**os.environ, "DISPLAY": display}, stderr=subprocess.PIPE,
        )  # fmt: skip
        opened.append(process)
        robot = Robot(display, folder / "targets.json", timeout=90)
        robot.wait_for("welcome")
        time.sleep(0.2)
        return robot, process

    yield start
    for process in opened:
        process.terminate()
        process.wait(timeout=60)
