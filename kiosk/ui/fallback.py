"""Where an exception of the window's goes: to the welcome screen, and only twice at once out."""
# mypy: allow-subclassing-any

import time
from collections.abc import Callable

from kivy.base import ExceptionHandler, ExceptionManager


class Fallback(ExceptionHandler):
    """Sends every exception of a handler to the welcome screen; a second one at once ends it."""

    def __init__(self, recover: Callable[[Exception], None]) -> None:
        """``recover`` ends the visit and shows the welcome screen."""
        self._recover = recover
        self._then = -1e9

    def handle_exception(self, error: BaseException) -> int:
        if not isinstance(error, Exception):
            return int(ExceptionManager.RAISE)
        now = time.monotonic()
        again, self._then = now - self._then < 0.2, now
        try:
            self._recover(error)
        except Exception:
            return int(ExceptionManager.RAISE)
        return int(ExceptionManager.RAISE if again else ExceptionManager.PASS)
