"""``python -m tests.bench.pages``: an officer's pages as submissions grow, and a file of all.

With SQLite and with a PostgreSQL that this starts itself; the pages come over HTTP from the real
collector. Each is asked for once before it counts; the median is printed, in milliseconds. Then
every submission is written by ``collector export``.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench import civic
from tests.bench.exports import FORM, KINDS, exported
from tests.bench.wire import say
from tests.collector.filled import fill
from tests.collector.officer import Officer, officer
from tests.journeys.parts import PACK, CollectorProcess
from tests.journeys.postgresql import TOOLS, server

SIZES = (10_000, 1_000_000)
Figures = dict[str, dict[str, float]]


def looks(somebody: Officer, rows: int) -> dict[str, Callable[[], int]]:
    """What an officer opens, each giving its HTTP status."""
    inbox = somebody.get("/inbox/").text
    newest = next(each for each in inbox.split('"') if each.startswith("/forms/1/"))
    sought = somebody.post("/inbox/", q="zebra").headers["location"]
    return {
        "the first page after signing in": lambda: somebody.get("/").status,
        "inbox": lambda: somebody.get("/inbox/").status,
        "inbox, the page in the middle": lambda: somebody.get(f"/inbox/?page={rows // 100}").status,
        "inbox, what is new": lambda: somebody.get("/inbox/?status=new").status,
        "inbox, a word that nobody said": lambda: somebody.get(sought).status,
        "the list of one form": lambda: somebody.get("/forms/1/").status,
        "one submission": lambda: somebody.get(newest).status,
    }


def timed(look: Callable[[], int], turns: int) -> float:
    """Milliseconds of a page, the median."""
    assert look() == 200
    took = []
    for _ in range(turns):
        begun = time.perf_counter()
        assert look() == 200
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def looked_at(database: str) -> None:
    """Let PostgreSQL look at its tables now, as it does by itself a minute later."""
    if database:
        command = ["psql", "--quiet", "--command", "VACUUM ANALYZE", database]
        subprocess.run(command, check=True)


def measured(
    folder: Path, sizes: list[int], turns: int, kinds: list[str], database: str = ""
) -> tuple[Figures, Figures]:
    """Pages at each size, and exports of the largest."""
    collector = CollectorProcess(folder, environment={"COLLECTOR_DATABASE": database}
                                 if database else {})  # fmt: skip
    collector.init()
    collector.said("publish", str(next(path for path in PACK if path.stem == FORM)))
    said = [{"kind": "light", "where": each.answers["details"]} for each in civic.submissions(500)]
    pages: Figures = {}
    there = 0
    for size in sizes:
        say(f"{'PostgreSQL' if database else 'SQLite'}: filling in up to {size} submissions")
        fill(collector, FORM, said, repeat=size - there)
        there = size
        looked_at(database)
        collector.said("tend")  # SQLite looks at its tables; a minute's turn of the web process
        with ExitStack() as stack:
            collector.start()
            stack.callback(collector.kill)
            somebody = officer(collector, f"bench{size}", "officer")
            for name, look in looks(somebody, size).items():
                pages.setdefault(name, {})[f"{size:,}"] = timed(look, turns)
    say("exporting")
    return pages, {kind: exported(collector, kind) for kind in kinds}


def both(sizes: list[int], turns: int, kinds: list[str]) -> Iterator[tuple[str, Figures, Figures]]:
    """Each database once."""
    with tempfile.TemporaryDirectory() as name:
        yield "SQLite", *measured(Path(name) / "sqlite", sizes, turns, kinds)
        if TOOLS:
            with server(fsync=True) as address:
                folder = Path(name) / "postgresql"
                yield "PostgreSQL", *measured(folder, sizes, turns, kinds, address)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="rising, with commas")
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--kinds", nargs="*", default=["csv"], choices=KINDS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sizes = [int(each) for each in given.sizes.split(",")]
    found = {}
    for name, pages, files in both(sizes, given.turns, given.kinds):
        found[name] = {"pages, ms": pages, "exports": files}
        if given.json:
            continue
        for page, row in pages.items():
            print(f"{name:<11} {page:<32}" + "".join(f"{ms:>10,.0f} ms" for ms in row.values()))
        for kind, row in files.items():
            print(f"{name:<11} {kind:<32}{row['rows']:>10,.0f} rows, {row['rows_a_second']:,.0f}"
                  f" a second, {row['peak_mib']:.0f} MiB at most", flush=True)  # fmt: skip
    if given.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
