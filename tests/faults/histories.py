"""``python -m tests.faults.histories``: exactly once, over histories that chance makes.

A Hypothesis state machine over the real store of kiosks and the real database of a collector:
submissions with and without files, syncs with twelve outcomes of the network, sticks, restarts,
pruning, copies and restores of the collector, cloned cards, revoked devices, enrolment anew, new
keys and erasures, in any order. At the end of each history everything that was said to be saved has
arrived, once, and what was erased has not come back.

examples:
  python -m tests.faults.histories                          5,000 histories over SQLite
  python -m tests.faults.histories --postgresql --histories 500
  python -m tests.faults.histories --plants                 every planted bug must be caught
  python -m tests.faults.histories --plant "never go back"  one of them; exits with 1
"""

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.history.plants import PLANTS
from tests.faults.history.world import World


def run(
    histories: int, database: str = "", steps: int = 30, shrink: bool = False,
    fixed: bool = False, plant: str = "",
) -> dict[str, int]:  # fmt: skip
    """So many histories; raises AssertionError with one that breaks the promise.

    ``shrink`` takes longer, and finds the shortest; ``fixed`` makes the same ones every time.
    """
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), database)
        from tests.faults.history.machine import History

        if plant:
            PLANTS[plant]()
        History.world, History.counts = world, {}
        run_state_machine_as_test(
            History,
            settings=settings(
                max_examples=histories, stateful_step_count=steps, deadline=None, database=None,
                derandomize=fixed, suppress_health_check=list(HealthCheck),
                phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            ),
        )  # fmt: skip
        world.close()
    return History.counts


def all_plants(histories: int) -> int:
    """Each planted bug in a process of its own; how many were not caught."""
    missed = 0
    for name in PLANTS:
        command = [sys.executable, "-m", "tests.faults.histories", "--plant", name, "--fixed"]
        done = subprocess.run(
            [*command, "--histories", str(histories)], capture_output=True, text=True, check=False
        )
        caught = done.returncode == 1 and "AssertionError" in done.stderr
        missed += not caught
        print(f"{'caught' if caught else 'MISSED'}  {name}", flush=True)
    return missed


def main() -> int:
    """Run histories and print how many."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.histories", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--histories", type=int, default=5000)
    parser.add_argument("--postgresql", action="store_true", help="over a server of its own")
    parser.add_argument("--plant", choices=PLANTS, help="with this bug; then it must fail")
    parser.add_argument("--plants", action="store_true", help="with every one of them in turn")
    parser.add_argument("--fixed", action="store_true", help="the same histories every time")
    parser.add_argument("--shrink", action="store_true", help="look for the shortest that fails")
    given = parser.parse_args()
    if given.plants:
        return int(all_plants(min(given.histories, 500)) > 0)
    from tests.journeys import postgresql

    began = time.monotonic()
    with postgresql.server() if given.postgresql else nullcontext("") as database:
        counts = run(
            given.histories, database, shrink=given.shrink, fixed=given.fixed,
            plant=given.plant or "",
        )  # fmt: skip
    print(
        f"{counts['histories']} histories of {counts['kiosks']} kiosks over"
        f" {'PostgreSQL' if given.postgresql else 'SQLite'}, {counts['submissions']} submissions,"
        f" {counts['erased']} erased: 0 lost, 0 twice, 0 came back"
        f" ({time.monotonic() - began:.0f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
