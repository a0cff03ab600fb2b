"""A collector with kiosks and somebody signed in, made once by commands and then copied."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.collector.officer import officer
from tests.journeys.parts import CollectorProcess, Kiosk


@cache
def begun(
    sheets: tuple[Path, ...], kiosks: tuple[tuple[str, str], ...], role: str
) -> tuple[Path, dict[str, str]]:
    """Its folder, and the cookies of ``amina`` in that role.

    ``kiosks`` are names of folders and of hubs, of which the first is there from the beginning.
    """
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = CollectorProcess(folder / "collector")
    made.init()
    for _, hub in kiosks[1:]:
        made.said("addhub", hub)
    made.said("publish", *map(str, sheets))
    made.start()
    for name, hub in kiosks:
        kiosk = Kiosk(folder / name, made.address)
        kiosk.enrol(made.said("code", "--hub", hub).split()[0])
        kiosk.sync()
        kiosk.parts.database.close()
    cookies = officer(made, "amina", role).cookies
    made.kill()
    return folder, cookies


def copied(begun: Path, folder: Path, kiosks: tuple[tuple[str, str], ...]) -> CollectorProcess:
    """The same in a folder of its own, and the collector running."""
    for name in ("collector", *(name for name, _ in kiosks)):
        shutil.copytree(begun / name, folder / name)
    collector = CollectorProcess(folder / "collector")
    collector.start()
    return collector
