"""How much memory and time a process may have that works out what came from anywhere."""

import resource
import signal


def limit(memory: int, processor_seconds: float) -> None:
    """Let this process have so many bytes and so much time; its end is the end of nothing else."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, processor_seconds)  # its signal ends the process
