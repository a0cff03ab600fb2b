"""Listens on the local network, and lets in what the gate lets in.

One thread reads all requests, so that a caller who sends nothing, or a byte a minute, costs a
number and not a thread. Nothing that comes is kept or written down.
"""

import logging
import os
import selectors
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sync.carriers.http import HttpCarrier
from sync.relay import request
from sync.relay.answer import say
from sync.relay.gate import PIECES_A_MINUTE, Gate
from sync.relay.passing import Passing
from sync.relay.place import opened, place_of

log = logging.getLogger("kiosk")
SPEAK_SECONDS = 10.0
"""A request is here whole within this, or is let go."""
AGAIN_SECONDS = 5.0
"""Before a port that somebody else has is tried again."""
BREATH_SECONDS = 0.2
"""When this process may open nothing more for now."""
SPEAKING = 32
"""Callers at once of whom not all has been heard."""


@dataclass(eq=False)
class Caller:
    """Somebody who is still speaking."""

    line: socket.socket
    host: str
    until: float
    """Monotonic time by which all of the request must be here."""
    got: bytearray = field(default_factory=bytearray)


class Relay:
    """Passes on for as long as it is started."""

    def __init__(
        self, listen: str, carrier: Callable[[], HttpCarrier], gate: Gate | None = None,
        pieces: Gate | None = None,
    ) -> None:  # fmt: skip
        """``carrier`` makes a way to our own collector, the only place anything goes to.

        ``gate`` lets callers in; requests for ``pieces`` are counted apart, so that they take
        nothing from what people say.

        Raises ValueError when ``listen`` is no address and port.
        """
        self._place, self._gate = place_of(listen), gate or Gate()
        self._pieces = pieces or Gate(PIECES_A_MINUTE)
        self._passing = Passing(carrier)
        self._callers: dict[socket.socket, Caller] = {}
        self._ready: selectors.BaseSelector
        self._stopped = threading.Event()
        self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self.listening = threading.Event()
        """Set once it does."""
        self.port = self._place[1]

    def start(self) -> None:
        """Listen, as soon as the port is free."""
        self._thread.start()

    def stop(self) -> None:
        """End at once; what is on its way is cut off, and its kiosk sends it again."""
        self._stopped.set()
        os.write(self._wake[1], b"x")
        self._thread.join()
        self._passing.cut()
        for end in self._wake:
            os.close(end)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with opened(self._place) as server, selectors.DefaultSelector() as self._ready:
                    self.port = server.getsockname()[1]
                    self.listening.set()
                    self._serve(server)
            except OSError as error:
                log.warning("the relay cannot listen: %s", os.strerror(error.errno or 0))
                self._stopped.wait(AGAIN_SECONDS)

    def _serve(self, server: socket.socket) -> None:
        self._ready.register(server, selectors.EVENT_READ)
        self._ready.register(self._wake[0], selectors.EVENT_READ)
        while not self._stopped.is_set():
            for key, _ in self._ready.select(self._patience()):
                if key.fileobj is server:
                    self._accept(server)
                elif isinstance(key.data, Caller) and key.data.line in self._callers:
                    self._hear(key.data)
            self._let_go_of_the_slow()
        for caller in list(self._callers.values()):
            self._close(caller)

    def _patience(self) -> float | None:
        """Seconds until somebody has been too slow; None while nobody is here."""
        first = next(iter(self._callers.values()), None)
        return max(0.0, first.until - time.monotonic()) if first else None

    def _accept(self, server: socket.socket) -> None:
        try:
            for _ in range(SPEAKING):
                self._let_in(*server.accept())
        except (BlockingIOError, ConnectionError):  # nobody knocks, or who did has gone again
            pass
        except OSError:
            self._stopped.wait(BREATH_SECONDS)

    def _let_in(self, line: socket.socket, address: tuple[str, int]) -> None:
        if not self._gate.enter(address[0]):
            line.close()
            return
        if len(self._callers) >= SPEAKING:  # who has been speaking for longest makes room
            self._close(next(iter(self._callers.values())))
        line.setblocking(False)
        caller = Caller(line, address[0], time.monotonic() + SPEAK_SECONDS)
        self._callers[line] = caller
        self._ready.register(line, selectors.EVENT_READ, caller)

    def _hear(self, caller: Caller) -> None:
        try:
            more = caller.line.recv(request.MOST + 1 - len(caller.got))
            caller.got += more
            asked = request.read(bytes(caller.got)) if more else None
        except request.RefusedError as refused:
            self._refuse(caller, refused.status)
        except BlockingIOError:
            return
        except OSError:
            self._close(caller)
        else:
            if asked:
                self._take(caller, asked)
            elif not more:
                self._close(caller)

    def _take(self, caller: Caller, asked: request.Asked) -> None:
        """Send it on its way, or say that it is too much."""
        if not (self._pieces if asked.is_piece else self._gate).asks(caller.host):
            self._refuse(caller, 429)
            return
        self._forget(caller)
        over = lambda: self._gate.leave(caller.host)  # noqa: E731
        if not self._passing.take(asked, caller.line, over):
            self._end(caller, 503)

    def _refuse(self, caller: Caller, status: int) -> None:
        self._forget(caller)
        self._end(caller, status)

    def _close(self, caller: Caller) -> None:
        self._forget(caller)
        self._end(caller)

    def _forget(self, caller: Caller) -> None:
        """Listen to a caller no more."""
        self._ready.unregister(caller.line)
        del self._callers[caller.line]

    def _end(self, caller: Caller, status: int = 0) -> None:
        try:
            if status:
                say(caller.line, status)
        except OSError:  # who does not listen need not know
            pass
        finally:
            caller.line.close()
            self._gate.leave(caller.host)

    def _let_go_of_the_slow(self) -> None:
        now = time.monotonic()
        for caller in list(self._callers.values()):
            if caller.until > now:
                break  # those behind came later
            self._close(caller)
