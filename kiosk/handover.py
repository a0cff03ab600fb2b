"""The window's side of its renewal: when it asks for a successor, and how it lets go."""

import ctypes
import logging
import os
import resource
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Protocol

from kiosk.programs import CRASH, LINE, SUCCESSOR

log = logging.getLogger("kiosk")
ASK_AGAIN = 60.0
"""Seconds until a successor is asked for again, when none came."""
LIVES = 15.0
"""Seconds between two words that the window is alive."""
PR_SET_PDEATHSIG = 1
CANNOT_LEAVE = 3
"""Exit code of a window that began to let go and could not; the supervisor opens another."""


class Guard(Protocol):
    """What the window tells and asks, once each beat."""

    def drawn(self) -> None:
        """The first screen is on the screen."""

    def beat(self, idle: float, used: bool) -> bool:
        """``idle``: seconds since anybody was here, 0 during a visit; ``used``: whether a visit
        began in this process. True once the window has let go and must do nothing more."""


class Line:
    """The socket between the window's process and its supervisor."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Takes the descriptors that the environment names; works without any as well."""
        number = environment.get(LINE, "")
        self._socket = socket.socket(fileno=int(number)) if number else None
        handed = environment.get(SUCCESSOR, "")
        self._handed = int(handed) if handed else -1
        self.crash = environment.get(CRASH, "")
        """How the window before this one ended, when it ended by itself."""
        for descriptor in (self._socket.fileno() if self._socket else -1, self._handed):
            if descriptor >= 0:
                os.set_inheritable(descriptor, False)

    @property
    def supervised(self) -> bool:
        """Whether somebody opens another window when this one ends."""
        return self._socket is not None

    @property
    def successor(self) -> bool:
        """Whether another window still serves, so that this one loads and waits."""
        return self._handed >= 0

    def pass_on(self) -> None:
        """Let the program that this process is about to become have it (exec)."""
        if self._socket is not None:
            self._socket.set_inheritable(True)

    def say(self, word: str) -> None:
        """Tell the supervisor."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.sendall(word.encode() + b"\n")

    def asked(self) -> int | None:
        """The pipe to hand over by, once the supervisor asks to let go."""
        if self._socket is None or not select.select([self._socket], [], [], 0)[0]:
            return None
        word, pipes, *_ = socket.recv_fds(self._socket, 64, 1)
        return pipes[0] if word == b"yield\n" and pipes else None

    def await_turn(self) -> bytearray:
        """Wait until the other window has let go; what it handed over, for the caller to wipe."""
        self.say("loaded")
        assert self._socket is not None
        if self._socket.recv(64) != b"go\n":
            raise SystemExit(0)  # called off
        found = bytearray(4096)
        count = os.readv(self._handed, [found])
        os.close(self._handed)
        del found[count:]
        return found


class Handover:
    """Asks for a successor when the kiosk stands idle after a visit, and lets go when it may."""

    def __init__(
        self, line: Line, seconds: float, quiet: Callable[[], None], again: Callable[[], None],
        let_go: Callable[[int], None], newer: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        """``seconds`` idle before it asks. ``quiet`` ends the sync after its round trip, however
        long that takes; ``again`` starts it anew; ``let_go`` hands over by a pipe and closes;
        ``newer``: whether a newer version of the program lies ready, which needs no visit before
        it."""
        self._line, self._seconds = line, seconds
        self._quiet, self._again, self._let_go = quiet, again, let_go
        self._newer = newer
        self._ask_at = seconds
        self._said = float("-inf")
        self._pipe = -1
        self._stopping: threading.Thread | None = None
        self._gone = False

    def drawn(self) -> None:
        self._line.say("drawn")

    def beat(self, idle: float, used: bool) -> bool:
        if self._gone:
            return True
        self._live()
        if idle < self._seconds:
            self._stay()
        elif self._pipe >= 0:
            self._leave()
        elif (pipe := self._line.asked()) is not None:
            self._pipe = pipe
            self._stopping = threading.Thread(target=self._quiet, daemon=True)
            self._stopping.start()
        elif idle >= self._ask_at:
            self._ask_at = idle + ASK_AGAIN
            if used or self._newer():
                self._line.say("renew" if used else "newer")
        return self._gone

    def _live(self) -> None:
        now = time.monotonic()
        if now >= self._said + LIVES:
            self._said = now
            self._line.say("alive")

    def _stay(self) -> None:
        """Somebody is here: nothing is renewed now."""
        self._ask_at = self._seconds
        if self._pipe < 0:
            self._pipe = self._line.asked() or -1
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1
            self._line.say("busy")
        if self._stopping is not None and not self._stopping.is_alive():
            self._stopping = None
            self._again()

    def _leave(self) -> None:
        if self._stopping is not None and self._stopping.is_alive():
            return  # the round trip is finished first
        self._gone = True
        try:
            self._let_go(self._pipe)
        except Exception as error:
            # Half of it is closed; a window opened anew serves, this one would stay deaf for good.
            log.critical("the window could not hand over: %s", type(error).__name__)
            os._exit(CANNOT_LEAVE)
        os.close(self._pipe)
        self._line.say("yielded")


def tie_to_parent() -> None:
    """End at once with the supervisor, however it ends; and never leave a core with answers."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
