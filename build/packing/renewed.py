"""A new version of the program on a disk that runs: it comes by the feed and serves, also after the
plug was pulled; one that is broken is tried, and the good one goes on."""

import shutil
import sys
from pathlib import Path

from packing import booted, promises
from packing.booted import PATIENCE, Council
from packing.copied import Copy
from packing.emulated import Machine, until
from packing.kinds import Kind
from packing.roots import WORK, say

INSTALLED = "/usr/lib/connected-society-kiosk"
PROGRAMS = "/var/lib/connected-society-programs"
GOOD, BROKEN = "90.0", "91.0"
SLOW = 4 * PATIENCE
"""Seconds for a version to be fetched, copied twice and loaded, all of it emulated."""
RUNS = (
    f"for p in $(cat {promises.GROUP}/cgroup.procs); do"
    " grep -qx python3 /proc/$p/comm && tr '\\0' '\\n' </proc/$p/environ"
    " | sed -n 's#^PYTHONPATH=##p'; done | sort"
)
"""Asks where each Python of the kiosk's unit has its program from."""


def prove(kind: Kind, made: Path) -> None:
    """Ends everything at the first thing that is not so."""
    council, copy = Council(kind.place / "renewed"), Copy(kind, made, "renewed")
    copy.put_up(council.code())
    publish(kind, council, GOOD)
    with council.answering() as port, copy.started(port) as machine:
        took = booted.started(machine)
        serves(machine)
        before = promises.same(machine, "")
    booted.pulled(copy, before, took)
    publish(kind, council, BROKEN)
    with council.answering() as port, copy.started(port) as machine:
        booted.started(machine)
        serves(machine)
        seen = f"test -s /var/lib/connected-society/kiosk/releases/failed/{BROKEN}"
        until(lambda: machine.run("sh", "-c", seen)[0] == 0, SLOW, "The broken one is not tried.")
        serves(machine)
        until(lambda: booted.shows_page(machine), PATIENCE, "The good version shows nothing.")
    say("ok  a broken version was tried, and the good one goes on")


def publish(kind: Kind, council: Council, version: str) -> None:
    """The program of the package under another version; the broken one ends at once."""
    stage = WORK / "stage" / f"connected-society-kiosk-{kind.architecture}" / INSTALLED.strip("/")
    if not stage.is_dir():
        sys.exit("There is no built package here; make the image first: build/image")
    folder, file = kind.place / "release", kind.place / f"{version}.release"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stage, folder, symlinks=True)
    if version == BROKEN:
        (folder / "kiosk").write_text("#!/bin/sh\nexit 3\n")
    file.unlink(missing_ok=True)
    council.do("release", "make", folder, "--version", version, "--out", file)
    council.do("release", "publish", file)


def serves(machine: Machine) -> None:
    """The good version's window is the only one, under the installed program's supervisor."""
    lies = [f"{INSTALLED}/lib", f"{PROGRAMS}/{GOOD}/lib"]

    def alone() -> bool:
        return machine.run("sh", "-c", RUNS)[1].split() == lies

    until(alone, SLOW, "The new version does not serve.")
    say(f"ok  version {GOOD} serves, from where root alone writes")
