"""``python -m tests.bench.beside_web_forms``: the kiosk beside the same form in a browser.

The peer is Chromium in kiosk mode with npm's ``@getodk/web-forms``. Both show the sample pack's
"Your High Street" on a screen in memory (Xvfb, software drawing) one after the other, are touched
by real X events, and are timed by one pair of eyes: the pixels of the screen, from the finger's
lifting to the next question. Memory is the share (PSS) of all processes of each.

The browser opens the form itself, without the welcome, the task and the privacy words of the
kiosk; so the kiosk's first question is its start and the three taps to it.
"""

import argparse
import json
import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sync.collector.publish.convert import convert
from tests.bench.glass import Area, Glass, Seen, tree
from tests.bench.web_forms import Browser, install
from tests.bench.window import ended, memory, processor, started, used
from tests.journeys.parts import PACK, CollectorProcess, Kiosk
from tests.kiosk.robot import Robot

FORM = next(each for each in PACK if each.stem == "high_street")
EXAMPLES = """examples:
  python -m tests.bench.beside_web_forms
  python -m tests.bench.beside_web_forms --starts 9 --taps 60 --json
"""
Figures = dict[str, float]


@dataclass
class Found:
    """What was seen of one program; processor time does not depend on what else ran."""

    first: list[float] = field(default_factory=list)
    """Seconds from each start to the first screen."""
    question: list[float] = field(default_factory=list)
    """Seconds from each start to the first question."""
    worked: list[float] = field(default_factory=list)
    """Seconds of processor until then."""
    taps: list[Seen] = field(default_factory=list)

    def figures(self, pid: int, worked: float, idle: float) -> Figures:
        """With those of a process that stands at a question and worked for the taps."""
        self.first, self.question, self.worked = self.first[1:], self.question[1:], self.worked[1:]
        first, processes = [each.first * 1000 for each in self.taps], tree(pid)
        return {
            "start to first screen, s": statistics.median(self.first),
            "start to first question, s": statistics.median(self.question),
            "the same, s of processor": statistics.median(self.worked),
            "tap to next question, ms (p50)": statistics.median(first),
            "tap to next question, ms (p95)": statistics.quantiles(first, n=20)[-1],
            "tap until nothing moves, ms (p50)": statistics.median(
                each.settled * 1000 for each in self.taps
            ),
            "tap there and back, ms of processor": worked / len(self.taps) * 1000,
            "memory of all processes, MiB": sum(map(memory, processes)),
            "processes": len(processes),
            f"idle for {idle:g} s, % of a core": processor(processes, idle),
        }


def in_browser(glass: Glass, browser: Browser, given: argparse.Namespace) -> Figures:
    """The form in Chromium; a choice that makes the next question appear below it."""
    found = Found()
    for turn in range(given.starts + 1):
        with ExitStack() as stack:
            begun = time.perf_counter()
            pid = browser.start(stack)
            shown = glass.watch(glass.all, begun, ready=browser.shown).settled
            found.first.append(shown)
            found.question.append(shown)
            found.worked.append(used(tree(pid)))
            if turn == given.starts:
                before = used(tree(pid))
                found.taps = choose_by_turns(glass, browser, given.taps)
                return found.figures(pid, used(tree(pid)) - before, given.idle)
    raise AssertionError


def choose_by_turns(glass: Glass, browser: Browser, count: int) -> list[Seen]:
    """Never: why? appears. Every week: it goes again, which is not counted."""
    never, weekly = browser.label("Never"), browser.label("Every week")
    below = Area(int(never["y"] + never["height"]), glass.height)
    taps = []
    for _ in range(count):
        taps.append(glass.tap(never["x"], never["y"], below))
        glass.tap(weekly["x"], weekly["y"], below)
    return taps


def at_kiosk(glass: Glass, kiosk: Kiosk, given: argparse.Namespace) -> Figures:
    """The form in our window; Next from the choice to the question after it."""
    found, targets = Found(), kiosk.data / "targets.json"
    for turn in range(given.starts + 1):
        targets.unlink(missing_ok=True)
        with ExitStack() as stack:
            begun = time.perf_counter()
            pid = stack.enter_context(
                ended(started(kiosk.data, kiosk.address, glass.display, targets))
            ).pid
            found.first.append(glass.watch(glass.all, begun, ready=targets.exists).settled)
            robot = Robot(glass.display, targets)
            found.question.append(found.first[-1] + to_first_question(glass, robot))
            found.worked.append(used(tree(pid)))
            if turn == given.starts:
                begin_question(glass, robot)
                before = used(tree(pid))
                found.taps = next_by_turns(glass, robot, given.taps)
                return found.figures(pid, used(tree(pid)) - before, given.idle)
    raise AssertionError


def to_first_question(glass: Glass, robot: Robot) -> float:
    """Seconds of waiting for the kiosk on the way to the first question."""
    robot.wait_for("welcome")
    waited = touched(glass, robot, "language:en").settled
    robot.wait_for("tasks")
    task = next(c["id"] for c in robot.state()["controls"] if c["label"] == "Your High Street")
    waited += touched(glass, robot, task).settled
    robot.wait_for("privacy")
    return waited + touched(glass, robot, "start").settled


def touched(glass: Glass, robot: Robot, control: str) -> Seen:
    """Tap a control; what is looked at is all above the bar at the bottom."""
    place = robot.control(control)
    bar = place["y"] if control == "next" else glass.height
    return glass.tap(place["x"] + place["w"] / 2, place["y"] + place["h"] / 2, Area(0, int(bar)))


def begin_question(glass: Glass, robot: Robot) -> None:
    """Past the note before it, and answered."""
    touched(glass, robot, "next")
    robot.wait_for("question", "/data/how_often")
    robot.choose("/data/how_often", "never")


def next_by_turns(glass: Glass, robot: Robot, count: int) -> list[Seen]:
    """Next from the first choice to what keeps you away; Back again, which is not counted."""
    taps = []
    for _ in range(count):
        time.sleep(0.2)
        taps.append(touched(glass, robot, "next"))
        robot.wait_for("question", "/data/why_not")
        touched(glass, robot, "back")
        robot.wait_for("question", "/data/how_often")
    return taps


def measured(given: argparse.Namespace, folder: Path) -> dict[str, Figures]:
    """Both, one after the other, on one display."""
    given.cache.mkdir(parents=True, exist_ok=True)
    if reason := install(given.cache):
        raise SystemExit(f"beside_web_forms: {reason}")
    (given.cache / "form.xml").write_text(str(convert(FORM)["xml"]))
    with ExitStack() as stack:
        collector = CollectorProcess(folder / "collector")
        collector.begin()
        collector.start()
        stack.callback(collector.kill)
        kiosk = Kiosk(folder / "kiosk", collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        kiosk.parts.database.close()
        collector.kill()  # from here on without a network, and nothing else that runs
        glass = Glass(stack, folder)
        browser = Browser(stack, given.cache, glass.display, folder / "profile")
        peer = in_browser(glass, browser, given)
        return {"kiosk": at_kiosk(glass, kiosk, given), "web-forms": peer}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m tests.bench.beside_web_forms", description=__doc__, epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument(
        "--starts", type=int, default=5, help="starts of each; one more is not counted"
    )
    made.add_argument("--taps", type=int, default=40, help="taps to a next question")
    made.add_argument("--idle", type=float, default=30.0, help="seconds of idling measured")
    made.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "beside-web-forms",
        help="folder that keeps what npm installs",
    )  # fmt: skip
    made.add_argument("--json", action="store_true")
    return made


def main() -> None:
    """Print the figures of both."""
    given = parser().parse_args()
    if given.starts < 1 or given.taps < 2:
        parser().error("at least one start and two taps must be measured")
    with tempfile.TemporaryDirectory() as name:
        found = measured(given, Path(name))
    if given.json:
        print(json.dumps(found))
        return
    print(f"{'':<38}{'kiosk':>10}{'web-forms':>12}{'ratio':>8}")
    for label, ours in found["kiosk"].items():
        peer = found["web-forms"][label]
        print(f"{label:<38}{ours:>10,.2f}{peer:>12,.2f}{ours / peer if peer else 0:>8.2f}")


if __name__ == "__main__":
    main()
