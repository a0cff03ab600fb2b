"""My place in the real window: a postcode by touch leaves nothing behind, the ward by two switches
with the faces of who speaks for it."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys import my_place as files
from tests.journeys.ear import config
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_my_place import load
from tests.journeys.test_place import collector, kiosk
from tests.journeys.test_place_window import codes, labelled
from tests.journeys.test_residue import in_files, in_memory
from tests.journeys.test_switches import Switches
from tests.journeys.window import Window
from tests.kiosk.robot import window_of

__all__ = ["collector", "kiosk"]
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]
CANARY = "QZ98XY"
BLUE = (136, 170, 204)
"""The ground of the picture of Ann Lee."""


def blue(folder: Path, screen: str) -> int:
    """Pixels of that ground in the pictures of a screen."""
    found = 0
    for path in folder.rglob(f"*{screen}*.png"):
        for count, ink in Image.open(path).convert("RGB").getcolors(1 << 20) or []:
            near = all(abs(a - b) < 12 for a, b in zip(ink, BLUE, strict=True))
            found += count * near
    return found


def test_a_postcode_by_touch_and_a_ward_by_two_switches(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    load(collector, tmp_path)
    collector.said("place", "decisions", files.table(tmp_path / "d.csv", files.DECISIONS))
    kiosk.sync()
    path = config(tmp_path, languages=["en"], keys=["next=f9", "select=f10"], renew_seconds=2)
    pictures = tmp_path / "pictures"
    window = Window(stack, kiosk, "800x480", "--config", str(path), pictures=pictures)
    robot, old = window.robot, window_of(window.process.pid)
    robot.tap("language:en")
    robot.wait_for("tasks")
    robot.tap(labelled(robot, "My place"))
    robot.wait_for("my-place")
    robot.type_text("postcode", CANARY[:2])
    before = robot.state()["seq"]
    robot.keyboard(CANARY[2:].lower())  # small letters of a real keyboard are no hindrance
    robot.until(lambda state: state["seq"] > before, "what was typed")
    robot.tap("in:find")
    robot.wait_for("unknown-postcode")
    during = in_memory(old, CANARY)
    robot.tap("over:stop")
    robot.tap("clear")
    robot.wait_for("welcome")
    new = window.renewed(old)
    assert during and not in_memory(new, CANARY)
    assert in_files(kiosk.data, CANARY) == []
    robot.wait_for("welcome")
    hand = Switches(robot)
    hand.select("language:en")
    hand.select(labelled(robot, "My place"))
    hand.type("AN1I")  # an I for a 1
    hand.select("in:find")
    robot.wait_for("wards")
    hand.select(labelled(robot, "Abbey"))
    robot.wait_for("ward")
    hand.select(labelled(robot, "Ann Lee"))
    robot.wait_for("councillor")
    hand.select("in:take")
    robot.wait_for("take")
    hand.select("in:done")
    robot.wait_for("councillor")
    hand.select("back")
    robot.wait_for("ward")
    hand.select("in:decisions")
    robot.wait_for("decisions")
    hand.select(labelled(robot, "Six new benches"))
    robot.wait_for("decision")
    (said,) = set(codes(pictures))
    assert "FN:Ann Lee" in said and "TEL;TYPE=VOICE:0161 496 0200" in said
    assert blue(pictures, "ward") > 500 and blue(pictures, "councillor") > 2000
    print(f"{during} marks in memory before, 0 after; {hand.presses} presses of two switches")
