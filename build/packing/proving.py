"""One visit and one sync between a collector and a kiosk that stand in two empty systems."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import demo
from packing import complete
from packing.roots import PROJECT, Root, say

SCREEN = ("libgl1", "libgl1-mesa-dri", "libegl1", "libgles2", "libx11-6", "libxext6", "libxcursor1",
          "libxi6", "libxrandr2")  # fmt: skip
"""What a machine with a screen has: its graphics driver and the libraries that come with it."""
LEAST_PRINTED = 10_000
"""Bytes of a slip that has something on it."""
COUNCIL = ("--council", "Anytown Council", "--hub", "Central Library")


class Council:
    """A collector inside a system: made, filled with the sample pack, and answering."""

    def __init__(self, root: Root, program: str, data: str, user: str = "root") -> None:
        self.root, self.program, self.data, self.user = root, program, data, user

    def do(self, *arguments: object, **environment: str) -> str:
        """A command of this collector."""
        line = (self.program, "--data", self.data, *arguments)
        return self.root.run(*line, user=self.user, **environment)

    def prepare(self) -> None:
        """Keys, database, council, an officer and the forms of the sample pack."""
        self.do("init", *COUNCIL)
        self.do("adduser", "officer", "--password-env", "WORD", WORD="a long enough word")
        for sheet in sorted((PROJECT / "assets" / "pack").glob("*.xlsx")):
            (self.root.shared / sheet.name).write_bytes(sheet.read_bytes())
            self.do("publish", f"/mnt/shared/{sheet.name}")

    @contextmanager
    def answering(self) -> Iterator[str]:
        """While it runs; gives its address."""
        port = demo.free_port(8820)
        line = (self.program, "--data", self.data, "run", "--port", port)
        with demo.started(*self.root.command(*line, user=self.user)):
            address = f"http://127.0.0.1:{port}"
            demo.wait_for(address, 300)  # in a system that is emulated, too
            yield address

    def held_soon(self, wanted: int, patience: float = 60) -> int:
        """How many it holds, once it holds that many."""
        waiting_for(lambda: self.held >= wanted, patience)
        return self.held

    @property
    def held(self) -> int:
        """How many submissions it holds."""
        return int(json.loads(self.do("show", "--json"))["submissions"])


class Kiosk:
    """A kiosk inside a system."""

    def __init__(self, root: Root, program: str, data: str, user: str = "root") -> None:
        self.root, self.program, self.data, self.user = root, program, data, user

    def do(self, *arguments: object, **environment: str) -> str:
        """A command of this kiosk."""
        line = (self.program, "--data", self.data, *arguments)
        return self.root.run(*line, user=self.user, **environment)

    def visit(
        self, council: Council, address: str, patience: int = 60, **environment: str
    ) -> float:
        """One visit by touches until the council holds it; gives seconds to the first screen.

        Pictures of every screen are left in the folder ``pictures`` of the shared folder.
        """
        before = council.held
        wanted = {"KIOSK_COLLECTOR": address, **environment}
        with self._walked(patience, wanted) as first:
            waiting_for(lambda: council.held > before, patience)
        return first

    def visit_alone(self, patience: int = 60) -> None:
        """One visit by touches without any network."""
        with self._walked(patience, {}):
            pass

    def print_slip(self) -> None:
        """A trial slip, into a file instead of a printer; it must be what a printer takes."""
        slip = self.root.shared / "slip"
        self.root.shared.chmod(0o777)
        slip.unlink(missing_ok=True)
        self.do("print", "--to", "file:/mnt/shared/slip")
        printed = slip.read_bytes()
        if not (printed.startswith(b"\x1b@") and len(printed) > LEAST_PRINTED):
            sys.exit(f"The slip is {len(printed)} bytes and begins with {printed[:8]!r}.")

    @contextmanager
    def _walked(self, patience: int, environment: dict[str, str]) -> Iterator[float]:
        """A visit as far as its reference; gives seconds to the first screen."""
        shared = self.root.shared
        shared.chmod(0o777)
        targets = shared / "targets.json"
        targets.unlink(missing_ok=True)
        with ExitStack() as stack:
            display = demo.screen(stack, "1280x800")
            line = (
                self.program, "--data", self.data, "run", "--window", "--size", "1280x800",
                "--targets", "/mnt/shared/targets.json", "--pictures", "/mnt/shared/pictures",
            )  # fmt: skip
            wanted = {"DISPLAY": display, **environment}
            begun = time.monotonic()
            stack.enter_context(demo.started(*self.root.command(*line, user=self.user, **wanted)))
            waiting_for(targets.exists, patience)
            first = time.monotonic() - begun
            demo.walk(display, targets, "en", patience)
            yield first


def whole(side: Council | Kiosk, program: str, *command: object, **environment: str) -> None:
    """Import all that a program may ever import; with a screen, for the window is among it."""
    names = complete.named(program, PROJECT)
    wanted = {"KIVY_NO_ARGS": "1", "KIVY_HOME": "/tmp/kivy", **environment}
    with ExitStack() as stack:
        display = demo.screen(stack, "1280x800")
        side.root.run(*command, *names, user=side.user, DISPLAY=display, **wanted)
    say(f"All {len(names)} things that the {program} may ever import are there")


def of_django(data: str) -> dict[str, str]:
    """What the collector's modules want to know before any of them is imported."""
    return {"DJANGO_SETTINGS_MODULE": "sync.collector.settings", "COLLECTOR_DATA": data}


def waiting_for(holds, seconds: float) -> None:  # type: ignore[no-untyped-def]
    """Wait until something holds; ends everything when it never does."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            sys.exit("It did not come about.")
        time.sleep(0.05)


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder, links not followed."""
    return sum(each.lstat().st_size for each in folder.rglob("*") if not each.is_dir())


def report(figures: dict[str, object]) -> None:
    """Figures, one a line."""
    for name, value in figures.items():
        say(f"{name}: {value}")
