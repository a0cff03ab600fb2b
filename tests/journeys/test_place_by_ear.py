"""The rooms of the place through the real window, with what a council loaded into all of them: by
a person who only hears; My place also by touch, which leaves nothing behind, and two switches."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys import my_place as files
from tests.journeys.ear import Ear, config
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_place import kiosk
from tests.journeys.test_place_window import codes, labelled
from tests.journeys.test_residue import in_files, in_memory
from tests.journeys.test_switches import Switches
from tests.journeys.window import Window
from tests.kiosk.robot import window_of
from tests.voice.parts import recorder, until

__all__ = ["kiosk"]
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]
CANARY = "QZ98XY"
BLUE = (136, 170, 204)
"""The ground of the picture of Ann Lee."""


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[CollectorProcess]:
    shutil.copytree(files.stocked(), tmp_path / "collector")
    made = CollectorProcess(tmp_path / "collector")
    made.start()
    yield made
    made.kill()


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
    hand.type("ANI")  # an I for a 1
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
    (said,) = set(codes(pictures))
    assert "FN:Ann Lee" in said and "TEL;TYPE=VOICE:0161 496 0200" in said
    assert blue(pictures, "ward") > 500 and blue(pictures, "councillor") > 2000
    print(f"{during} marks in memory before, 0 after; {hand.presses} presses of two switches")


def home(ear: Ear, pages: int) -> None:
    """Back, page by page, to what there is to do."""
    for _ in range(pages):
        words = ear.choose("Back")
    assert "What would you like to do?" in words


def whats_on(ear: Ear) -> None:
    assert "What's on" in ear.find_start("What's on")
    assert "Tomorrow" in ear.find_start("Tomorrow")
    words = ear.find_start("Soup")
    assert {"Where. Central Library", "Everybody is welcome."} <= set(words)
    assert "The details as a square code" in ear.choose("Take it with you")
    assert "Soup" in ear.choose("Done")
    home(ear, 3)


def find_help(ear: Ear) -> None:
    assert "What do you need help with?" in ear.find_start("Find help")
    assert "Food" in ear.find_start("Food")
    words = ear.choose("St Mary's")
    assert "Telephone. 0161 496 0000" in words
    assert "It is not known when this was last checked." in words
    home(ear, 3)


def my_place(ear: Ear) -> None:
    assert "What is your postcode?" in ear.find_start("My place")
    ear.type("AN")
    assert "Brook" in ear.choose("Search")
    words = ear.choose("Abbey")
    assert {"Abbey", "Ann Lee. The Town Party", "How to speak at a meeting"} <= set(words)
    words = ear.find_start("Ann Lee")
    assert "Come and talk. Saturdays, 10, Central Library" in words
    ear.choose("Back")
    words = ear.choose("How to speak at a meeting")
    assert {"Before the meeting", "You have three minutes."} <= set(words)
    for _ in range(3):
        words = ear.choose("Back")
    assert "What is your postcode?" in words and "You said: AN" in words
    ear.type("Q")
    words = ear.choose("Search")
    assert any(each.startswith("We do not have this postcode.") for each in words)
    assert {"Talk to a person here first", "Abbey", "Brook"} <= set(words)


def test_the_rooms_of_the_place_by_ear_alone(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    said, cards = tmp_path / "said", tmp_path / "cards"
    path = config(tmp_path, languages=["en"], speech=recorder(said), sound_cards=str(cards),
                  walk_away_seconds=300)  # fmt: skip
    window = Window(stack, kiosk, "1280x800", "--config", str(path))
    ear = Ear(said, window.robot)
    cards.write_text("1 [Headset]: USB-Audio - Headset\n")  # headphones go in: it speaks
    until(lambda: "Welcome. Choose your language" in ear.words(), "a welcome")
    ear.settled()
    assert "What would you like to do?" in ear.choose("English")
    whats_on(ear)
    find_help(ear)
    my_place(ear)
    print(f"three rooms by ear alone, {ear.presses} presses of 3 keys")
