"""The demo: a collector, a kiosk enrolled with it, the sample pack, and a visit."""

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.kiosk.robot import Robot

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DEMO = ROOT / ".demo"
COLLECTOR, KIOSK, PICTURES = DEMO / "collector", DEMO / "kiosk", DEMO / "pictures"
BIN = Path(sys.executable).parent
OFFICER = "officer"


def say(text: str) -> None:
    """One line of progress."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def run(*command: object, **environment: str) -> str:
    """Run a command to its end; gives what it printed, or ends the demo with what went wrong."""
    line = [str(BIN / str(command[0])), *map(str, command[1:])]
    done = subprocess.run(
        line, capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr.strip()}")
    return done.stdout.strip()


def collector(*arguments: object, **environment: str) -> str:
    """A command of the collector on the demo's data."""
    return run("collector", "--data", COLLECTOR, *arguments, **environment)


def prepare() -> str:
    """Make what is not there yet; gives the officer's password."""
    note = DEMO / "officer-password"
    if not (COLLECTOR / "collector.db").exists():
        say("Making a collector for Anytown Council")
        collector("init", "--one-step", "--council", "Anytown Council")
    if not note.exists():
        note.touch(mode=0o600)
        note.write_text(secrets.token_urlsafe(9))
        collector("adduser", OFFICER, "--password-env", "WORD", WORD=note.read_text())
    for sheet in sorted((ROOT / "assets" / "pack").glob("*.xlsx")):
        say(collector("publish", sheet))
    return note.read_text()


@contextmanager
def started(*command: object, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the demo."""
    process = subprocess.Popen(
        [*map(str, command)], env={**os.environ, **environment}, close_fds=False
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port(wanted: int) -> int:
    """The port that is wanted, or another when it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
            except OSError:
                continue
    raise OSError("no port is free")


def wait_for(address: str, seconds: float = 60) -> None:
    """Wait until the collector answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit("The collector does not answer.")


def enrol(address: str) -> None:
    """Enrol the kiosk once, and fetch what the council has published."""
    kiosk = ("kiosk", "--data", KIOSK)
    if not (KIOSK / "device.key").exists():
        say(run(*kiosk, "enrol", address, collector("code").split()[0]))
    say(run(*kiosk, "sync", KIOSK_COLLECTOR=address))


def held() -> dict[str, object]:
    """What the council holds now."""
    return dict(json.loads(collector("show", "--json")))


def screen(stack: ExitStack, size: str) -> str:
    """A screen in memory; gives its name."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    command = ("Xvfb", "-displayfd", writing, "-screen", "0", f"{size}x24", "-nolisten", "tcp")
    stack.enter_context(started(*command))
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    return f":{number}" if number else sys.exit("Xvfb does not start.")


def walk(display: str, targets: Path, language: str, patience: float = 60) -> str:
    """One visit by real touches: report a broken street light; gives the reference screen."""
    from tests.kiosk.robot import Robot

    return visit(Robot(display, targets, timeout=patience), language)


def visit(robot: "Robot", language: str) -> str:
    """The visit itself, by a robot that touches whatever it is on."""
    robot.wait_for("welcome")
    robot.tap(f"language:{language}")
    robot.wait_for("tasks")
    task = next(
        each["id"] for each in robot.state()["controls"] if each["label"] in REPORT.values()
    )
    robot.tap(task)
    robot.wait_for("privacy")
    robot.tap("start")
    robot.wait_for("question", "/data/kind")
    robot.tap("next")  # nothing chosen yet: the message stands beside the question
    robot.choose("/data/kind", "light")
    robot.tap("next")
    robot.wait_for("question", "/data/where")
    robot.type_text("/data/where", "by the park" if language == "en" else "پارک")
    robot.tap("next")
    robot.wait_for("question", "/data/since")
    robot.type_date("/data/since", *time.localtime()[:3])
    robot.tap("next")
    robot.wait_for("question", "/data/danger")
    robot.choose("/data/danger", "no")
    robot.tap("next")
    robot.wait_for("question", "/data/details")
    robot.tap("next")
    robot.wait_for("check")
    robot.tap("finish")
    robot.wait_for("saved")
    return language


REPORT = {"en": "Report a problem", "ur": "کسی مسئلے کی اطلاع دیں"}


def visit_by_robot(address: str, size: str, language: str) -> None:
    """Walk, see it arrive, go back to the welcome screen."""
    pictures = PICTURES / f"{language}-{size}"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    targets = DEMO / "targets.json"
    targets.unlink(missing_ok=True)
    before = held()["submissions"]
    with ExitStack() as stack:
        display = screen(stack, size)
        say(f"No display here: Xvfb is the screen ({display}), and a robot touches it")
        window = stack.enter_context(
            started(
                BIN / "kiosk", "--data", KIOSK, "run", "--window", "--size", size,
                "--targets", targets, "--pictures", pictures,
                DISPLAY=display, KIOSK_COLLECTOR=address,
            )
        )  # fmt: skip
        walk(display, targets, language)
        say("The screen says: saved. Waiting until the council has it")
        for _ in range(300):
            if held()["submissions"] != before or window.poll() is not None:
                break
            time.sleep(0.2)
        time.sleep(2)  # the screen says "arrived" within a second of the receipt
        from tests.kiosk.robot import Robot

        Robot(display, targets).tap("clear")
        Robot(display, targets).wait_for("welcome")
    count = len(list(pictures.glob("*.png")))
    say(f"{count} pictures, one of every screen, are in {pictures}")


def main() -> None:
    """Run the demo."""
    parser = argparse.ArgumentParser(prog="build/run")
    parser.add_argument("--walk", action="store_true")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--language", default="en", choices=sorted(REPORT))
    parser.add_argument("--port", type=int, default=8800)
    parser.add_argument("--fresh", action="store_true")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if given.fresh:
        shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(exist_ok=True)
    password = prepare()
    port = free_port(given.port)
    address = f"http://127.0.0.1:{port}"
    with started(BIN / "collector", "--data", COLLECTOR, "run", "--port", port):
        wait_for(address)
        say(f"The council's pages: {address}/  (name {OFFICER}, password {password})")
        enrol(address)
        if os.environ.get("DISPLAY") and not given.walk:
            say("Opening the touchscreen; close its window to end the demo")
            open_window(address, given.size)
        else:
            visit_by_robot(address, given.size, given.language)
        print(collector("show"), flush=True)


def open_window(address: str, size: str) -> None:
    """The kiosk's window, until it is closed."""
    command = (BIN / "kiosk", "--data", KIOSK, "run", "--window", "--size", size)
    with started(*command, KIOSK_COLLECTOR=address) as window:
        window.wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
