"""How much of what comes is let in, so that no neighbour on the network can be a burden."""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable

OF_ONE = 2
"""Connections of one address at once; a kiosk needs one."""
A_MINUTE = 60
"""Requests of one address in a minute; with 64 KiB each that is more than a poor link takes."""
PIECES_A_MINUTE = 30
"""Beside them, requests for pieces of a new version: a minute of a good link, or more."""


class Gate:
    """Counts who is here, and who asked within the last minute."""

    def __init__(
        self, a_minute: int = A_MINUTE, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """``a_minute`` requests of one address are let in, and four times as many of all."""
        self._a_minute, self._monotonic = a_minute, monotonic
        self._here: Counter[str] = Counter()
        self._asked: deque[tuple[float, str]] = deque()
        self._lock = threading.Lock()

    def enter(self, host: str) -> bool:
        """Whether another connection of this address is taken; then it counts until it leaves."""
        with self._lock:
            if self._here[host] >= OF_ONE:
                return False
            self._here[host] += 1
            return True

    def leave(self, host: str) -> None:
        """A connection has ended; who has none is not remembered."""
        with self._lock:
            self._here[host] -= 1
            if not self._here[host]:
                del self._here[host]

    def asks(self, host: str) -> bool:
        """Whether a request of this address is passed on now."""
        with self._lock:
            now = self._monotonic()
            while self._asked and self._asked[0][0] <= now - 60:
                self._asked.popleft()
            own = sum(each == host for _, each in self._asked)
            if own >= self._a_minute or len(self._asked) >= 4 * self._a_minute:
                return False
            self._asked.append((now, host))
            return True
