"""Exactly once: a few of the histories of ``python -m tests.faults.histories`` in every run."""

import subprocess
import sys

import pytest

from tests.faults.history.plants import PLANTS
from tests.journeys import postgresql

FEW, MORE = 25, 300
QUICK = ("believe anything", "say saved first", "safe is what is held", "count by chain")
"""Caught within the first few histories; ``--plants`` runs all of them."""


def told(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command; Django is set up once for each process."""
    command = [sys.executable, "-m", "tests.faults.histories", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


def holds(*arguments: str) -> None:
    done = told("--fixed", *arguments)
    print(done.stdout.strip())
    assert done.returncode == 0, done.stderr[-3000:]
    assert "0 lost, 0 twice, 0 came back" in done.stdout


def test_everything_arrives_once_in_every_history() -> None:
    holds("--histories", str(FEW))


@pytest.mark.skipif(not postgresql.TOOLS, reason="PostgreSQL is not installed here")
def test_everything_arrives_once_over_postgresql() -> None:
    holds("--histories", "5", "--postgresql")


@pytest.mark.parametrize("bug", QUICK)
def test_a_planted_bug_is_caught(bug: str) -> None:
    done = told("--fixed", "--histories", str(MORE), "--plant", bug)
    assert done.returncode == 1, f"{bug} was not caught: {done.stdout}"
    assert "AssertionError" in done.stderr


def test_there_are_eight_bugs_to_plant_at_least() -> None:
    assert len(PLANTS) >= 8
