"""A real collector process and real kiosks for journeys; everything on loopback."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kiosk import enrolled
from kiosk.config import Settings
from kiosk.desk import Desk
from kiosk.parts import Parts
from kiosk.visit import Finished
from sync.carriers.http import HttpCarrier

ROOT = Path(__file__).resolve().parent.parent.parent
CARDS = [ROOT / "assets" / "pack" / f"{name}.xlsx"
         for name in ("answer_card", "good_turns", "proud_place")]  # fmt: skip
PACK = sorted(set((ROOT / "assets" / "pack").glob("*.xlsx")) - set(CARDS))
"""The forms most journeys are about: making the dictionary of each takes a moment."""
PASSWORD = "a-long-enough-word-7"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class CollectorProcess:
    """A collector with its data in a folder; started, killed and started again."""

    data: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    host: str = "127.0.0.1"
    within: tuple[str, ...] = ()
    """A command that it is served by, as in a network namespace."""

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def command(self, *arguments: str, input: str = "") -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "sync.collector", "--data", str(self.data), *arguments]
        environment = {**os.environ, **self.environment}
        return subprocess.run(
            line, capture_output=True, text=True, input=input, env=environment, check=False
        )

    def said(self, *arguments: str, input: str = "") -> str:
        done = self.command(*arguments, input=input)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def init(self) -> None:
        self.said("init", "--one-step", "--council", "Anytown Council", "--hub", "Central Library")

    def begin(self) -> None:
        """``init`` and ``publish`` of the sample pack.

        Making the dictionaries takes a core many seconds, and they are always the same; so the
        folder is made once by the commands themselves, and then copied.
        """
        if self.environment:  # its database is elsewhere
            self.init()
            self.said("publish", *map(str, PACK))
        else:
            shutil.copytree(_begun(), self.data)

    def start(self) -> None:
        line = [*self.within, sys.executable, "-m", "sync.collector", "--data", str(self.data)]
        environment = {**os.environ, **self.environment}
        self.process = subprocess.Popen(
            [*line, "serve", "--host", self.host, "--port", str(self.port)], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(900):
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError("the collector did not start")

    def answers(self) -> bool:
        if self.within:
            look = f"import urllib.request as u; u.urlopen('{self.address}/health', timeout=2)"
            line = [*self.within, sys.executable, "-c", look]
            return not subprocess.run(line, capture_output=True, check=False).returncode
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """As a power cut: no time to tidy up."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@cache
def _begun() -> Path:
    """A collector that has published the sample pack, until this process ends."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = CollectorProcess(folder / "collector")
    made.init()
    made.said("publish", *map(str, PACK))
    return made.data


@dataclass
class Kiosk:
    """A kiosk without its window; ``restart`` leaves only what is on the disk."""

    data: Path
    address: str

    def __post_init__(self) -> None:
        self.settings = Settings(data=self.data, collector=self.address)
        self.carrier = HttpCarrier(self.address)
        if (self.data / "device.key").exists():
            self.restart()

    def enrol(self, code: str) -> None:
        enrolled.enrol(self.settings, self.address, code)
        self.restart()

    def restart(self) -> None:
        if hasattr(self, "parts"):
            self.parts.database.close()
        self.parts = Parts.make(self.settings)
        self.desk = Desk(self.parts)

    def sync(self) -> None:
        while not self.parts.sync(self.carrier).complete:
            pass

    def report_light(self, where: str) -> str:
        """One visit: report a street light; gives the reference."""
        offer = next(each for each in self.desk.offers() if "Report" in each.title["en"])
        answers = self.desk.open_form(offer.key).start()
        answers.answer("/data/kind", "light")
        answers.answer("/data/where", where)
        answers.answer("/data/danger", "no")
        done = Finished(offer.key, answers.finish(), "en", False)
        return self.desk.submit(done).reference
