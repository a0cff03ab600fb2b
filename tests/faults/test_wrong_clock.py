"""A kiosk whose clock says 1970, 2040, or jumps back: nothing is lost, aged or dated by it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.parts import ROOT, CollectorProcess

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed here")
CLOCKS = (
    "1970-01-02 00:00:10",
    "2040-06-01 12:00:00",
    "1999-12-31 23:59:50",
    "2040-06-20 12:00:00",
)
KIOSK = """
import sys, time
from pathlib import Path
from tests.journeys.parts import Kiosk
kiosk = Kiosk(Path(sys.argv[1]), sys.argv[2])
kiosk.report_light(sys.argv[3])
kiosk.sync()
kiosk.parts.outbox.prune()
with kiosk.parts.database.use() as db:
    kept = db.execute("select count(*) from submissions").fetchone()[0]
print(time.localtime().tm_year, kept, kiosk.parts.outbox.waiting)
"""


def at(clock: str, *arguments: str) -> list[int]:
    """Run a kiosk whose whole system says another time; the year it saw, kept, waiting."""
    environment = {
        **os.environ, "LD_PRELOAD": str(LIBRARY), "FAKETIME": f"@{clock}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1", "TZ": "UTC",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", KIOSK, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [int(each) for each in done.stdout.split()]


def test_nothing_goes_by_the_clock_of_the_device(
    collector: CollectorProcess, tmp_path: Path
) -> None:
    from tests.journeys.parts import Kiosk

    kiosk = Kiosk(tmp_path / "kiosk", collector.address)
    kiosk.enrol(collector.said("code").split()[0])
    kiosk.sync()
    kiosk.parts.database.close()
    collector.said("backup")
    for number, clock in enumerate(CLOCKS):
        year, kept, waiting = at(clock, str(kiosk.data), kiosk.address, f"lamp {number}")
        assert year == int(clock[:4])  # the clock was really wrong
        assert (kept, waiting) == (number + 1, 0)  # nothing aged, everything arrived
        collector.said("backup")
    collector.said("read", "--once")
    file = tmp_path / "all.csv"
    collector.said("export", "report_problem", "--csv", str(file))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    held = json.loads(collector.said("show", "--json"))
    assert (held["submissions"], held["set_aside"], len(rows)) == (len(CLOCKS), 0, len(CLOCKS))
    received, finished = list(rows[0])[1:3]
    assert all(row[finished] <= row[received] for row in rows)
    assert all(row[finished][:4] == row[received][:4] for row in rows)
    print(f"{len(CLOCKS)} wrong clocks: 0 lost, 0 aged, 0 dated by them")
