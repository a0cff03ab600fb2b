"""The tables that prove it, one after another on one machine, with peers from the registries.

Each table is a measurement of its own that can be run alone; here they run in turn, so that nothing
else measures beside them. What each printed is kept as JSON, with the machine it was measured on.

examples:
  build/compare                          all of them: some two hours
  build/compare --only growth,soak
  build/compare --quick --into /tmp/compare
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Table:
    """One measurement."""

    says: str
    module: str
    whole: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()
    """What is given to it for a short look."""


TABLES = {
    "kiosk": Table("the kiosk beside Chromium with ODK Web Forms", "beside_web_forms"),
    "window": Table("the window beside a bare Kivy window", "window", (), ("--idle", "5")),
    "line": Table("a kiosk, a collector and the line between them", "line"),
    "link": Table(
        "what sending costs, beside PouchDB, Kinto, OpenRosa and one POST each", "wire", (),
        ("--count", "200"),
    ),
    "council": Table("what taking it in costs", "ingest", (), ("--rows", "2000", "--read", "50")),
    "outage": Table(
        "kiosks that come back at once", "outage", (), ("--kiosks", "200", "--records", "3"),
    ),
    "pages": Table(
        "an officer's pages, and everything as a file", "pages", (),
        ("--sizes", "1000,5000", "--turns", "3"),
    ),
    "growth": Table(
        "a queue of 10 to 100,000 on the kiosk", "growth", (), ("--sizes", "10,1000"),
    ),
    "soak": Table("eight hours of visits at the window", "soak", (), ("--visits", "8")),
}  # fmt: skip


def machine() -> dict[str, str | int]:
    """What the figures were measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith(("model name", "Model"))), platform.machine(),
    )  # fmt: skip
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return {
        "processor": model, "cores": os.cpu_count() or 1, "memory, GiB": memory,
        "system": platform.platform(), "python": platform.python_version(),
        "when": time.strftime("%Y-%m-%d"),
    }  # fmt: skip


def measured(table: Table, quick: bool) -> object:
    """What a measurement prints; None when it failed, which it says itself."""
    given = table.quick if quick else table.whole
    command = [sys.executable, "-m", f"tests.bench.{table.module}", "--json", *given]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout.strip():
        return None
    return json.loads(done.stdout)


def main() -> int:
    """Run them; 1 when one of them failed."""
    parser = argparse.ArgumentParser(
        prog="build/compare", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--only", help=f"of {', '.join(TABLES)}; several with commas")
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works")
    parser.add_argument("--into", type=Path, default=ROOT / ".demo" / "compare")
    given = parser.parse_args()
    names = given.only.split(",") if given.only else list(TABLES)
    if unknown := sorted(set(names) - set(TABLES)):
        parser.error(f"There is no table {', '.join(unknown)}.")
    given.into.mkdir(parents=True, exist_ok=True)
    failed = 0
    for number, name in enumerate(names, 1):
        print(f"{number} of {len(names)}: {TABLES[name].says}", file=sys.stderr, flush=True)
        found = measured(TABLES[name], given.quick)
        failed += found is None
        told = {"machine": machine(), "quick": given.quick, "found": found}
        (given.into / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n")
        print(f"{name}: {json.dumps(found)}", flush=True)
    print(f"Kept in {given.into}.", file=sys.stderr)
    return min(1, failed)


if __name__ == "__main__":
    sys.exit(main())
