"""``python -m tests.bench.ingest``: submissions taken in a core-second, and as the rows grow.

With SQLite and with a PostgreSQL that this starts itself, both durable (``synchronous=FULL``,
``fsync=on``); processor seconds are those of the web process and of the database's processes
together. Then the reading worker: records opened in a core-second.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.visit import Finished
from tests.bench import civic
from tests.bench.wire import prepared, say
from tests.journeys.parts import ROOT, CollectorProcess, Kiosk
from tests.journeys.postgresql import TOOLS, server

BATCHES = (100, 500)
"""Submissions in a batch: a hundred, and as many as the engine puts in one of civic size."""


def taken(folder: Path, sizes: list[int], database: str = "") -> dict[str, dict[str, float]]:
    """Figures for each size of the table and of the batch."""
    environment = {"COLLECTOR_DATABASE": database} if database else {}
    collector = CollectorProcess(folder, environment=environment)
    collector.init()
    found = {}
    for size in sizes:
        for each in BATCHES:
            say(f"{'PostgreSQL' if database else 'SQLite'}: {size} rows, batches of {each}")
            line = [sys.executable, "-m", "tests.bench.taking", str(size), str(each)]
            whole = {**os.environ, **environment, "COLLECTOR_DATA": str(folder)}
            done = subprocess.run(
                line, env=whole, cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr[-2000:]
            found[f"{size:,} rows, {each} a batch"] = json.loads(done.stdout)[str(size)]
    return found


def read(folder: Path, count: int) -> float:
    """Records opened in a core-second by ``collector read --once``, its start included."""
    collector = prepared(folder)
    try:
        kiosk = Kiosk(folder / "kiosk", collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        offer = kiosk.desk.offers()[0]
        for said in civic.submissions(count):
            kiosk.desk.submit(Finished(offer.key, said.xml("1"), "en", False))
        kiosk.sync()
    finally:
        collector.kill()
    say(f"reading {count}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    collector.said("read", "--once")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    assert json.loads(collector.said("show", "--json"))["submissions"] == count
    return count / used


def measured(sizes: list[int], reading: int) -> dict[str, object]:
    """Everything once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found: dict[str, object] = {"SQLite": taken(folder / "sqlite", sizes)}
        if TOOLS:
            with server(fsync=True) as address:
                found["PostgreSQL"] = taken(folder / "postgresql", sizes, address)
        (folder / "read").mkdir()
        found["read_per_core_second"] = read(folder / "read", reading)
    return found


def table(found: dict[str, object]) -> Iterator[str]:
    """The lines to print."""
    heads = ("a core-second", "median ms", "p95 ms")
    yield f"{'submissions taken in':<44}" + "".join(f"{head:>16}" for head in heads)
    for base in ("SQLite", "PostgreSQL"):
        for name, row in dict(found.get(base, {})).items():  # type: ignore[call-overload]
            cells = (row["per_core_second"], row["median_ms"], row["p95_ms"])
            yield f"{base + ', ' + name:<44}" + "".join(f"{cell:>16,.1f}" for cell in cells)
    yield f"{'read (opened, checked, kept)':<44}{found['read_per_core_second']:>16,.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ingest", description=__doc__)
    parser.add_argument(
        "--rows", default="10000,1000000", help="sizes of the table (default 10000,1000000)"
    )
    parser.add_argument("--read", type=int, default=1000, help="records that are opened")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measured([int(each) for each in given.rows.split(",")], given.read)
    print(json.dumps(found, indent=1) if given.json else "\n".join(table(found)))


if __name__ == "__main__":
    main()
