"""A kiosk window with the fakes behind it, run as a process of its own by the window tests."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

STARTED = time.monotonic()


def main() -> None:
    """``marker.py FOLDER [JSON of settings]``; FOLDER/kept counts what was finished."""
    folder = Path(sys.argv[1])
    given = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    from kiosk.ui.environment import prepare

    prepare(folder / "window")
    from kiosk.ui.shell import KioskApp
    from tests.kiosk.fakes import Desk

    desk = Desk()
    desk.standing = replace(desk.standing, shut="shut" in given)
    if "boom" in given:
        desk.forms["everything"] = None
    pictures = folder / "pictures" if given.get("pictures") else None
    settings = settings_of(given)
    app = KioskApp(desk.services(), settings, folder / "targets.json", pictures)
    app.run()


def settings_of(given: dict) -> SimpleNamespace:
    usual = {
        "width": 1280, "height": 800, "fullscreen": False, "languages": (),
        "walk_away_seconds": 90.0, "warning_seconds": 30.0, "second_tap_seconds": 0.5,
        "speech": (), "player": (), "headphones": (), "keys": (), "repeat_seconds": 0.0,
        "strike_seconds": 0.0, "staff_hold_seconds": 1.0, "headphones_always": False,
        "sound_cards": Path("/nonexistent"), "text_scale": 1.0, "theme": "calm",
        "dark_seconds": 0.0, "attract_seconds": 0.0,
    }  # fmt: skip
    return SimpleNamespace(**(usual | given))


if __name__ == "__main__":
    main()
