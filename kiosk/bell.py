"""Calls hub staff: runs a command that rings, and remembers that somebody waits.

The mark is a time in a table of its own and nothing else: not who, not at what, not what was said.
"""

import logging
import subprocess
import threading
from collections.abc import Callable, Sequence

from kiosk.store import Calls, StoreError

log = logging.getLogger("kiosk")
WAIT_SECONDS = 10.0


class Bell:
    """Rings by a command, in a thread, so that no doorbell can hold up a visit."""

    def __init__(
        self, command: Sequence[str], calls: Calls, now: Callable[[], int],
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:  # fmt: skip
        """``now`` gives Unix seconds; a command is ended after ``wait_seconds``."""
        self._command, self._calls, self._now = tuple(command), calls, now
        self._wait = wait_seconds
        self._lock = threading.Lock()
        self._ringing: subprocess.Popen[bytes] | None = None
        self._failed = False

    def ring(self) -> None:
        """Call; while it still rings, once is enough."""
        with self._lock:
            if self._ringing is not None:
                return
            self._mark(lambda: self._calls.ring(self._now()))
            self._failed = False
            try:
                self._ringing = subprocess.Popen(
                    self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                self._could_not(type(error).__name__)
                return
            process = self._ringing
        threading.Thread(target=self._watch, args=(process,), name="bell", daemon=True).start()

    def works(self) -> bool:
        """Whether the last ring went out, as far as is known."""
        return not self._failed

    def came(self) -> None:
        """Staff are here; nobody waits."""
        self._mark(self._calls.came)

    def _watch(self, process: "subprocess.Popen[bytes]") -> None:
        try:
            code = process.wait(self._wait)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = 0  # it rang; a bell may ring for as long as it likes
        with self._lock:
            self._ringing = None
            if code:
                self._could_not(f"exit code {code}")

    def _could_not(self, why: str) -> None:
        self._failed = True
        log.error("the command that calls staff failed: %s", why)

    @staticmethod
    def _mark(change: Callable[[], None]) -> None:
        try:
            change()
        except StoreError as error:
            log.error("that staff were called could not be noted: %s", type(error).__name__)
