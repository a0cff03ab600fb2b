"""What's on, find help and My place through the real window by a person who only hears."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys import my_place as files
from tests.journeys.ear import Ear, config
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_my_place import load
from tests.journeys.test_place import collector, kiosk
from tests.journeys.test_place_window import published
from tests.journeys.window import Window
from tests.voice.parts import recorder, until

__all__ = ["collector", "kiosk"]
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]


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
    ear.type("AN1")
    assert "Brook" in ear.choose("Search")
    words = ear.choose("Abbey")
    assert {"Abbey", "Ann Lee. The Town Party", "Recent decisions"} <= set(words)
    words = ear.find_start("Ann Lee")
    assert "Come and talk. Saturdays, 10, Central Library" in words
    ear.choose("Back")
    words = ear.choose("How to speak at a meeting")
    assert {"Before the meeting", "You have three minutes."} <= set(words)
    for _ in range(3):
        words = ear.choose("Back")
    assert "What is your postcode?" in words and "You said: AN1" in words
    ear.type("Q")
    words = ear.choose("Search")
    assert any(each.startswith("We do not have this postcode.") for each in words)
    assert {"Talk to a person here first", "Abbey", "Brook"} <= set(words)


def test_the_rooms_of_the_place_by_ear_alone(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    load(collector, tmp_path)
    collector.said("place", "decisions", files.table(tmp_path / "d.csv", files.DECISIONS))
    collector.said("place", "speaking", files.table(tmp_path / "s.csv", files.SPEAKING))
    published(collector, kiosk, tmp_path)
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
