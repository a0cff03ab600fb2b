"""What the machine does for the kiosk is done exactly while the kiosk holds the line."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.machine import Lamp, sticks_written
from sync.errors import CarrierError


class Root:
    """Root's side: does and undoes one thing for each line, as the units of the package do."""

    def __init__(self, path: Path, word: bytes = b"ready\n") -> None:
        self.word = word
        self.log: list[str] = []
        self.undone = threading.Event()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen(1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._socket.accept()
                self.log.append("done")
                line.sendall(self.word)
                while line.recv(64):
                    pass
                self.log.append("undone")
                self.undone.set()
                line.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(timeout=60)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Root]:
    served = Root(tmp_path / "writing")
    yield served
    served.close()


def test_sticks_are_written_to_only_meanwhile(root: Root, tmp_path: Path) -> None:
    with sticks_written(tmp_path):
        assert root.log == ["done"]
    assert root.log == ["done", "undone"], "it returns once all is on the stick"


def test_what_fails_meanwhile_lets_go_as_well(root: Root, tmp_path: Path) -> None:
    with pytest.raises(CarrierError, match="full"), sticks_written(tmp_path):
        raise CarrierError("The stick is full.")
    assert root.undone.wait(60)


def test_a_kiosk_that_is_killed_lets_go(root: Root, tmp_path: Path) -> None:
    work = "import os, signal, sys, pathlib; from kiosk.machine import sticks_written\n"
    work += "with sticks_written(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    killed = subprocess.run([sys.executable, "-c", work, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert root.undone.wait(60)


def test_a_machine_that_refuses_is_said_so(tmp_path: Path) -> None:
    refusing = Root(tmp_path / "writing", b"no\n")
    with pytest.raises(CarrierError, match="not ready"), sticks_written(tmp_path):
        raise AssertionError("it is not to be written")
    refusing.close()


def test_nobody_listens_any_more(tmp_path: Path) -> None:
    Root(tmp_path / "writing").close()
    with pytest.raises(CarrierError, match="not ready"), sticks_written(tmp_path):
        raise AssertionError("it is not to be written")


def test_an_ordinary_computer_has_nothing_to_be_asked(tmp_path: Path) -> None:
    with sticks_written(tmp_path):
        (tmp_path / "written").touch()
    lamp = Lamp(tmp_path)
    lamp.off()
    lamp.on()
    assert os.listdir(tmp_path) == ["written"]


def test_the_lamp_is_off_until_somebody_comes(tmp_path: Path) -> None:
    served = Root(tmp_path / "dark")
    lamp = Lamp(tmp_path)
    lamp.off()
    lamp.off()
    assert served.log == ["done"]
    lamp.on()
    assert served.undone.wait(60)
    served.close()
