"""``python -m sync.collector.publish.limited MODULE ...``: runs a module within limits.

What comes from a spreadsheet may ask for any amount of memory or time; the limits end this process
and nothing else.
"""

import resource
import runpy
import sys

MEMORY = 1 << 30
PROCESSOR_SECONDS = 20


def limit() -> None:
    """Let this process have so much memory and time, and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit()
    module = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
