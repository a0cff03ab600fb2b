"""The real window, touched through X."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ImageColor, ImageGrab

from kiosk.ui.theme import THEMES
from tests.kiosk.robot import Robot, RobotError

pytestmark = pytest.mark.window
Opener = Callable[..., tuple[Robot, subprocess.Popen]]


def consultation(robot: Robot, language: str, idea: str) -> None:
    """Everything up to checking, by touch alone."""
    robot.tap(f"language:{language}")
    robot.wait_for("tasks")
    robot.tap("task:0")
    robot.tap("start")
    robot.tap("next")
    robot.wait_for("question", "/data/often")
    robot.choose("often", "weekly")
    robot.tap("next")
    robot.choose("wish", "seats")
    robot.choose("wish", "buses")
    robot.tap("next")
    robot.type_text("minutes", "25")
    robot.tap("next")
    robot.type_date("since", 2019, 5, 3)
    robot.tap("next")
    robot.type_text("idea", idea)
    robot.tap("next")
    robot.wait_for("check")


@pytest.mark.parametrize(
    ("size", "scale", "language", "idea"),
    [((1280, 800), 1.0, "en", "Seats!"), ((800, 480), 2.0, "ur", "گھر 2"),
     ((800, 1280), 1.5, "cy", "dŵr")],
)  # fmt: skip
def test_a_journey_by_touch(
    kiosk: Opener, size: tuple[int, int], scale: float, language: str, idea: str
) -> None:
    robot, _ = kiosk(width=size[0], height=size[1], text_scale=scale)
    consultation(robot, language, idea)
    robot.tap("finish")
    robot.wait_for("saved")
    robot.tap("clear")
    assert robot.wait_for("welcome")["language"] == "en"


def test_nothing_that_was_said_is_in_the_file_for_robots_or_in_any_other(
    kiosk: Opener, tmp_path: Path
) -> None:
    robot, process = kiosk()
    consultation(robot, "en", "canary")
    robot.tap("finish")
    robot.wait_for("saved")
    robot.tap("clear")
    robot.wait_for("welcome")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"canary" not in file.read_bytes(), file
    process.terminate()
    assert process.stderr is not None and b"canary" not in process.stderr.read()


def test_a_second_tap_at_once_counts_once(kiosk: Opener) -> None:
    robot, _ = kiosk(languages=["en"])
    robot.tap("language:en")
    robot.wait_for("tasks")
    time.sleep(0.6)
    robot.tap("task:1")
    robot.tap("start")
    place = robot.control("next")
    robot.press_at(place, times=2, pause=0.1)
    time.sleep(0.5)
    assert [field["problem"] for field in robot.state()["fields"]] == [False, True, False]


def test_a_tap_that_slides_off_does_not_count(kiosk: Opener) -> None:
    robot, _ = kiosk()
    place = robot.control("over:help")
    robot.slide(place, to=(700, 600))
    time.sleep(0.4)
    assert robot.state()["screen"] == "welcome"


def test_no_key_leads_out(kiosk: Opener, tmp_path: Path) -> None:
    robot, process = kiosk()
    files = sorted(tmp_path.rglob("*"))
    keys = [*(f"F{number}" for number in range(1, 13)), "Escape", "Print", "Menu", "Home", "Delete"]
    for held in ("", "ctrl+", "alt+", "ctrl+alt+", "shift+", "ctrl+shift+", "super+"):
        robot.press(*(held + key for key in keys))
    robot.press(*("ctrl+" + key for key in "qwecvxzasdr"))
    robot.press("alt+F4", "ctrl+c", "ctrl+space")
    time.sleep(0.5)
    assert process.poll() is None
    assert robot.state()["screen"] == "welcome"
    assert sorted(tmp_path.rglob("*")) == files


def test_a_real_keyboard_does_it_all(kiosk: Opener) -> None:
    robot, _ = kiosk(languages=["en"])
    robot.press("Tab", "Return")
    robot.wait_for("tasks")
    robot.press("Tab", "Return")
    robot.wait_for("privacy")
    robot.press("Return")
    robot.wait_for("question")
    robot.press("Return")
    robot.wait_for("question", "/data/often")
    robot.press("Tab", "Return")
    robot.press("Escape")
    robot.tap("next")
    robot.wait_for("question", "/data/wish")
    robot.press("Tab", "Tab", "space")
    robot.tap("next")
    robot.wait_for("question", "/data/minutes")
    robot.keyboard("25")
    robot.press("Return")
    robot.wait_for("question", "/data/since")


@pytest.mark.parametrize(
    ("size", "scale", "language"), [((1280, 800), 1.0, "en"), ((800, 480), 2.0, "ur")]
)
def test_what_is_drawn_stands_where_it_is_touched(
    kiosk: Opener, display: str, size: tuple[int, int], scale: float, language: str
) -> None:
    """Left of each control there is ground, and from its edge on a card or a button."""
    robot, _ = kiosk(width=size[0], height=size[1], text_scale=scale)
    robot.tap(f"language:{language}")
    robot.wait_for("tasks")
    until = time.monotonic() + 60
    while (wrong := misplaced(robot, display)) and time.monotonic() < until:
        time.sleep(0.2)  # the picture of before may still stand on the glass
    assert not wrong


def misplaced(robot: Robot, display: str) -> list[str]:
    """Controls that are not drawn where they say; all of them when few could be looked at."""
    calm, looked, wrong = THEMES["calm"], 0, []
    picture = ImageGrab.grab(xdisplay=display).convert("RGB")
    for each in robot.state()["controls"]:
        middle = each["y"] + each["h"] // 2
        if not each["visible"] or each["id"].startswith("scroll:") or each["x"] < 6:
            continue
        left, inside = (picture.getpixel((each["x"] + by, middle)) for by in (-6, 6))
        looked += 1
        if left not in named(calm.page, calm.rail) or inside not in named(
            calm.card, calm.chosen, calm.primary
        ):
            wrong.append(f"{each['id']}: {left} beside {inside}")
    return wrong if looked >= 6 else [f"only {looked} controls were seen"]


def named(*colours: str) -> set[tuple[int, ...]]:
    return {ImageColor.getrgb(each) for each in colours}


def test_an_exception_leads_to_the_welcome_screen(kiosk: Opener) -> None:
    robot, process = kiosk(boom=True, languages=["en"])
    robot.tap("language:en")
    robot.tap("task:1")
    robot.wait_for("privacy")
    robot.tap("start", wait=False)
    robot.wait_for("welcome")
    robot.tap("language:en")
    robot.wait_for("tasks")
    process.terminate()
    assert process.stderr is not None
    said = process.stderr.read().decode()
    assert "AttributeError" in said and "Traceback" not in said


def test_walking_away_warns_and_clears(kiosk: Opener) -> None:
    robot, _ = kiosk(walk_away_seconds=2.0, warning_seconds=3.0)
    robot.tap("language:en")
    robot.wait_for("warning")
    robot.tap("here")
    robot.wait_for("tasks")
    robot.wait_for("warning")
    robot.wait_for("welcome")


def test_it_stands_still_when_nobody_touches_it(kiosk: Opener) -> None:
    _, process = kiosk()
    time.sleep(1)
    before = ticks(process.pid)
    time.sleep(5)
    used = (ticks(process.pid) - before) / 5
    print(f"processor when idle: {used:.1f} % of a core")
    assert used < 2


def ticks(pid: int) -> int:
    """Hundredths of a second of processor time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_the_robot_says_what_is_missing(kiosk: Opener) -> None:
    robot, _ = kiosk()
    with pytest.raises(RobotError, match="no control"):
        robot.tap("next")
