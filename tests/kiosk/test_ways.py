"""Every line for residents and staff: by touch, by two switches, by ear, in three languages."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kiosk.conftest import Opened
from tests.kiosk.lines import LINES, RESIDENTS, STAFF
from tests.kiosk.ways import KEYS, LANGUAGES, USUAL, WAYS, Finger, Listener, Pair
from tests.voice.parts import recorder

pytestmark = pytest.mark.window
ALL = [(way, language) for way in WAYS for language in LANGUAGES]
"""``WAYS=all .venv/bin/python -m pytest tests/kiosk/test_ways.py`` runs these."""


def hand(way: str, language: str, kiosk: Callable[..., Opened], folder: Path) -> Finger:
    """A window, and somebody before it."""
    said, more = folder / "said", {}
    if way == "ear":
        more = {"speech": recorder(said), "keys": [*KEYS, "again=f4", "plug=f6"]}
    robot, _ = kiosk(**{"keys": KEYS, "languages": ["en", "ur", "pl"],
                        "walk_away_seconds": 600.0, **more})  # fmt: skip
    if way != "ear":
        return {"touch": Finger, "switches": Pair}[way](robot, language)
    return Listener(robot, language, said)


@pytest.mark.parametrize(
    ("way", "language"),
    ALL if os.environ.get("WAYS") == "all" else USUAL,
)
def test_every_line(kiosk: Callable[..., Opened], tmp_path: Path, way: str, language: str) -> None:
    somebody = hand(way, language, kiosk, tmp_path)
    for line in RESIDENTS:
        somebody.walk(line)
    somebody.work(STAFF)
    print(f"{len(LINES)} lines by {way} in {language}, {somebody.count} presses")
