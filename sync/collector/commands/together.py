"""Several processes that live and end together."""

import ctypes
import logging
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

log = logging.getLogger("collector")
PR_SET_PDEATHSIG = 1
"""From prctl(2): the signal a process gets when the one that started it is gone."""
GRACE_SECONDS = 20
_LIBC = ctypes.CDLL(None)


class Together:
    """Starts each command, starts again what falls over, and ends all on SIGTERM or SIGINT."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self._commands = commands
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()

    def run(self) -> None:
        """Returns after a signal, once every process has ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        try:
            for name in self._commands:
                self._start(name)
            while not self._stop.wait(0.5):
                self._mend()
        finally:
            self._end()

    def _start(self, name: str) -> None:
        self._processes[name] = subprocess.Popen(self._commands[name], preexec_fn=_end_with_me)

    def _mend(self) -> None:
        for name, process in self._processes.items():
            if process.poll() is not None and not self._stop.wait(1):
                log.error("%s ended with %s and is started again", name, process.returncode)
                self._start(name)

    def _end(self) -> None:
        for process in self._processes.values():
            process.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for process in self._processes.values():
            try:
                process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _end_with_me() -> None:
    """Even when the parent is killed outright, nothing goes on holding its port."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
