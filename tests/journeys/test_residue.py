"""However a visit ended, nothing that was typed is in a file, a log, or the memory of the process
that shows the next welcome screen."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_touch import pytestmark  # noqa: F401
from tests.journeys.window import Window
from tests.kiosk.robot import Robot, window_of

MARK = "canaryzq"


RAISING = Path(__file__).parent / "raising"


@pytest.fixture
def window(
    collector: CollectorProcess, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    """A window that is renewed a moment after each visit, and fails when it is told to."""
    monkeypatch.setenv("RAISE_WHEN", str(kiosk.data / "fail"))
    monkeypatch.setenv("PYTHONPATH", str(RAISING))
    settings = kiosk.data / "kiosk.toml"
    settings.write_text("renew_seconds = 2\nwalk_away_seconds = 20\nwarning_seconds = 20\n")
    with ExitStack() as stack:
        yield Window(stack, kiosk, "1280x800", "--config", str(settings))


def typed(window: Window) -> Robot:
    """Somebody types a mark into the question of where."""
    robot = window.begin()
    robot.wait_for("question", "/data/kind")
    robot.choose("/data/kind", "light")
    robot.tap("next")
    robot.wait_for("question", "/data/where")
    robot.type_text("/data/where", "x")
    before = robot.state()["seq"]
    robot.keyboard(MARK)
    robot.until(lambda state: state["seq"] > before, "what was typed")
    return robot


def finish(window: Window) -> None:
    window.finish()


def stop(window: Window) -> None:
    window.robot.tap("over:stop")
    window.robot.tap("clear")


def walk_away(window: Window) -> None:
    """After a warning that is answered once: that goes on where it was."""
    warned(window.robot)
    window.robot.tap("here")
    window.robot.wait_for("question", "/data/where")
    warned(window.robot)


def warned(robot: Robot) -> None:
    robot.until(lambda state: any(c["id"] == "here" for c in state["controls"]), "the warning")


def fail(window: Window) -> None:
    """A handler raises what holds the answers."""
    (window.targets.parent / "fail").touch()
    window.robot.tap("next")


ENDS = (fail, finish, stop, walk_away)


def in_memory(pid: int, mark: str = MARK) -> int:
    """How often the mark is in what a process can write to, in either width of letters."""
    hits = 0
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as file:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            first, last = (int(part, 16) for part in span.split("-"))
            if not rights.startswith("rw"):
                continue
            try:
                file.seek(first)
                content = file.read(last - first)
            except (OSError, ValueError, OverflowError):
                continue  # memory of a device
            hits += sum(content.count(mark.encode(how)) for how in ("utf-8", "utf-16-le"))
            hits += content.count(mark.encode("utf-32-le"))
    return hits


def in_files(folder: Path, mark: str = MARK) -> list[str]:
    """The files with the mark; the robot's own list of what shows is not the kiosk's."""
    return [
        path.name for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "targets.json" and mark.encode() in path.read_bytes()
    ]  # fmt: skip


def test_the_next_process_holds_nothing_of_the_visits_before(window: Window, kiosk: Kiosk) -> None:
    during, after = {}, {}
    for end in ENDS:
        robot = typed(window)
        old = window_of(window.process.pid)
        during[end.__name__] = in_memory(old)
        end(window)
        robot.wait_for("welcome")
        new = window.renewed(old)
        after[end.__name__] = in_memory(new)
    print(f"marks in memory during a visit: {during}; in the process after it: {after}")
    print(f"files of the data folder looked at: {sum(p.is_file() for p in kiosk.data.rglob('*'))}")
    assert all(during.values()) and not any(after.values())
    assert "a screen failed and the visit was ended: KeyError" in window.log.read_text()
    assert in_memory(window.process.pid) == 0
    assert in_files(kiosk.data) == []
    assert not list(Path.cwd().glob("core*")) and not list(kiosk.data.rglob("core*"))
