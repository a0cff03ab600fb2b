"""The few requests that are on their way to the collector at the same time."""

import logging
import queue
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from sync.carriers.http import HttpCarrier
from sync.errors import SyncError
from sync.relay.answer import pass_on
from sync.relay.request import Asked

log = logging.getLogger("kiosk")
AT_ONCE = 4
"""Requests on their way at once."""
PIECES_AT_ONCE = 2
"""How many of these may be for pieces: the others are for what people say."""


class Passing:
    """A thread for each request under way, and never more than there are ways."""

    def __init__(self, carrier: Callable[[], HttpCarrier]) -> None:
        """``carrier`` makes a way to our own collector, the only place anything goes to."""
        self._free: queue.LifoQueue[HttpCarrier] = queue.LifoQueue()
        for _ in range(AT_ONCE):
            self._free.put(carrier())
        self._pieces = threading.BoundedSemaphore(PIECES_AT_ONCE)
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()

    def take(self, asked: Asked, line: socket.socket, over: Callable[[], None]) -> bool:
        """Begin, and say ``over`` at the end; False when too much is under way already."""
        if asked.is_piece and not self._pieces.acquire(blocking=False):
            return False
        try:
            carrier = self._free.get_nowait()
        except queue.Empty:
            self._let_go(asked)
            return False
        with self._lock:
            self._lines.add(line)
        work = (asked, line, carrier, over)
        threading.Thread(target=self._pass, args=work, name="relayed", daemon=True).start()
        return True

    def cut(self) -> None:
        """End all that is under way; whose it is sends it again."""
        with self._lock:
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def _pass(
        self, asked: Asked, line: socket.socket, carrier: HttpCarrier, over: Callable[[], None]
    ) -> None:
        try:
            pass_on(asked, carrier, line)
        except (OSError, SyncError) as error:
            log.info("relayed in part: %s", type(error).__name__)
        finally:
            with self._lock:
                self._lines.discard(line)
            self._free.put(carrier)
            self._let_go(asked)  # before the caller sees the end, and asks for the next
            line.close()
            over()

    def _let_go(self, asked: Asked) -> None:
        if asked.is_piece:
            self._pieces.release()
