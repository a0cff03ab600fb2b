"""Between touches the window waits; a touch is read and acted on without another wait."""

import subprocess
import sys

from kiosk.ui.idle import FRAME, LONGEST, TURNS, Rest


class Queue:
    """What SDL's wait is asked, and whether an event comes meanwhile."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.event = False

    def wait(self, seconds: float) -> bool:
        self.asked.append(seconds)
        return self.event


def test_without_an_event_every_turn_waits_long() -> None:
    queue = Queue()
    rest = Rest(queue.wait)
    for _ in range(5):
        rest.pause()
    assert queue.asked == [LONGEST] * 5


def test_an_event_is_handed_on_without_another_wait_and_then_waits_are_short() -> None:
    queue = Queue()
    rest = Rest(queue.wait)
    queue.event = True
    rest.pause()
    queue.event = False
    rest.stir()
    for _ in range(TURNS):
        rest.pause()
    assert queue.asked == [LONGEST]
    rest.pause()
    assert queue.asked == [LONGEST, FRAME]


def test_kivys_own_sleep_is_off() -> None:
    program = """
import sys, tempfile
from pathlib import Path
from kiosk.ui.environment import prepare
prepare(Path(tempfile.mkdtemp()))
from kivy.clock import Clock
print(Clock._max_fps)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "0.0\n", done.stderr
