"""Small versions of the program: each opens the real store as a window does, or fails."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.kiosk.noted import Noted

ROOT = Path(__file__).resolve().parents[2]
WINDOW = """
import os, sys, time
from pathlib import Path
from kiosk import handover
folder, version = Path(sys.argv[1]), sys.argv[2]
handover.tie_to_parent()
handover.ASK_AGAIN, handover.LIVES = 0.1, 0.1
how = (folder / version).read_text()
def note(text):
    with (folder / "notes").open("a") as file:
        file.write(f"{text} {version}\\n")
note("begun")
if how == "import":
    import no_such_module
if how == "ends":
    sys.exit(0)
if how == "hangs":
    time.sleep(120)
line = handover.Line()
if line.successor:
    line.await_turn()
from kiosk.store import migrations
from kiosk.store.database import Database
if how == "store":
    migrations.GENERATION = -1
if version != "1.0":
    migrations.STEPS["9999_more"] = lambda db: db.execute("create table more (it text)")
if how == "draws":
    sys.exit(3)
database = Database(folder / "kiosk.db")
with database.write() as db:
    db.execute("insert into submissions (record, head) values (?, '')", [str(os.getpid())])
note(f"saved {os.getpid()}")
line.say("drawn")
note("drawn")
used = False
def quiet():
    note("quiet")
    while (folder / "slow").exists():
        time.sleep(0.02)
def let_go(pipe):
    database.close()
    os.write(pipe, b"epoch")
guard = handover.Handover(
    line, 0.1, quiet, lambda: note("again"), let_go, lambda: True)
began = time.monotonic()
end = began + (0.3 if how == "later" else 120)
while time.monotonic() < end:
    time.sleep(0.02)
    if how == "deaf":
        time.sleep(120)
    here = (folder / "somebody").exists()
    guard.beat(0.0 if here else 1.0 + time.monotonic() - began, (folder / "visit").exists())
sys.exit(4)
"""
SUPERVISOR = """
import sys
from pathlib import Path
from kiosk import supervisor
from kiosk.releases import choosing
supervisor.SETTLE, supervisor.PATIENCE, supervisor.STILL = 0.2, float(sys.argv[2]), 3.0
choosing.TRIAL, choosing.RESTS = 0.2, (0.3, 0.3)
folder = Path(sys.argv[1])
command = [sys.executable, str(folder / "window.py"), str(folder), "1.0"]
programs = choosing.Choosing(
    folder / "releases", "1.0", command, [], programs=Path(sys.argv[3]))
sys.exit(supervisor.Supervisor(command, programs=programs).run())
"""


class Kiosk(Noted):
    """One kiosk with an installed 1.0; a shelf, and what its windows noted."""

    def __init__(self, folder: Path, patience: float = 60.0) -> None:
        self.folder, self.patience = folder, patience
        self.shelf = self.programs = folder / "releases"
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "window.py").write_text(WINDOW)
        (folder / "1.0").write_text("well")

    def lay(self, version: str, how: str) -> None:
        """A version comes to lie on the shelf, whole, by a rename."""
        (self.folder / version).write_text(how)
        part = self.programs / f"{version}.part"
        part.mkdir(parents=True)
        program = part / "kiosk"
        window = f"{self.folder}/window.py {self.folder} {version}"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {window} "$@"\n')
        program.chmod(0o755)
        part.rename(self.programs / version)

    def on(self) -> None:
        """Switch it on."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(self.folder), str(self.patience),
             str(self.programs)],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip

    def off(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Pull its plug, or shut it down: every process of it is ended at once."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=60)
            self.process = None
            self._dark()

    def _dark(self) -> None:
        """Wait until the last window has ended, and with it its hold on the store."""
        end = time.monotonic() + 60
        with (self.folder / "kiosk.lock").open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except BlockingIOError:
                    assert time.monotonic() < end
                    time.sleep(0.02)

    def windows(self) -> list[str]:
        """The processes of the supervisor's windows."""
        assert self.process is not None
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def count(self, note: str) -> int:
        return self.notes().count(note)

    def marks(self) -> dict[str, str]:
        """What is marked, by folder and version; not what is half written as we look."""
        found = {}
        for kind in ("failed", "good", "bad"):
            for each in self.shelf.glob(f"{kind}/*"):
                with suppress(FileNotFoundError):
                    found[f"{kind}/{each.name}"] = each.read_text()
        return {name: text for name, text in found.items() if not name.endswith(".new")}
