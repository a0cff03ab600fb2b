"""Modules of this room that work out what came from anywhere, each in a process of its own."""

import json
import subprocess
import sys
from typing import Any

from sync.collector.local.plain import Refused
from sync.collector.publish.steps import AT_ONCE

SECONDS = 30
"""Longest wait; each has less processor time than that."""


def worked_out(module: str, *given: object) -> dict[str, Any]:
    """What a module prints as JSON; raises Refused."""
    command = [sys.executable, "-m", f"sync.collector.local.{module}", *map(str, given)]
    try:
        with AT_ONCE:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        said = dict(json.loads(done.stdout))
    except (ValueError, subprocess.TimeoutExpired) as error:
        raise Refused("this needs too much memory or time; make it smaller.") from error
    if "error" in said:
        raise Refused(said["error"])
    return said
