"""``python -m tests.bench.soak``: a day of visits at the real window, one after another.

Eight hours of a busy kiosk, 20 visits an hour, without the rests between them: touches through X
on a screen in memory, a real collector that is away for a part of the day, languages in turn; some
are stopped, and now and then nobody comes, so that the window's process is renewed. Memory and file
handles should stay flat, nothing should fail, and all that was said to be saved should arrive once.

examples:
  python -m tests.bench.soak                  160 visits, some 25 minutes
  python -m tests.bench.soak --visits 12 --json
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench.window import memory
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_line import wheres
from tests.journeys.window import Window
from tests.kiosk.robot import window_of

LANGUAGES = ("en", "ur", "pl", "cy", "ar")
REST = 8
"""Visits after which nobody comes for a while."""


def visit(window: Window, task: str, number: int) -> bool:
    """One visit; whether it was finished."""
    robot, stops = window.robot, number % 7 == 6
    robot.tap(f"language:{LANGUAGES[number % len(LANGUAGES)]}")
    robot.wait_for("tasks")
    robot.tap(task)
    robot.wait_for("privacy")
    robot.tap("start")
    robot.wait_for("question", "/data/kind")
    robot.choose("/data/kind", "light")
    robot.tap("next")
    robot.wait_for("question", "/data/where")
    if stops:
        robot.tap("over:stop")
        robot.tap("clear")
        robot.wait_for("welcome")
        return False
    robot.type_text("/data/where", "")  # only the touch, for not every keyboard has these letters
    robot.keyboard(f"lamp {number}")
    window.finish()
    return True


def looked(window: Window) -> dict[str, float]:
    """Memory in MiB and open files of the supervisor and the window."""
    found = {}
    pids = {"supervisor": window.process.pid, "window": window_of(window.process.pid)}
    for name, pid in pids.items():
        found[f"{name}, MiB"] = memory(pid)
        found[f"{name}, files"] = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return found


def day(folder: Path, visits: int) -> dict[str, object]:
    """All visits; what was seen before each rest, and what arrived."""
    collector = CollectorProcess(folder / "collector")
    collector.begin()
    collector.start()
    looks, saved = [], 0
    with ExitStack() as stack:
        stack.callback(collector.kill)
        kiosk = Kiosk(folder / "kiosk", collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        titles = [each.title["en"] for each in kiosk.desk.offers()]
        task = f"task:{titles.index('Report a problem')}"
        settings = kiosk.data / "kiosk.toml"
        settings.write_text("renew_seconds = 3\nsync_seconds = 5\n")
        window = Window(stack, kiosk, "1280x800", "--config", str(settings))
        for number in range(visits):
            if number == visits // 3:
                collector.kill()
            if number == visits * 2 // 3:
                collector.start()
            saved += visit(window, task, number)
            if number % REST == REST - 1:
                looks.append(looked(window))
                window.renewed(window_of(window.process.pid))
            told(number + 1, visits, saved)
        held = arrived(collector, folder, saved)
        again, log = window.robot.repeated, window.log.read_text()
    return {
        "visits": visits, "saved": saved, "arrived": len(held), "twice": len(held) - len(set(held)),
        "errors in the log": log.count("ERROR") + log.count("Traceback"),
        "touches made again": again, "looks": looks,
    }  # fmt: skip


def arrived(collector: CollectorProcess, folder: Path, saved: int) -> list[str]:
    """What the council holds, once it holds as much as was saved or a minute has passed."""
    end = time.monotonic() + 60
    while len(held := wheres(collector, folder)) < saved and time.monotonic() < end:
        time.sleep(1)
    return held


def told(number: int, visits: int, saved: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{number} of {visits} visits, {saved} saved", end="", file=sys.stderr, flush=True)


def main() -> int:
    """Print the figures; 1 when something was lost, came twice, or failed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.soak", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--visits", type=int, default=160)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = day(Path(folder), given.visits)
    looks = found["looks"]
    assert isinstance(looks, list)
    if given.json:
        print(json.dumps(found))
    else:
        print(", ".join(f"{name}: {value}" for name, value in found.items() if name != "looks"))
        part = max(1, len(looks) // 4)
        for name in looks[0] if looks else ():
            first = statistics.median(each[name] for each in looks[:part])
            last = statistics.median(each[name] for each in looks[-part:])
            print(f"{name:<20} first quarter {first:>8.1f}   last quarter {last:>8.1f}")
    well = found["arrived"] == found["saved"] and not found["twice"]
    return 0 if well and not found["errors in the log"] else 1


if __name__ == "__main__":
    sys.exit(main())
