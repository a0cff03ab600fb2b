"""``python -m tests.bench.growth``: a kiosk whose queue grows, and whether it feels it.

One kiosk without a network takes more and more submissions. At each size: opening its store,
Finish to "Saved" (durable), one round trip to a real collector, the memory of ``kiosk status`` in a
process of its own, and the first drawing of the real window (Xvfb). Flat is the goal. The peer in
the same run is one raw write and fsync.

examples:
  python -m tests.bench.growth
  python -m tests.bench.growth --sizes 10,1000 --no-window --json
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from sync import codec, reference
from tests.bench.line import answered
from tests.bench.window import ended, screen, started, until
from tests.journeys.parts import CollectorProcess, Kiosk

TRIES = 30


def fill(kiosk: Kiosk, size: int) -> None:
    """Bring the queue to a size; without a flush for each, for these are not residents'."""
    with kiosk.parts.database.use() as db:
        db.execute("PRAGMA synchronous = OFF")
    begun = kiosk.parts.outbox.waiting
    made = answered(kiosk, 0)
    item = dict(kiosk.parts.content.forms())[made.form_key]
    for number in range(size - begun):
        record = codec.Record(reference.new(), kiosk.parts.now(), "en", False, made.instance_xml)
        plain = codec.encode(made.form_key, item.xml, item.dictionary, record)
        kiosk.parts.outbox.post(plain)
        if sys.stderr.isatty() and number % 1000 == 0:
            print(f"\r{begun + number} of {size} waiting", end="", file=sys.stderr)
    kiosk.restart()


def opened(kiosk: Kiosk) -> float:
    """Milliseconds until the store is open and knows what waits."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        kiosk.restart()
        assert kiosk.parts.outbox.waiting
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def finished(kiosk: Kiosk) -> float:
    """Milliseconds from Finish to "Saved"."""
    times = []
    for number in range(TRIES):
        made = answered(kiosk, number)
        kiosk.desk.hearing.wait()  # it stretches the reference of the one before, beside
        begun = time.perf_counter()
        kiosk.desk.submit(made)
        times.append((time.perf_counter() - begun) * 1000)
    kiosk.desk.hearing.wait()
    return statistics.median(times)


def synced(kiosk: Kiosk) -> float:
    """Milliseconds of one round trip that sends a full batch, or all there is."""
    begun = time.perf_counter()
    kiosk.parts.sync(kiosk.carrier)
    return (time.perf_counter() - begun) * 1000


def peak(kiosk: Kiosk) -> float:
    """The most memory that ``kiosk status`` needs, in MiB."""
    code = "import sys; from kiosk.__main__ import main; main(sys.argv[1:]);"
    code += "print(*(x for x in open('/proc/self/status') if x.startswith('VmHWM')))"
    command = [sys.executable, "-c", code, "--data", str(kiosk.data), "status"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-2]) / 1024  # its own; ru_maxrss begins with its parent's


def drawn(kiosk: Kiosk, stack: ExitStack) -> float:
    """Seconds until the window has drawn its first screen."""
    kiosk.parts.database.close()
    targets = kiosk.data / "targets.json"
    targets.unlink(missing_ok=True)
    display = screen(stack)
    begun = time.perf_counter()
    with ended(started(kiosk.data, "", display, targets)):
        until(targets)
        took = time.perf_counter() - begun
    kiosk.restart()
    return took


def flushed(folder: Path) -> float:
    """Milliseconds of one raw write and fsync."""
    file, times = os.open(folder / "plain", os.O_WRONLY | os.O_CREAT, 0o600), []
    for _ in range(TRIES):
        begun = time.perf_counter()
        os.write(file, bytes(4096))
        os.fsync(file)
        times.append((time.perf_counter() - begun) * 1000)
    os.close(file)
    return statistics.median(times)


def measured(folder: Path, sizes: list[int], window: bool) -> dict[int, dict[str, float]]:
    """The figures at each size."""
    collector = CollectorProcess(folder / "collector")
    collector.begin()
    collector.start()
    found = {}
    with ExitStack() as stack:
        stack.callback(collector.kill)
        kiosk = Kiosk(folder / "kiosk", collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        for size in sorted(sizes):
            fill(kiosk, size)
            row = {"open, ms": opened(kiosk), "status, MiB": peak(kiosk)}
            if window:
                row["first screen, s"] = drawn(kiosk, stack)
            row |= {"Finish, ms": finished(kiosk), "peer: fsync, ms": flushed(folder)}
            row["round trip, ms"] = synced(kiosk)
            row["on the disk, MiB"] = kiosk.settings.database.stat().st_size / 2**20
            found[size] = row
        kiosk.parts.database.close()
    return found


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.growth", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--sizes", default="10,100,1000,10000,100000", help="submissions waiting")
    parser.add_argument("--no-window", action="store_true", help="without starting the window")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sizes = [int(each) for each in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), sizes, not given.no_window)
    if given.json:
        print(json.dumps(found))
        return 0
    names = list(next(iter(found.values())))
    print(f"{'waiting':>10}" + "".join(f"{name:>18}" for name in names))
    for size, row in found.items():
        print(f"{size:>10,}" + "".join(f"{row[name]:>18,.2f}" for name in names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
