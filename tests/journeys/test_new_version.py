"""The real window gives way to a newer version's between visits, and not to one that fails."""

import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from kiosk.releases.marks import Marks
from tests.journeys.parts import Kiosk
from tests.journeys.test_touch import pytestmark  # noqa: F401
from tests.journeys.window import Window
from tests.kiosk.robot import window_of

ROOT = Path(__file__).resolve().parents[2]


def lay(shelf: Path, version: str, broken: bool = False) -> None:
    """This program as another version, which lies whole on the shelf all at once."""
    part = shelf / f"{version}.part"
    for name in ("kiosk", "sync", "assets"):
        shutil.copytree(ROOT / name, part / "lib" / name)
    if broken:
        (part / "lib/kiosk/ui/shell.py").write_text("import no_such_module\n")
    program = part / "kiosk"
    program.write_text(
        "#!/bin/sh\nexport PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1\n"
        f'PYTHONPATH={shelf}/{version}/lib exec {sys.executable} -m kiosk "$@"\n'
    )
    program.chmod(0o755)
    part.rename(shelf / version)


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def test_a_newer_window_takes_over_and_a_broken_one_does_not(kiosk: Kiosk) -> None:
    shelf, settings = kiosk.data / "releases", kiosk.data / "kiosk.toml"
    settings.write_text("renew_seconds = 1\nupdates = false\n")
    with ExitStack() as stack:
        window = Window(stack, kiosk, "1280x800", "--config", str(settings))
        old = window_of(window.process.pid)
        lay(shelf, "99.0")
        new = window.renewed(old)  # nobody had to come and go for it
        assert f"{shelf}/99.0/lib".encode() in Path(f"/proc/{new}/environ").read_bytes()
        window.robot.wait_for("welcome")
        lay(shelf, "99.1", broken=True)
        until(lambda: bool(Marks(shelf).failures("99.1")), "the broken one was not tried")
        assert list(Marks(shelf).failures("99.1")) == ["Unloaded"]
        assert window_of(window.process.pid) == new
        robot = window.begin()
        robot.wait_for("question", "/data/kind")
        robot.choose("/data/kind", "light")
        robot.tap("next")
        robot.wait_for("question", "/data/where")
        robot.type_text("/data/where", "by the old mill")
        window.finish()
    store = sqlite3.connect(kiosk.settings.database)
    assert store.execute("select count(*) from submissions").fetchone() == (1,)
    assert not Marks(shelf).good("99.0"), "ten minutes have not passed"
