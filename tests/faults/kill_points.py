"""``python -m tests.faults.kill_points``: Finish and settle, ended at every system call.

strace makes one system call of one run fail with EIO or ENOSPC, or kills the process there; then
the file is opened again as after a restart. What the process had said is saved must be there once,
what it had not said may be there once, and nothing else. Exit code 1 when a promise is broken.
"""

import argparse
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store import Database, Outbox
from sync import sealing

CALLS = (
    "pwrite64",
    "write",
    "fdatasync",
    "fsync",
    "ftruncate",
    "openat",
    "unlink",
    "lseek",
    "pread64",
    "read",
    "fcntl",
    "mmap",
    "munmap",
    "newfstatat",
    "fstat",
    "close",
    "chmod",
    "mkdir",
    "flock",
    "readlink",
    "access",
    "faccessat2",
    "fchown",
    "geteuid",
)
"""Every system call that touches the store's files or their folder."""
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
DEVICE = bytes(range(16))
BEFORE = 3
CHILD = """
import sys
from pathlib import Path
from kiosk.store import Database, Outbox, StoreError
from sync.protocol import Receipt, heads
box = Outbox(Database(Path(sys.argv[1]) / "kiosk.db"), bytes(range(16)), bytes.fromhex(sys.argv[2]))
print("open", flush=True)
try:
    seq = box.post(b"one more").seq
    print("saved", seq, flush=True)
    part = box.next_slice(10**6)
    head = heads(part.previous, part.records)[1]
    box.settle(Receipt(bytes(range(16)), bytes(16), 2, head, 1, 1000))
    print("settled", flush=True)
except StoreError as error:
    print("refused", error, flush=True)
"""


@dataclass
class Tally:
    """What became of all points."""

    points: int = 0
    said_saved: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Whether a promise was broken somewhere."""
        return bool(self.lost or self.duplicated or self.corrupt)


class Bench:
    """A store with three submissions in it, copied afresh for every point."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.private, self.public = sealing.council_pair()
        self.template = folder / "template"
        box = self._open(self.template)
        for number in range(BEFORE):
            box[1].post(b"before %d" % number)
        box[0].close()

    def _open(self, where: Path) -> tuple[Database, Outbox]:
        database = Database(where / "kiosk.db")
        return database, Outbox(database, DEVICE, self.public)

    def run(self, inject: str = "", trace: Path | None = None) -> tuple[Path, str]:
        """One run on a copy; gives the copy and what the process said."""
        where = self.folder / "copy"
        shutil.rmtree(where, ignore_errors=True)
        shutil.copytree(self.template, where)
        command = ["strace", "-f", "-qq", "-P", str(where / "kiosk.db")]
        command += ["-P", str(where / "kiosk.db-wal"), "-P", str(where / "kiosk.db-shm")]
        command += ["-P", str(where), "-o", str(trace or "/dev/null")]
        command += ["-e", f"trace={','.join(CALLS)}", *(["-e", inject] if inject else [])]
        child = [sys.executable, "-c", self.child(), str(where), self.public.hex()]
        done = subprocess.run([*command, *child], capture_output=True, text=True, check=False)
        return where, done.stdout

    def child(self) -> str:
        """The program that is hurt."""
        return CHILD

    def points(self) -> Iterator[tuple[str, int]]:
        """Each system call on the store's files, and which one of its kind it is."""
        trace = self.folder / "trace"
        self.run(trace=trace)
        names = re.findall(r"^\d+ +(\w+)\(", trace.read_text(), re.MULTILINE)
        for name in CALLS:
            yield from ((name, number) for number in range(1, names.count(name) + 1))

    def judge(self, point: str, where: Path, said: str, tally: Tally) -> None:
        """Open the file as after a restart and hold it against what was said."""
        tally.points += 1
        tally.said_saved += "saved" in said
        tally.refused += "refused" in said
        try:
            database, box = self._open(where)
            with database.use() as db:
                sound = db.execute("pragma integrity_check").fetchone()[0]
                found = [bytes(row[0]) for row in db.execute("select record from submissions")]
            after = box.post(b"after")
            database.close()
        except Exception as error:
            tally.corrupt.append(f"{point}: {type(error).__name__} {error}")
            return
        texts = self._opened(found)
        if sound != "ok" or after.seq != len(found) + 1:
            tally.corrupt.append(point)
        if texts[:BEFORE] != [b"before %d" % number for number in range(BEFORE)]:
            tally.lost.append(point)
        if "saved" in said and b"one more" not in texts:
            tally.lost.append(point)
        if texts.count(b"one more") > 1:
            tally.duplicated.append(point)

    def _opened(self, records: list[bytes]) -> list[bytes]:
        opener = sealing.Opener.with_keys([self.private])
        return [opener.open(record) for record in records]


def run(
    most: int | None = None, calls: Collection[str] = CALLS, make: type[Bench] = Bench
) -> Tally:
    """Every point of these system calls, or as many of them as ``most``, spread evenly."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        bench = make(Path(folder))
        points = [point for point in bench.points() if point[0] in calls]
        every = list(itertools.product(points, FAULTS))
        step = max(1, len(every) // most) if most else 1
        step -= step % len(FAULTS) == 0  # else each point would get the same fault
        for (call, number), fault in every[::step]:
            where, said = bench.run(f"inject={call}:{fault}:when={number}")
            bench.judge(f"{call} {number} {fault}", where, said, tally)
            if tally.points % 50 == 0:
                print(f"{tally.points} of {len(every[::step])}", file=sys.stderr)
    return tally


def main() -> int:
    """Run all points and print what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill_points", description=__doc__)
    parser.add_argument("--most", type=int, help="so many points, spread evenly")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    tally = run(given.most)
    if given.json:
        print(json.dumps(vars(tally)))
    else:
        print(
            f"{tally.points} points: said saved {tally.said_saved}, refused {tally.refused}, lost"
            f" {len(tally.lost)}, duplicated {len(tally.duplicated)}, corrupt {len(tally.corrupt)}"
        )
        for each in (*tally.lost, *tally.duplicated, *tally.corrupt):
            print(f"  {each}")
    return int(tally.broken)


if __name__ == "__main__":
    sys.exit(main())
