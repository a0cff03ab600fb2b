"""A kiosk that passes on, as a process of its own: ``python -m tests.journeys.relaying``.

It is a kiosk without its window: it syncs and passes on until its standard input ends. Its log is
as talkative as it can be.
"""

import argparse
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Settings
from kiosk.courier import Courier
from kiosk.parts import Parts
from tests.journeys.parts import ROOT


@dataclass
class Relaying:
    """The process, and what it says."""

    process: subprocess.Popen[str]
    data: Path
    log: Path
    address: str

    def status(self) -> dict[str, int]:
        """As ``kiosk status`` gives it, beside the running process."""
        command = [sys.executable, "-m", "kiosk", "--data", str(self.data), "status", "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, int] = json.loads(done.stdout)
        return found

    def handles(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def memory(self) -> int:
        """Bytes that it holds."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@contextmanager
def relaying(
    data: Path,
    collector: str,
    listen: str = "127.0.0.1:0",
    within: Sequence[str] = (),
    days: int = 0,
) -> Iterator[Relaying]:
    """An enrolled kiosk that listens; ``within`` is a command that it is run by, and its clock
    stands so many days later."""
    log = data.parent / f"{data.name}.log"
    line = [*within, sys.executable, "-m", "tests.journeys.relaying", str(data), collector, listen]
    line += ["--days", str(days)]
    with log.open("w") as written:
        process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=written, text=True, cwd=ROOT
        )
    try:
        assert process.stdout is not None
        said = process.stdout.readline().split()
        assert said, log.read_text()
        yield Relaying(process, data, log, f"http://{said[0]}")
    finally:
        process.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.relaying")
    parser.add_argument("data", type=Path)
    parser.add_argument("collector")
    parser.add_argument("listen")
    parser.add_argument("--days", type=int, default=0)
    given = parser.parse_args()
    real = time.time
    time.time = lambda: real() + given.days * 86_400
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    settings = Settings(
        data=given.data, collector=given.collector, relay_listen=given.listen, sync_seconds=1.0
    )
    parts = Parts.make(settings)
    courier = Courier(parts)
    courier.start()
    relay = courier.relay
    assert relay is not None
    assert relay.listening.wait(60)
    print(f"{given.listen.rpartition(':')[0]}:{relay.port}", flush=True)
    sys.stdin.read()
    courier.stop()
    parts.database.close()


if __name__ == "__main__":
    main()
