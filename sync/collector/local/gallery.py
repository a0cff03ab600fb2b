"""The pictures that a table names, from its folder, made small enough to travel."""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sync.collector.local.plain import Refused
from sync.collector.publish.steps import AT_ONCE

SECONDS_EACH = 10
"""Longest wait for a picture; its process has less processor time than that."""
MOST_NAMED = 5
"""Names of missing files that a sentence holds."""


def small(folder: Path, named: Mapping[str, int]) -> dict[str, bytes]:
    """Small pictures by the names of their files; ``named`` gives the row of each.

    Raises:
        Refused: files are missing, or one is no picture.
    """
    names = list(named)
    if missing := [name for name in names if not (folder / name).is_file()]:
        told = ", ".join(f"{name} (row {named[name]})" for name in missing[:MOST_NAMED])
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        raise Refused(f"these pictures are not there: {told}{more}.")
    made = _made([folder / name for name in names]) if names else []
    found = {}
    for name, each in zip(names, made, strict=True):
        if "error" in each:
            raise Refused(f"the picture {name} (row {named[name]}): {each['error']}")
        found[name] = base64.b64decode(each["picture"])
    return found


def _made(paths: list[Path]) -> list[dict[str, str]]:
    """What became of each; all behind one that ended the process are left undone with it."""
    module = [sys.executable, "-m", "sync.collector.local.portraits"]
    try:
        with AT_ONCE:
            done = subprocess.run(
                [*module, *map(str, (path.absolute() for path in paths))], capture_output=True,
                timeout=SECONDS_EACH * len(paths), check=False,
            )  # fmt: skip
        lines = done.stdout.splitlines()
    except subprocess.TimeoutExpired as error:
        lines = (error.stdout or b"").splitlines()
    found: list[dict[str, str]] = [json.loads(each) for each in lines if each.endswith(b"}")]
    undone = {"error": "it needs too much memory or time to work out; make it smaller."}
    return found + [undone] * (len(paths) - len(found))
