"""The same line over a real PostgreSQL, which the test starts itself."""

import getpass
import glob
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.parts import PACK, CollectorProcess, Kiosk, free_port
from tests.journeys.test_line import wheres

TOOLS = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
pytestmark = pytest.mark.skipif(not TOOLS, reason="PostgreSQL is not installed here")


def as_owner(*command: object) -> None:
    """PostgreSQL refuses to run as root; then its own user runs it."""
    front = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    done = subprocess.run(
        [*front, *map(str, command)], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stderr + done.stdout


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of a fresh database on loopback."""
    folder, port = Path(tempfile.mkdtemp(prefix="cs-pg-")), free_port()
    if getpass.getuser() == "root":
        shutil.chown(folder, "postgres")
    tools = Path(TOOLS[-1]).parent
    as_owner(tools / "initdb", "-D", folder / "db", "-A", "trust", "-U", "council", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = (tools / "pg_ctl", "-D", folder / "db", "-w", "-l", folder / "log")
    as_owner(*control, "-o", options, "start")
    as_owner(tools / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "council", "collector")
    yield f"postgresql://council@127.0.0.1:{port}/collector"
    as_owner(*control, "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def test_everything_arrives_once_over_postgresql(server: str, tmp_path: Path) -> None:
    collector = CollectorProcess(tmp_path / "collector", environment={"COLLECTOR_DATABASE": server})
    collector.init()
    assert not (tmp_path / "collector" / "collector.db").exists()
    collector.said("publish", *map(str, PACK))
    collector.start()
    try:
        kiosk = Kiosk(tmp_path / "kiosk", collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        for number in range(4):
            kiosk.report_light(f"lamp {number}")
        kiosk.sync()
        collector.kill()
        for number in range(4, 7):
            kiosk.report_light(f"lamp {number}")
        kiosk.restart()
        collector.start()
        kiosk.sync()
        kiosk.sync()
        assert wheres(collector, tmp_path) == [f"lamp {number}" for number in range(7)]
    finally:
        collector.kill()
