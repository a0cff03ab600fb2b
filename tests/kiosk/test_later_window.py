"""Stop now, go on later through the real window: by two switches, and by ear alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.ear import Ear
from tests.journeys.test_switches import Switches
from tests.kiosk.conftest import Opened
from tests.kiosk.fakes import Drafts
from tests.voice.parts import heard, recorder, until

pytestmark = pytest.mark.window
GROUPS = Drafts.DIGITS.split()


def test_kept_and_taken_up_again_by_two_switches(kiosk: Callable[..., Opened]) -> None:
    robot, _ = kiosk(keys=["next=f9", "select=f10"], languages=["en"])
    hand = Switches(robot)
    for id in ("language:en", "task:0", "assisted", "agree", "start", "hide", "next"):
        hand.select(id)
    hand.select("choose:/data/often:weekly")
    hand.select("next")
    robot.wait_for("question", "/data/wish")
    hand.select("later")
    robot.wait_for("kept")
    hand.select("big:begin")
    for _ in range(4):
        hand.select("big:next")
    hand.select("close")
    hand.select("print")
    robot.wait_for("print")
    hand.select("close")
    hand.select("clear")
    for id in ("language:en", "reference:draft", "manner"):
        hand.select(id)
    for number, group in enumerate(GROUPS):
        robot.wait_for("reference", f"reference:{number}")
        hand.type(group)
        hand.select("part")
    robot.wait_for("question", "/data/wish")
    hand.select("over:stop")
    hand.select("clear")
    robot.wait_for("welcome")
    print(f"kept and taken up again by two switches, {hand.presses} presses")


def test_kept_and_taken_along_by_ear_alone(kiosk: Callable[..., Opened], tmp_path: Path) -> None:
    said = tmp_path / "said"
    robot, _ = kiosk(keys=["plug=f8"], speech=recorder(said), languages=["en"])
    robot.press("F8")
    ear = Ear(said, robot)
    until(lambda: "Welcome. Choose your language" in ear.words(), "a welcome")
    ear.settled()
    ear.choose("English")
    ear.find_start("Your High Street")
    ear.choose("Start")
    ear.choose("Next")
    kept = ear.choose("Stop now, go on later")
    assert "Your answers are kept here." in kept
    ear.choose("Say it slowly")
    until(lambda: "f, e, r, n" in ear.words(), "a word spelt")
    rates = {each["rate"] for each in heard(said) if each["text"] == "h, a, z, e, l"}
    assert {int(rate) for rate in rates} == {96}, "slower than the 160 words of the rest"
    ear.choose("Done")
    ear.settled()
    ear.find("Done")
    ear.done()
    robot.wait_for("welcome")


def test_escape_thrice_leaves_at_once(kiosk: Callable[..., Opened]) -> None:
    robot, _ = kiosk(languages=["en"])
    for id in ("language:en", "task:0", "start", "next"):
        robot.tap(id)
    robot.choose("/data/often", "weekly")
    robot.press("Escape", "Escape", "Escape")
    robot.wait_for("welcome")


def test_what_is_hidden_is_not_told_by_the_window(kiosk: Callable[..., Opened]) -> None:
    robot, _ = kiosk(languages=["en"])
    for id in ("language:en", "task:0", "assisted", "agree", "start", "next"):
        robot.tap(id)
    labels = {each["id"] for each in robot.state()["controls"]}
    assert "hide" in labels and "over:look" in labels
    robot.tap("hide")
    robot.choose("/data/often", "weekly")
    assert "weekly" not in str([c for c in robot.state()["controls"] if c["id"] != "hide"])
    robot.tap("hide")
