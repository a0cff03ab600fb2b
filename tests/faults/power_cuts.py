"""``python -m tests.faults.power_cuts``: Finish and settle, with the power gone at any moment.

strace records what a kiosk writes, and what it asks the system to flush. From that every kind of
disk a power cut may leave is made: since the last flush of a file each of its writes may be there
or not, in any order, and torn at any sector of 512 bytes; a new name may be missing until its
folder was flushed. Each such disk is opened with the real store: what had been said to be saved
must be there, once, and nothing may be there that was not sent.

examples:
  python -m tests.faults.power_cuts                       2,400 disks
  python -m tests.faults.power_cuts --states 300 --json
  python -m tests.faults.power_cuts --synchronous off     must lose something; exits with 1
"""

import argparse
import dataclasses
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store import Database, Outbox
from sync import sealing
from sync.protocol import genesis, heads

SECTOR = 512
DEVICE = bytes(range(16))
BEFORE, AFTER = 3, 12
CALLS = "openat,close,lseek,write,pwrite64,ftruncate,fsync,fdatasync,unlink,rename,dup,fcntl"
CHILD = """
import os, sys
from pathlib import Path
from kiosk.store import Database, Outbox
from sync.protocol import Receipt, heads
database = Database(Path(sys.argv[1]) / "kiosk.db")
with database.use() as db:
    db.execute("PRAGMA synchronous = " + sys.argv[3])
    db.execute("PRAGMA wal_autocheckpoint = 12")  # often, so that its writes are cut too
box = Outbox(database, bytes(range(16)), bytes.fromhex(sys.argv[2]))
for number in range(int(sys.argv[4])):
    parts = [bytes(3) + bytes(5000)] if number % 3 == 2 else []
    seq = box.post(b"after %d" % number * 40, parts).seq
    os.write(1, b"saved %d\\n" % seq)
    if number % 2:
        part = box.next_slice(10**6)
        end = heads(part.previous, part.records)[0]
        box.settle(Receipt(bytes(range(16)), bytes(16), part.first, end, 0, 1000 + number))
database.close()
"""


@dataclass
class File:
    """What the disk surely has of a file, and what may or may not have reached it."""

    durable: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    """Offset and bytes; an offset of -1 is a cut to the length that the bytes say."""
    named: bool = True
    """Whether its name has surely reached the disk."""

    def flush(self) -> None:
        self.durable = applied(self.durable, self.pending)
        self.pending = []


def applied(content: bytes, writes: list[tuple[int, bytes]]) -> bytes:
    """The content after the writes."""
    made = bytearray(content)
    for offset, data in writes:
        if offset < 0:
            size = int.from_bytes(data, "big")
            del made[size:]
            made.extend(bytes(size - len(made)))
            continue
        made.extend(bytes(max(0, offset - len(made))))
        made[offset : offset + len(data)] = data
    return bytes(made)


def sectors(writes: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """The same writes, cut where a sector ends."""
    found = []
    for offset, data in writes:
        if offset < 0:
            found.append((offset, data))
            continue
        at = 0
        while at < len(data):
            size = SECTOR - (offset + at) % SECTOR
            found.append((offset + at, data[at : at + size]))
            at += size
    return found


@dataclass(frozen=True)
class Moment:
    """The disk when one system call had ended."""

    files: dict[str, File]
    saved: int
    """Submissions that had been said to be saved."""


class Replay:
    """Follows a trace and gives every moment of it."""

    _LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.files = {
            path.name: File(path.read_bytes()) for path in folder.iterdir() if _counts(path.name)
        }
        self.open: dict[int, str] = {}
        self.at: dict[int, int] = {}
        self.saved = 0

    def moments(self, trace: Path) -> Iterator[Moment]:
        for line in trace.read_text().splitlines():
            found = self._LINE.match(line)
            if found and int(found[3]) >= 0 and self._call(found[1], found[2], int(found[3])):
                files = {
                    name: dataclasses.replace(each, pending=list(each.pending))
                    for name, each in self.files.items()
                }
                yield Moment(files, self.saved)

    def _call(self, name: str, said: str, result: int) -> bool:
        """Whether the call changed what the disk may have."""
        if name == "openat":
            return self._opened(_text(said), "O_CREAT" in said, "O_TRUNC" in said, result)
        if name == "unlink":
            path = _text(said).decode()
            return self.files.pop(Path(path).name, None) is not None
        number = int(said.split(",")[0])
        if number == 1 and name == "write":
            self.saved += _text(said).count(b"saved")
            return True
        if name == "lseek":
            self.at[number] = result
        return self._changed(name, number, said, result) if number in self.open else False

    def _opened(self, path: bytes, made: bool, emptied: bool, number: int) -> bool:
        folder, _, name = path.decode(errors="replace").rpartition("/")
        self.open.pop(number, None)
        if path.decode(errors="replace") == self.folder:
            self.open[number] = ""
        if folder != self.folder or not _counts(name):
            return False
        self.open[number], self.at[number] = name, 0
        if made and name not in self.files:
            self.files[name] = File(named=False)
        if emptied:
            self.files[name].pending.append((-1, bytes(8)))
        return True

    def _changed(self, name: str, number: int, said: str, result: int) -> bool:
        file = self.files.get(self.open[number])
        if name == "close":
            self.open.pop(number)
        elif name in ("fsync", "fdatasync") and self.open[number] == "":
            for each in self.files.values():
                each.named = True
            return True
        elif file is not None and name in ("fsync", "fdatasync"):
            file.flush()
            return True
        elif file is not None and name == "ftruncate":
            file.pending.append((-1, int(said.split(",")[1]).to_bytes(8, "big")))
            return True
        elif file is not None and name in ("pwrite64", "write"):
            where = int(said.rsplit(",", 1)[1]) if name == "pwrite64" else self.at.get(number, 0)
            file.pending.append((where, _text(said)[:result]))
            self.at[number] = where + result
            return True
        return False


def _counts(name: str) -> bool:
    """The index of the log lives in shared memory, and is made anew after a cut."""
    return name in ("kiosk.db", "kiosk.db-wal", "kiosk.db-journal")


def _text(said: str) -> bytes:
    """The string of a call, which strace was asked to write as hexadecimal digits."""
    found = re.search(r'"((?:\\x[0-9a-f]{2})*)"', said)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def disks(moment: Moment, chance: random.Random, most: int) -> Iterator[dict[str, bytes]]:
    """Disks that a power cut at this moment may leave: the plain ones, then some by chance."""
    parts = {name: sectors(each.pending) for name, each in moment.files.items()}
    for keep in [0.0, 1.0, *(chance.random() for _ in range(most - 2))][:most]:
        disk = {}
        for name, file in moment.files.items():
            if not file.named and chance.random() > keep:
                continue
            kept = [each for each in parts[name] if chance.random() < keep]
            if chance.random() < 0.5:
                chance.shuffle(kept)
            if kept and 0 < keep < 1 and chance.random() < 0.3:
                offset, data = kept[-1]
                torn = chance.randbytes(len(data)) if offset >= 0 else data
                kept[-1] = (offset, torn)  # a sector being written may hold anything
            disk[name] = applied(file.durable, kept)
        yield disk


@dataclass
class Tally:
    """What became of all disks."""

    states: int = 0
    moments: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        return bool(self.lost or self.duplicated or self.corrupt)


class Bench:
    """A store with three submissions, a trace of what was added, and each disk it may leave."""

    def __init__(self, folder: Path, synchronous: str) -> None:
        self.folder = folder
        self.private, self.public = sealing.council_pair()
        (folder / "store").mkdir()
        database = Database(folder / "store" / "kiosk.db")
        box = Outbox(database, DEVICE, self.public)
        for number in range(BEFORE):
            box.post(b"before %d" % number)
        database.close()
        replay = Replay(folder / "store")
        trace = folder / "trace"
        command = ["strace", "-f", "-qq", "-xx", "-s", "1000000", "-o", str(trace), "-e"]
        child = [sys.executable, "-c", CHILD, str(folder / "store"), self.public.hex()]
        done = subprocess.run(
            [*command, f"trace={CALLS}", *child, synchronous, str(AFTER)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        self.moments = list(replay.moments(trace))
        self.sent = self._sent()

    def _sent(self) -> list[bytes]:
        """Every record in its order, from the store that was not cut."""
        database = Database(self.folder / "store" / "kiosk.db")
        part = Outbox(database, DEVICE, self.public).slice_after(0, genesis(DEVICE), 10**9)
        database.close()
        return list(part.records)

    def look(self, disk: dict[str, bytes], saved: int, what: str, tally: Tally) -> None:
        """Open a disk with the real store and count what is wrong with it."""
        where = self.folder / "disk"
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        for name, content in disk.items():
            (where / name).write_bytes(content)
        tally.states += 1
        try:
            database = Database(where / "kiosk.db")
            with database.use() as db:
                good = db.execute("pragma integrity_check").fetchone()[0] == "ok"
            box = Outbox(database, DEVICE, self.public)
            part, count = box.slice_after(0, genesis(DEVICE), 10**9), box.status()
            database.close()
        except Exception as error:  # whatever it is, the store could not be opened
            tally.corrupt.append(f"{what}: {type(error).__name__} {error}")
            return
        self._judge(list(part.records), count.waiting + count.arrived, saved, good, what, tally)

    def _judge(
        self, records: list[bytes], count: int, saved: int, good: bool, what: str, tally: Tally
    ) -> None:
        if not good or records != self.sent[: len(records)]:
            tally.corrupt.append(what)
        if len(set(records)) != len(records):
            tally.duplicated.append(what)
        if count < BEFORE + saved:
            tally.lost.append(f"{what}: {BEFORE + saved - count} of {BEFORE + saved}")
        assert len(heads(genesis(DEVICE), records)) == len(records)


def run(states: int = 2400, synchronous: str = "full") -> Tally:
    """So many disks, spread over every moment of the trace."""
    tally, chance = Tally(), random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), synchronous)
        tally.moments = len(bench.moments)
        each = max(2, -(-states // len(bench.moments)))
        step = max(1, len(bench.moments) * 2 // states)
        for at, moment in enumerate(bench.moments):
            if at % step:
                continue
            for number, disk in enumerate(disks(moment, chance, each)):
                bench.look(disk, moment.saved, f"moment {at}, disk {number}", tally)
            if at % 100 == 0 and at:
                print(f"{tally.states} disks", file=sys.stderr)
    return tally


def main() -> int:
    """Run, print, and exit with 1 when a promise is broken."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.power_cuts", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--states", type=int, default=2400, help="how many disks")
    parser.add_argument("--synchronous", choices=["full", "normal", "off"], default="full")
    parser.add_argument("--json", action="store_true", help="for a script")
    given = parser.parse_args()
    tally = run(given.states, given.synchronous)
    if given.json:
        print(json.dumps(dataclasses.asdict(tally)))
    else:
        print(
            f"{tally.states} disks at {tally.moments} moments: {len(tally.lost)} lost,"
            f" {len(tally.duplicated)} duplicated, {len(tally.corrupt)} corrupt"
        )
        for line in [*tally.lost, *tally.duplicated, *tally.corrupt][:10]:
            print(f"  {line}")
    return int(tally.broken)


if __name__ == "__main__":
    sys.exit(main())
