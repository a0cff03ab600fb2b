"""What the machine does for the kiosk while the kiosk holds a line to it.

On a kiosk machine (package ``connected-society-machine``) sticks are mounted for reading, and only
root may change that or switch a lamp off. Root's side listens on a socket that the kiosk alone may
open: it does its work, says ``ready``, and undoes it when the line ends. So a kiosk that dies has
let go of everything. Where there is no such socket, nothing has to be asked.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sync.errors import CarrierError

LINES = Path("/run/connected-society")
SECONDS = 60.0
"""A slow stick takes as long to write out what was given to it."""


class Line:
    """One line to the machine, held until ``let_go`` or until this process ends."""

    def __init__(self, path: Path) -> None:
        """Have it done; raises CarrierError when it is not."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(SECONDS)
        try:
            self._socket.connect(str(path))
            said = self._socket.recv(64)
        except OSError:
            said = b""
        if said.strip() != b"ready":
            self._socket.close()
            raise CarrierError("The machine is not ready for this; wait a minute and try again.")

    def let_go(self) -> None:
        """Have it undone, and return once it is; raises CarrierError when nobody says so."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while self._socket.recv(64):
                pass
        except OSError as error:
            raise CarrierError("The machine did not say that it has done; do it again.") from error
        finally:
            self.drop()

    def drop(self) -> None:
        """Let go without waiting."""
        self._socket.close()


@contextmanager
def sticks_written(lines: Path = LINES) -> Iterator[None]:
    """While this lasts sticks can be written; when it returns all is on them.

    Raises:
        CarrierError: they cannot, or it is not sure that all is on them.
    """
    path = lines / "writing"
    if not path.exists():
        yield
        return
    line = Line(path)
    try:
        yield
        line.let_go()
    finally:
        line.drop()


class Lamp:
    """The lamp behind the screen."""

    def __init__(self, lines: Path = LINES) -> None:
        self._path = lines / "dark"
        self._line: Line | None = None

    def off(self) -> None:
        """Have it switched off; a machine that cannot leaves it on."""
        if self._line is None and self._path.exists():
            with suppress(CarrierError):
                self._line = Line(self._path)

    def on(self) -> None:
        """Have it switched on again, without waiting for it."""
        if self._line is not None:
            self._line.drop()
            self._line = None
