"""``python -m sync.collector.local.examine events FILE ...``: what a file holds, as JSON.

Runs in its own short-lived process, because a file from anywhere may ask for any amount of memory
or time; the limits below end this process and nothing else.
"""

import argparse
import dataclasses
import datetime
import json
import sys
from pathlib import Path
from typing import Any

from sync.collector.local import bounds, calendars, directories
from sync.collector.local.plain import Refused

MEMORY = 190 << 20
PROCESSOR_SECONDS = 1.5
LARGEST = {"events": 2 << 20, "directory": 8 << 20}
"""Bytes of all files together."""


def main() -> int:
    """Print what there is, or ``{"error": ...}``; the exit code says which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=LARGEST)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--zone", default="Europe/London", help="of the clocks of the place")
    parser.add_argument("--day", type=datetime.date.fromisoformat, required=True)
    given = parser.parse_args()
    limit()
    try:
        found = examine(given.kind, given.files, given.day, given.zone)
    except Refused as error:
        found = {"error": str(error)}
    except (MemoryError, RecursionError):
        found = {"error": "This file needs too much memory; make it smaller."}
    print(json.dumps(found))
    return 1 if "error" in found else 0


def limit() -> None:
    """Let this process have so much memory and time, and no more."""
    bounds.limit(MEMORY, PROCESSOR_SECONDS)


def examine(kind: str, files: list[Path], day: datetime.date, zone: str) -> dict[str, Any]:
    """The name that a file gives itself, its entries, and how many were left out."""
    if sum(path.stat().st_size for path in files) > LARGEST[kind]:
        raise Refused(f"This is larger than {LARGEST[kind] >> 20} MB; make it smaller.")
    if kind == "events":
        name, events = calendars.read(files[0].read_bytes(), day, zone)
        return {"name": name, "entries": [dataclasses.astuple(e) for e in events], "left_out": 0}
    read = [(path.name, path.read_bytes()) for path in files]
    services, left_out = directories.read(read, day)
    made = [dataclasses.astuple(each) for each in services]
    return {"name": "", "entries": made, "left_out": left_out}


if __name__ == "__main__":
    sys.exit(main())
