"""A real PostgreSQL server on loopback, made and ended by whoever asks for it."""

import getpass
import glob
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.parts import free_port

TOOLS = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))


def as_owner(*command: object) -> None:
    """PostgreSQL refuses to run as root; then its own user runs it."""
    front = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    done = subprocess.run(
        [*front, *map(str, command)], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stderr + done.stdout


@contextmanager
def server(fsync: bool = False) -> Iterator[str]:
    """Address of a fresh database named ``collector``; without fsync unless asked for."""
    folder, port = Path(tempfile.mkdtemp(prefix="cs-pg-")), free_port()
    if getpass.getuser() == "root":
        shutil.chown(folder, "postgres")
    tools = Path(TOOLS[-1]).parent
    as_owner(tools / "initdb", "-D", folder / "db", "-A", "trust", "-U", "council", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    options += "" if fsync else " -c fsync=off"
    control = (tools / "pg_ctl", "-D", folder / "db", "-w", "-l", folder / "log")
    as_owner(*control, "-o", options, "start")
    try:
        as_owner(tools / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "council", "collector")
        yield f"postgresql://council@127.0.0.1:{port}/collector"
    finally:
        as_owner(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
