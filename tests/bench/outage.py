"""``python -m tests.bench.outage``: thousands of kiosks come back at once after an outage.

Each has a signed batch ready and sends it over a connection of its own to a real collector process;
who is not answered tries again, as a kiosk does. Counts how long it takes until all are answered,
the longest wait of one, the collector's memory, and what the database holds in the end.
"""

import argparse
import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.taking import RECORD
from tests.bench.window import used
from tests.bench.wire import say
from tests.journeys.parts import CollectorProcess

AT_ONCE = 64
"""Connections that this machine's one client keeps open at a time; the rest queue, and wait."""
MAKE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "sync.collector.settings"
import django
django.setup()
from tests.bench.outage import make
make(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
"""
COUNT = """
import django
django.setup()
from sync.collector.models import SealedRecord
print(SealedRecord.objects.count())
"""


def make(kiosks: int, records: int, file: str) -> None:
    """Enrolled devices, and a signed batch of each, one line of hexadecimal digits."""
    from sync import protocol
    from sync.protocol import Batch
    from tests.bench.taking import devices

    with open(file, "w", encoding="ascii") as lines:
        for key, row in devices(kiosks):
            id = bytes.fromhex(row.pk)
            said = tuple(random.randbytes(RECORD) for _ in range(records))
            nonce = secrets.token_bytes(protocol.NONCE)
            batch = Batch(id, 1, protocol.genesis(id), nonce, 1 << 40, said)
            lines.write(batch.encode(key.sign).hex() + "\n")


@dataclass
class Seen:
    """What the kiosks saw."""

    waits: list[float] = field(default_factory=list)
    tries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def come_back(address: str, body: bytes, began: float, seen: Seen) -> None:
    """One kiosk: sends until it is answered."""
    while True:
        request = urllib.request.Request(f"{address}/v1/sync", data=body)
        request.add_header("Content-Type", "application/octet-stream")
        with seen.lock:
            seen.tries += 1
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert len(answer.read()) > 64
            break
        except (urllib.error.URLError, OSError):
            time.sleep(random.uniform(0.5, 2.0))
    with seen.lock:
        seen.waits.append(time.perf_counter() - began)


def peak(pid: int) -> float:
    """The most memory a process ever had, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(each for each in lines if each.startswith("VmHWM:")).split()[1]) / 1024


def run(collector: CollectorProcess, script: str, *given: str) -> str:
    """A few lines of Python in the environment of the collector."""
    environment = {
        **os.environ, **collector.environment, "COLLECTOR_DATA": str(collector.data),
        "DJANGO_SETTINGS_MODULE": "sync.collector.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", script, *given], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def measured(kiosks: int, records: int, folder: Path) -> dict[str, float]:
    """All come back once."""
    collector = CollectorProcess(folder / "collector")
    collector.init()
    say(f"making {kiosks} kiosks with {records} submissions each")
    run(collector, MAKE, str(kiosks), str(records), str(folder / "batches"))
    bodies = [bytes.fromhex(line) for line in (folder / "batches").read_text().split()]
    collector.start()
    try:
        assert collector.process is not None
        say("all come back")
        return answered(collector, collector.process.pid, bodies, records)
    finally:
        collector.kill()


def answered(
    collector: CollectorProcess, pid: int, bodies: list[bytes], records: int
) -> dict[str, float]:
    """Figures of the whole wave."""
    seen, before, worked = Seen(), peak(pid), used([pid])
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(come_back, collector.address, each, began, seen) for each in bodies]
        for each in waiting:
            each.result()
    seconds = time.perf_counter() - began
    held = int(run(collector, COUNT))
    return {
        "kiosks": len(bodies), "seconds": seconds, "worst_wait_s": max(seen.waits),
        "median_wait_s": statistics.median(seen.waits), "tries": seen.tries,
        "server_cpu_s": used([pid]) - worked, "peak_memory_mib": peak(pid),
        "memory_before_mib": before, "held": held, "lost": len(bodies) * records - held,
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.outage", description=__doc__)
    parser.add_argument("--kiosks", type=int, default=10_000)
    parser.add_argument("--records", type=int, default=10, help="submissions of each kiosk")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(given.kiosks, given.records, Path(folder))
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<24}{value:>14,.2f}")


if __name__ == "__main__":
    main()
