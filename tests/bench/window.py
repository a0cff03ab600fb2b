"""``python -m tests.bench.window``: start, memory, taps and idling of the kiosk's window.

The peer in the same run is a bare Kivy window with six buttons, which is the least a Kivy kiosk can
be. Both run on a screen in memory (Xvfb) with software drawing.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from tests.journeys.parts import PACK, CollectorProcess, Kiosk
from tests.kiosk.robot import Robot, window_of

ABSENT = Path(__file__).parent / "absent"
"""What a kiosk does not have though the machine that measures does."""
BARE = """
import os, sys, time
os.environ.update(KIVY_NO_ARGS="1", KIVY_NO_FILELOG="1", KIVY_NO_CONSOLELOG="1")
os.environ["KIVY_HOME"] = sys.argv[1]
from kivy.base import runTouchApp
from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.button import Button
box = BoxLayout()
for n in range(6):
    box.add_widget(Button(text=str(n)))
drawn = lambda _: open(sys.argv[2], "w").close()
Clock.schedule_once(lambda _: Clock.schedule_once(drawn, 0), 0)
runTouchApp(box)
"""


@contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def screen(stack: ExitStack, *more: str) -> str:
    """A display in memory; Xvfb itself finds a number that is free. ``more`` goes to Xvfb."""
    reading, writing = os.pipe()
    command = [
        "Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
        *more,
    ]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, pass_fds=[writing])
    stack.enter_context(ended(process))
    os.close(writing)
    with os.fdopen(reading) as told:
        return f":{told.readline().strip()}"


def started(
    data: Path, address: str, display: str, targets: Path, size: str = "1280x800",
    options: Sequence[str] = (), more: Sequence[str] = (),
    stderr: IO[bytes] | int = subprocess.DEVNULL,
) -> "subprocess.Popen[bytes]":  # fmt: skip
    """The window of the kiosk in that folder; ``options`` stand before the command to run,
    ``more`` behind it. An empty ``address`` leaves it without a network."""
    command = [
        sys.executable, "-m", "kiosk", *options, "--data", str(data), "run", "--window",
        "--size", size, "--targets", str(targets), *more,
    ]  # fmt: skip
    path = os.pathsep.join(filter(None, (str(ABSENT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "DISPLAY": display, "KIOSK_COLLECTOR": address,
                   "PYTHONPATH": path}  # fmt: skip
    return subprocess.Popen(command, env=environment, stderr=stderr)


def until(path: Path) -> None:
    """Wait until a file is there."""
    end = time.monotonic() + 60
    while not path.exists():
        if time.monotonic() > end:
            raise TimeoutError(str(path))
        time.sleep(0.002)


def memory(pid: int) -> float:
    """Resident memory in MiB, with shared pages counted by share (PSS)."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = next(each for each in text.splitlines() if each.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def resident(pid: int) -> float:
    """Resident memory in MiB."""
    text = Path(f"/proc/{pid}/status").read_text()
    line = next(each for each in text.splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def used(pids: Sequence[int]) -> float:
    """Seconds of processor that processes have used."""
    ticks = 0
    for pid in pids:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def processor(pids: Sequence[int], seconds: float) -> float:
    """Per cent of one core that processes use meanwhile."""
    before = used(pids)
    time.sleep(seconds)
    return (used(pids) - before) / seconds * 100


def bare(display: str, folder: Path, idle: float) -> dict[str, float]:
    """Figures of the bare window."""
    mark = folder / "bare-drawn"
    begun = time.perf_counter()
    command = [sys.executable, "-c", BARE, str(folder / "bare-home"), str(mark)]
    environment = {**os.environ, "DISPLAY": display}
    with ended(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as window:
        until(mark)
        start = time.perf_counter() - begun
        time.sleep(2)
        return {
            "peer, bare window: start, s": start,
            "peer, bare window: resident, MiB": resident(window.pid),
            "peer, bare window: idle, % of a core": processor([window.pid], idle),
        }


def ours(display: str, folder: Path, kiosk: Kiosk, idle: float) -> dict[str, float]:
    """Figures of the kiosk: one visit by touches, then idling."""
    targets = folder / "targets.json"
    kiosk.parts.database.close()
    begun = time.perf_counter()
    with ended(started(kiosk.data, kiosk.address, display, targets)) as window:
        until(targets)
        start = time.perf_counter() - begun
        robot = Robot(display, targets)
        taps, finish = visit(robot)
        drawing = window_of(window.pid)
        both = [window.pid, drawing]  # the supervisor, and what draws
        after = {"resident after a visit, MiB": sum(map(resident, both)),
                 "proportional after a visit, MiB": sum(map(memory, both))}  # fmt: skip
        idling = [window.pid, renewed(window.pid, drawing)]
        return {
            "start to first screen, s": start,
            "tap to next question, ms (median)": statistics.median(taps),
            "tap to next question, ms (p95)": statistics.quantiles(taps, n=20)[-1],
            "tap on Finish to Saved, ms": finish,
            **after,
            f"idle for {idle:g} s, % of a core": processor(idling, idle),
        }


def renewed(supervisor: int, before: int) -> int:
    """The process that draws after a visit in place of the one ``before``, at rest."""
    end = time.monotonic() + 60
    while (now := window_of(supervisor)) in (0, before) and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(5)
    return now


def visit(robot: Robot) -> tuple[list[float], float]:
    """Walk through the report again and again by Next and Back; then finish."""
    robot.wait_for("welcome")
    robot.tap("language:en")
    robot.wait_for("tasks")
    robot.tap(next(c["id"] for c in robot.state()["controls"] if c["label"] == "Report a problem"))
    robot.tap("start")
    robot.wait_for("question", "/data/kind")
    robot.choose("/data/kind", "light")
    taps = [timed(robot, "next")]
    robot.type_text("/data/where", "park")
    taps.append(timed(robot, "next"))
    for _ in range(15):
        timed(robot, "back")
        taps.append(timed(robot, "next"))
    taps.append(timed(robot, "next"))
    robot.choose("/data/danger", "no")
    taps.append(timed(robot, "next"))
    taps.append(timed(robot, "next"))
    robot.wait_for("check")
    finish = timed(robot, "finish")
    robot.wait_for("saved")
    robot.tap("clear")
    robot.wait_for("welcome")
    return taps, finish


def timed(robot: Robot, control: str) -> float:
    """Milliseconds from a touch to the next drawing; the touch itself takes some 35 of them."""
    time.sleep(0.55)
    begun = time.perf_counter()
    robot.tap(control)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.window", description=__doc__)
    parser.add_argument("--idle", type=float, default=60.0, help="seconds of idling measured")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        collector = CollectorProcess(folder / "collector")
        collector.init()
        collector.said("publish", *map(str, PACK))
        collector.start()
        stack.callback(collector.kill)
        kiosk = Kiosk(folder / "kiosk", collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        display = screen(stack)
        found = ours(display, folder, kiosk, given.idle) | bare(display, folder, given.idle)
    if given.json:
        print(json.dumps(found))
        return
    for label, value in found.items():
        print(f"{label:<45} {value:>10,.2f}")


if __name__ == "__main__":
    main()
