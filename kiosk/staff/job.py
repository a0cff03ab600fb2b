"""One piece of work beside the screen, such as copying to a stick, with how far it is."""

import threading
from collections.abc import Callable
from typing import Any

from kiosk.staff.services import Progress, StaffError


class Job:
    """Runs once in a thread of its own."""

    def __init__(self, work: Callable[[Progress], Any]) -> None:
        self.done, self.of = 0, 0
        self.result: Any = None
        self.trouble = ""
        self.ended = threading.Event()
        self._work = work
        threading.Thread(target=self._run, name="staff", daemon=True).start()

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 * self.done // self.of if self.of else 0

    def _run(self) -> None:
        try:
            self.result = self._work(self._told)
        except StaffError as error:
            self.trouble = str(error)
        except Exception as error:
            self.trouble = type(error).__name__  # a name of ours or Python's, never of an answer
        self.ended.set()

    def _told(self, done: int, of: int) -> None:
        self.done, self.of = done, of
