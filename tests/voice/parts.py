"""A voice that is written down, and every screen there is."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.screens import Screen

RECORDER = Path(__file__).with_name("recorder.py")


def recorder(file: Path) -> list[str]:
    """The command of an engine that writes down what it says."""
    return [sys.executable, "-S", str(RECORDER), str(file), "{language}", "{rate}", "{volume}",
            "{spell}"]  # fmt: skip


def heard(file: Path) -> list[dict[str, Any]]:
    """Everything that was said so far; a line that is being written does not count yet."""
    if not file.exists():
        return []
    *lines, _ = file.read_bytes().split(b"\n")
    return [json.loads(line) for line in lines]


def until(holds: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


def screens(language: str) -> Iterator[Screen]:
    """Every screen of both forms of the fakes, with errors and overlays."""
    from tests.kiosk import walks

    for screen, _ in walks.screens(language):
        yield screen
