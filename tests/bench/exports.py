"""``python -m tests.bench.exports``: a million submissions as a file, in flat memory.

Fills a collector with seeded civic submissions, then writes each format by ``collector export`` and
prints rows in a second, the most memory the process had, and how large the file is.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import civic
from tests.bench.wire import say
from tests.collector.filled import fill
from tests.journeys.parts import PACK, CollectorProcess

FORM = "report_problem"
KINDS = ("csv", "xlsx", "json", "ndjson")


def exported(collector: CollectorProcess, kind: str) -> dict[str, float]:
    """Figures of one export, by the kernel's own account of the process."""
    out = collector.data / f"answers.{kind}"
    line = [sys.executable, "-m", "sync.collector", "--data", str(collector.data)]
    began = time.monotonic()
    process = subprocess.Popen([*line, "export", FORM, "--out", str(out), "--json"],
                               stdout=subprocess.PIPE,
                               env={**os.environ, **collector.environment})  # fmt: skip
    assert process.stdout is not None
    said = json.loads(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    seconds, size = time.monotonic() - began, out.stat().st_size
    out.unlink()
    return {
        "rows": said["rows"], "rows_a_second": said["rows"] / seconds, "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime, "peak_mib": usage.ru_maxrss / 1024,
        "file_mb": size / 1e6,
    }  # fmt: skip


def measured(rows: int, kinds: list[str]) -> dict[str, dict[str, float]]:
    """Every format once."""
    with tempfile.TemporaryDirectory() as name:
        collector = CollectorProcess(Path(name) / "data")
        collector.init()
        collector.said("publish", str(next(path for path in PACK if "report" in path.name)))
        say(f"filling in {rows} submissions")
        said = ({"kind": "light", "where": each.answers["details"]} for each in _said())
        fill(collector, FORM, list(said), repeat=rows)
        found = {}
        for kind in kinds:
            say(f"writing {kind}")
            found[kind] = exported(collector, kind)
        return found


def _said():  # type: ignore[no-untyped-def]
    return civic.submissions(500)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.exports", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measured(given.rows, given.kinds)
    if given.json:
        print(json.dumps(found))
        return
    for kind, row in found.items():
        print(
            f"{kind:<8}{row['rows']:>10,.0f} rows {row['rows_a_second']:>9,.0f} a second,"
            f" {row['cpu_seconds']:.0f} s of processor, {row['peak_mib']:.0f} MiB at most,"
            f" file of {row['file_mb']:,.0f} MB"
        )


if __name__ == "__main__":
    main()
