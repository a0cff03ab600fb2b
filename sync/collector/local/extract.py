"""``python -m sync.collector.local.extract WANTED.json FILE ...``: an area's postcodes, as JSON.

Runs in its own short-lived process, because a file from anywhere may ask for any amount of memory
or time. A file is a part of the ONS Postcode Directory as CSV, or an archive with such parts.
"""

import json
import sys
from pathlib import Path
from typing import Any

from sync.collector.local import bounds, onspd, parcels
from sync.collector.local.plain import Refused

MEMORY = 190 << 20
PROCESSOR_SECONDS = 5.0
"""Some 60 MB of the directory take one and a half."""


def found(paths: list[Path], wards: set[str], authorities: set[str]) -> onspd.Found:
    """What the files have of the area; raises Refused."""
    made = onspd.Found()
    for path in paths:
        try:
            _add(made, path, wards, authorities)
        except Refused as error:
            raise Refused(f"{path.name}: {error}") from error
    return made


def _add(made: onspd.Found, path: Path, wards: set[str], authorities: set[str]) -> None:
    with path.open("rb") as file:
        if file.read(len(parcels.MARK)) != parcels.MARK:
            file.seek(0)
            return onspd.read_into(made, file, wards, authorities)
    with parcels.opened(path) as archive:
        tables = [each for each in parcels.ours(archive) if each.filename.lower().endswith(".csv")]
        if not tables:
            raise Refused("there is no table (.csv) in it.")
        for each in tables:
            with archive.open(each) as inner:
                onspd.read_into(made, parcels.Bounded(inner), wards, authorities)


def encoded(made: onspd.Found) -> dict[str, Any]:
    """As JSON has it."""
    wards = {
        code: [sorted(map(list, each)) for each in postcodes]
        for code, postcodes in made.wards.items()
    }
    return {"wards": wards, "count": made.count, "ended": made.ended, "passed": made.passed,
            "unread": made.unread}  # fmt: skip


def decoded(said: dict[str, Any]) -> onspd.Found:
    """From what ``encoded`` makes of it."""
    wards = {
        code: (set(map(tuple, now)), set(map(tuple, ended)))
        for code, (now, ended) in said.pop("wards").items()
    }
    return onspd.Found(wards, **said)


def main() -> int:
    """Print what there is, or ``{"error": ...}``."""
    bounds.limit(MEMORY, PROCESSOR_SECONDS)
    try:
        wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        paths = [Path(each) for each in sys.argv[2:]]
        said = encoded(found(paths, set(wanted["wards"]), set(wanted["authorities"])))
    except Refused as error:
        said = {"error": str(error)}
    except MemoryError:
        said = {"error": "this needs too much memory; make it smaller."}
    print(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
