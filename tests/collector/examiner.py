"""``python -m tests.collector.examiner``: examines files as the collector does, each in a process
of its own within the collector's limits, and says what became of it and what it used.

Its input is JSON: pairs of kind and path. It loads what is needed once, so that a file costs only
what the file itself asks for.
"""

import json
import os
import sys

import icalendar  # noqa: F401  (the modules are loaded late; here before the first fork)
import jsonschema  # noqa: F401
import recurring_ical_events  # noqa: F401

from sync.collector.local import examine


def main() -> None:
    for kind, path in json.load(sys.stdin):
        print(json.dumps(examined(kind, path)), flush=True)


def examined(kind: str, path: str) -> dict[str, object]:
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(write, 1)
        sys.argv = ["examine", kind, "--day", "2026-11-29", "--", path]
        code = examine.main()
        sys.stdout.flush()
        os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    _, status, used = os.wait4(child, 0)
    return {
        "code": os.waitstatus_to_exitcode(status), "said": said,
        "seconds": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss << 10,
    }  # fmt: skip


if __name__ == "__main__":
    main()
