"""One process of the window, and the line to it."""

import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field

from kiosk.programs import Program


@dataclass
class Child:
    """One process of the window, and the line to it."""

    program: Program
    process: "subprocess.Popen[bytes]"
    line: socket.socket
    started: float
    drawn: bool = False
    loaded: bool = False
    until: float = field(default=float("inf"))
    """When it is given up."""
    heard: bytes = b""

    def words(self) -> list[str] | None:
        """What it said since; None once it has ended."""
        try:
            got = self.line.recv(4096)
        except OSError:
            got = b""
        if not got:
            return None
        *whole, self.heard = (self.heard + got).split(b"\n")
        return [each.decode("ascii", "replace") for each in whole]

    def tell(self, word: str, *descriptors: int) -> None:
        """Say a word, with descriptors; nothing when it has ended meanwhile."""
        with suppress(OSError):
            socket.send_fds(self.line, [word.encode() + b"\n"], descriptors)

    def end(self) -> int:
        """End it and wait; its exit code, minus a signal's number."""
        self.line.close()
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
