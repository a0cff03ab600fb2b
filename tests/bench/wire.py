"""``python -m tests.bench.wire``: what sending civic submissions costs, beside four other ways.

Ours is a real kiosk and a real collector with a form published by ``collector publish``; the peers
are one JSON POST each, OpenRosa as ODK Collect sends it (both to a tiny server that keeps rows in
SQLite), PouchDB to a server of CouchDB's protocol, and Kinto with its own client. All go through
one counting proxy. Bytes on the wire are those of TCP with its headers and IP's, both ways,
acknowledgements too.
"""

import argparse
import json
import lzma
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import brotli
import zstandard

from sync import reference
from tests.bench import civic, kinto, pouch
from tests.bench.proxy import Counted, Proxy
from tests.bench.window import used
from tests.journeys.parts import ROOT, CollectorProcess, Kiosk, free_port

DELAY, RATE = 0.15, 100_000 / 8
"""Seconds one way and bytes a second of the poor link."""
FEW = 25
"""Where each submission is a request, so many are timed on the poor link; the rest is alike."""


POOR = [True]
"""Whether the poor link is timed too; it takes minutes."""


@dataclass
class Row:
    """One way of sending."""

    name: str
    count: int
    counted: Counted
    client: float
    """Processor seconds."""
    server: float
    poor: float = 0.0
    """Seconds on the poor link, for all."""

    def figures(self) -> dict[str, float]:
        """For each submission, but for turns and times."""
        return {
            "up": self.counted.up / self.count, "down": self.counted.down / self.count,
            "payload": self.counted.payload / self.count, "wire": self.counted.wire / self.count,
            "round_trips": self.counted.turns, "client_cpu_s": self.client,
            "server_cpu_s": self.server, "poor_link_s": self.poor,
        }  # fmt: skip


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


Command = Callable[[str, int, str], list[str]]
"""The command of a client for an address, a count and a run's name."""


def sent(
    name: str, pid: int, port: int, command: Command, count: int, where: Path = ROOT, few: int = 0
) -> Row:
    """Send twice: counted without any delay, then timed over the poor link."""
    say(f"{name}: counting {count}")
    proxy, before = Proxy(port), used([pid])
    told = client(command(f"http://127.0.0.1:{proxy.port}", count, "counted"), where)
    row = Row(name, count, proxy.settled(), told["processor"], used([pid]) - before)
    if not POOR[0]:
        return row
    timed = few or count
    say(f"{name}: timing {timed} at {DELAY * 2000:.0f} ms and {RATE * 8 / 1000:.0f} kbit/s")
    slow = Proxy(port, DELAY, RATE)
    told = client(command(f"http://127.0.0.1:{slow.port}", timed, "timed"), where)
    row.poor = told["seconds"] * count / timed
    return row


def client(command: list[str], where: Path) -> dict[str, float]:
    """Run one; gives what it says."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=where, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def python(kind: str, address: str, count: int, chunk: int = 0, folder: str = "") -> list[str]:
    line = [sys.executable, "-m", "tests.bench.clients", kind, address, str(count), str(chunk)]
    return [*line, folder] if folder else line


def prepared(folder: Path) -> CollectorProcess:
    """A collector with the civic form, answering."""
    collector = CollectorProcess(folder / "collector")
    collector.init()
    civic.spreadsheet(folder / "civic.xlsx")
    collector.said("publish", str(folder / "civic.xlsx"))
    collector.start()
    return collector


def ours(folder: Path, count: int, chunk: int, stack: ExitStack) -> Row:
    """A kiosk that has the form already, with ``chunk`` submissions waiting each time."""
    collector = prepared(folder)
    stack.callback(collector.kill)
    for name in ("counted", "timed"):
        kiosk = Kiosk(folder / name, collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        kiosk.parts.database.close()
    assert collector.process is not None
    return sent(
        f"ours, {chunk} waiting each time", collector.process.pid, collector.port,
        lambda address, many, run: python("ours", address, many, chunk, str(folder / run)), count,
    )  # fmt: skip


def plain(folder: Path, count: int, stack: ExitStack) -> Iterator[Row]:
    """JSON and OpenRosa to the tiny server."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.plain", str(folder), str(port)]
    server = stack.enter_context(ended(command, ROOT, port))
    for kind, name in (("json", "JSON, one POST each"), ("openrosa", "OpenRosa, as ODK Collect")):
        yield sent(
            name, server.pid, port, lambda a, n, _, kind=kind: python(kind, a, n), count,
            few=min(FEW, count),
        )  # fmt: skip


def peer(kind: ModuleType, folder: Path, count: int, stack: ExitStack) -> Row | str:
    """One that comes from a registry, or why it is not here."""
    say(f"{kind.NAME}: getting it")
    if why := kind.install(folder):
        return str(why)
    said = folder / "said"
    said.write_bytes(b"\n".join(each.json() for each in civic.submissions(count)))
    port = free_port()
    server = stack.enter_context(ended(kind.server(port), folder, port))
    mark = f"{os.getpid()}"
    return sent(
        kind.NAME, server.pid, port,
        lambda address, _, run: kind.client(address, said, f"{run}-{mark}"), count, where=folder,
    )  # fmt: skip


@contextmanager
def ended(command: list[str], where: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A server that answers at a port, ended behind us."""
    import socket

    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=where, stdout=quiet, stderr=quiet)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()


def limits(count: int) -> dict[str, float]:
    """Bytes for each in one unsealed file of columns: the answers, references and minutes."""
    said = list(civic.submissions(count))
    columns = [
        "\n".join(each.answers.get(name, "") for each in said).encode()
        for _, name, _ in civic.QUESTIONS
    ]
    columns.append(b"".join(reference.number(reference.new()).to_bytes(6, "big") for _ in said))
    columns.append(b"".join((each.finished_at // 60).to_bytes(4, "big") for each in said))
    whole = b"\0".join(columns)
    return {
        "xz": len(lzma.compress(whole, preset=9 | lzma.PRESET_EXTREME)) / count,
        "brotli": len(brotli.compress(whole, quality=11, lgwin=24)) / count,
        "zstd": len(zstandard.compress(whole, 22)) / count,
    }


def measured(count: int, kept: Path | None, peers: bool = True) -> dict[str, object]:
    """Everything once."""
    rows: list[Row] = []
    missing = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for chunk in dict.fromkeys((min(100, count), count)):
            (folder / f"of{chunk}").mkdir()
            rows.append(ours(folder / f"of{chunk}", count, chunk, stack))
        rows += plain(folder, count, stack)
        for kind in (pouch, kinto) if peers else ():
            found = peer(kind, (kept or folder) / kind.__name__.rpartition(".")[2], count, stack)
            if isinstance(found, Row):
                rows.append(found)
            else:
                missing[kind.NAME] = found
    return {
        "count": count, "rows": {row.name: row.figures() for row in rows}, "missing": missing,
        "limits": limits(count),
    }  # fmt: skip


def table(found: dict[str, object]) -> Iterator[str]:
    """The lines to print."""
    rows: dict[str, dict[str, float]] = found["rows"]  # type: ignore[assignment]
    least: dict[str, float] = found["limits"]  # type: ignore[assignment]
    missing: dict[str, str] = found["missing"]  # type: ignore[assignment]
    base = next(iter(rows.values()))
    heads = ("up", "down", "wire", "times", "round trips", "client s", "server s", "poor link s")
    yield f"{found['count']} submissions{'':<20}" + "".join(f"{head:>13}" for head in heads)
    for name, row in rows.items():
        cells = [row["up"], row["down"], row["wire"], row["wire"] / base["wire"]]
        cells += [row["round_trips"], row["client_cpu_s"], row["server_cpu_s"], row["poor_link_s"]]
        yield f"{name:<34}" + "".join(f"{cell:>13,.2f}" for cell in cells)
    for name, why in missing.items():
        yield f"{name}: {why}"
    for name, size in least.items():
        ratio = base["wire"] / size
        yield f"limit: one unsealed file by {name:<7}{size:>10,.2f} each; ours {ratio:.2f} times"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.wire", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="submissions (default 1000)")
    parser.add_argument(
        "--kept", type=Path, help="folder that keeps what npm and PyPI give for next time"
    )
    parser.add_argument("--no-peers", action="store_true", help="without PouchDB and Kinto")
    parser.add_argument("--no-poor-link", action="store_true", help="count only")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    given = parser.parse_args()
    POOR[0] = not given.no_poor_link
    found = measured(given.count, given.kept, not given.no_peers)
    print(json.dumps(found, indent=1) if given.json else "\n".join(table(found)))


if __name__ == "__main__":
    main()
