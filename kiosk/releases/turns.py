"""Who works at a shelf: the courier, a stick, a command. Two at once would spoil each other's work.

The file ``turn`` is locked by whoever is at it, and says who was last: who finds another one there
begins again with what is on the disk.
"""

import fcntl
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

NAME = "turn"
LOOK_SECONDS = 0.1
"""Between two looks whether it is free."""


class Turns:
    """Those of one who works at a shelf."""

    def __init__(self, shelf: Path) -> None:
        self._path, self._name = shelf / NAME, secrets.token_bytes(16)
        self._held = self._disturbed = False

    @contextmanager
    def taken(self, seconds: float = 0.0) -> Iterator[bool]:
        """Nobody else works there meanwhile; False when somebody does, for so many seconds.

        Raises:
            OSError: the disk is full or failed.
        """
        if self._held:
            yield True
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+b") as file:
            self._held = _locked(file, time.monotonic() + seconds)
            try:
                if self._held:
                    self._sign(file)
                yield self._held
            finally:
                self._held = False

    def disturbed(self) -> bool:
        """Whether somebody else was at it since this was last asked."""
        was, self._disturbed = self._disturbed, False
        return was

    def _sign(self, file: BinaryIO) -> None:
        file.seek(0)
        if file.read(len(self._name)) != self._name:
            self._disturbed = True
            file.truncate(0)
            file.write(self._name)
            file.flush()


def _locked(file: BinaryIO, until: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(LOOK_SECONDS)
