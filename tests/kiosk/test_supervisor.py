"""The supervisor with small real processes for windows: renewal, crashes, ending together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.programs import command_again
from kiosk.supervisor import Supervisor
from tests.kiosk.noted import Noted

ROOT = Path(__file__).resolve().parents[2]
WINDOW = """
import os, sys, time
from kiosk.handover import Handover, Line, tie_to_parent
tie_to_parent()
folder, how = sys.argv[1], sys.argv[2]
line = Line()
def note(text):
    with open(folder + "/notes", "a") as file:
        file.write(text + "\\n")
if line.successor:
    if how == "stillborn":
        sys.exit(3)
    got = bytes(line.await_turn()).decode()
    note("handed " + got)
    if how == "blind":
        sys.exit(3)
if line.crash:
    note("after " + line.crash)
note(f"drawn {os.getpid()}")
line.say("drawn")
if how == "crash":
    os.abort()
if how == "cannot":
    sys.exit(1)
let_go = lambda pipe: os.write(pipe if how != "stuck" else -1, b"epoch")
guard = Handover(line, 0.1, lambda: note("quiet"), lambda: note("again"), let_go)
renewed = line.successor
end = time.monotonic() + 60
touched = False
while time.monotonic() < end:
    time.sleep(0.02)
    if os.path.exists(folder + "/close"):
        sys.exit(0)
    if how == "busy" and not touched and guard._stopping is not None:
        touched = True
        guard.beat(0.0, True)
        time.sleep(0.2)
    guard.beat(5.0 if not touched else 0.0, not renewed)
"""


class Run(Noted):
    """A supervisor in a process of its own, and what its windows noted."""

    def __init__(self, folder: Path, how: str) -> None:
        self.folder = folder
        script = folder / "window.py"
        script.write_text(WINDOW)
        command = [sys.executable, str(script), str(folder), how]
        code = f"from kiosk.supervisor import Supervisor; import sys;sys.exit(Supervisor({command}, sleep=lambda s: print(s, flush=True)).run())"  # noqa: E501
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def drawn(self) -> list[int]:
        return [int(each.split()[1]) for each in self.notes() if each.startswith("drawn")]

    def close(self) -> int:
        (self.folder / "close").touch()
        return self.process.wait(timeout=60)


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has waited for yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until_gone(pid: int) -> None:
    end = time.monotonic() + 60
    while not gone(pid):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_idle_window_is_replaced_once_it_has_let_go(tmp_path: Path) -> None:
    run = Run(tmp_path, "well")
    notes = run.until(lambda notes: sum(each.startswith("drawn") for each in notes) == 2)
    first, second = run.drawn()
    assert notes == [f"drawn {first}", "quiet", "handed epoch", f"drawn {second}"]
    until_gone(first)
    assert not gone(second)
    assert run.close() == 0


def test_a_touch_calls_it_off(tmp_path: Path) -> None:
    run = Run(tmp_path, "busy")
    notes = run.until(lambda notes: "again" in notes)
    assert len(run.drawn()) == 1 and "handed epoch" not in notes
    assert not gone(run.drawn()[0])
    assert run.close() == 0


@pytest.mark.parametrize("how", ["stillborn", "blind"])
def test_a_successor_that_fails_leaves_a_window(tmp_path: Path, how: str) -> None:
    """Before the old window let go it stays; after that a fresh one is opened."""
    run = Run(tmp_path, how)
    if how == "blind":
        run.until(lambda notes: sum(each.startswith("drawn") for each in notes) == 2)
        assert "after SuccessorFailed" in run.notes()
        until_gone(run.drawn()[0])
    else:
        run.until(lambda notes: bool(notes))
        time.sleep(1)
        assert len(run.drawn()) == 1 and not gone(run.drawn()[0])
    assert run.close() == 0


def test_a_window_that_cannot_let_go_is_opened_anew(tmp_path: Path) -> None:
    run = Run(tmp_path, "stuck")
    run.until(lambda notes: sum(each.startswith("drawn") for each in notes) == 2)
    first, second = run.drawn()
    until_gone(first)
    assert not gone(second) and "handed epoch" not in run.notes()
    assert run.close() == 0


def test_crash_upon_crash_waits_ever_longer_and_is_told(tmp_path: Path) -> None:
    run = Run(tmp_path, "crash")
    assert run.process.stdout is not None
    waits = [float(run.process.stdout.readline()) for _ in range(5)]
    assert waits == [0.0, 1.0, 3.0, 7.0, 15.0]
    assert "after SIGABRT" in run.notes()
    run.process.terminate()
    assert run.process.wait(timeout=60) == 128 + signal.SIGTERM


def test_what_cannot_be_opened_is_not_tried_again(tmp_path: Path) -> None:
    supervisor = Supervisor([sys.executable, "-c", "import sys; sys.exit(2)"])
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert supervisor.run() == 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_the_window_ends_with_its_supervisor(tmp_path: Path) -> None:
    run = Run(tmp_path, "stillborn")
    run.until(lambda notes: bool(notes))
    run.process.kill()
    run.process.wait(timeout=60)
    until_gone(run.drawn()[0])


def test_the_same_command_line_is_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command_again(["run"]) == [sys.executable, "-m", "kiosk", "run"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command_again(["run"]) == [sys.executable, "run"]
