"""Every form of the sample pack through the real window by a person who only hears."""

import shutil
import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.ear import Ear, config
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.window import Window
from tests.voice.parts import heard, recorder, until

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]
TASKS = ("Your High Street", "Report a problem", "Ask for help", "How are we doing?")


def submissions(kiosk: Kiosk) -> int:
    db = sqlite3.connect(f"file:{kiosk.settings.database}?mode=ro", uri=True)
    return int(db.execute("select count(*) from submissions").fetchone()[0])


def test_every_form_by_ear_alone(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    said, cards = tmp_path / "said", tmp_path / "cards"
    path = config(tmp_path, languages=["en", "cy"], speech=recorder(said), sound_cards=str(cards))
    window = Window(stack, kiosk, "1280x800", "--config", str(path))
    ear = Ear(said, window.robot)
    for number, task in enumerate(TASKS, 1):
        cards.write_text("1 [Headset]: USB-Audio - Headset\n")  # headphones go in: it speaks
        until(lambda: "Welcome. Choose your language" in ear.words(), "a welcome")
        ear.settled()
        ear.choose("English")
        ear.find_start(task)
        words = ear.choose("Start")
        for _ in range(12):
            if "Check your answers" in words:
                break
            words = ear.answer(words)
        words = ear.choose("Finish and send")
        assert "Thank you. It is saved." in words
        assert sum(", " in each and each[0].isdigit() for each in words) >= 2  # the digits
        assert submissions(kiosk) == number
        ear.find("Done")
        cards.write_text("")
        window.robot.until(lambda state: any(each["id"] == "listen" for each in state["controls"]),
                           "the kiosk to be silent")  # fmt: skip
        ear.done()
        said.unlink()
    print(f"{len(TASKS)} forms by ear alone, {ear.presses} presses of 3 keys")


def test_without_headphones_no_answer_is_heard(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    path = config(tmp_path, languages=["en", "cy"], speech=recorder(said),
                  sound_cards=str(tmp_path / "none"))  # fmt: skip
    window = Window(stack, kiosk, "1280x800", "--config", str(path))
    robot = window.robot
    robot.tap("listen")
    robot.tap("language:en")
    robot.wait_for("tasks")
    robot.tap(next(c["id"] for c in robot.state()["controls"] if c["label"] == "Report a problem"))
    robot.wait_for("privacy")
    robot.tap("start")
    robot.choose("/data/kind", "light")
    robot.tap("next")
    robot.type_text("/data/where", "zqz")
    robot.tap("next")
    robot.wait_for("question", "/data/since")
    robot.tap("next")
    robot.choose("/data/danger", "no")
    robot.tap("next")
    robot.tap("next")
    robot.wait_for("check")
    robot.tap("finish")
    robot.wait_for("saved")
    Ear(said, robot).settled()
    words = [each["text"] for each in heard(said)]
    assert "Plug in headphones to hear your answer." in words
    assert not [each for each in words if "zqz" in each or each in "zq" or ("chosen" in each
                and "Listen" not in each)]  # fmt: skip
    print(f"{len(words)} utterances aloud, 0 with an answer, a key or the reference")
