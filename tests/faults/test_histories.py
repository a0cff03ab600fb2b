"""Exactly once: a few of the histories of ``python -m tests.faults.histories`` in every run."""

import subprocess
import sys

import pytest

FEW, MORE = 60, 200
CAUGHT = ("believe anything", "say saved first")
"""The others need more histories than a run in build/test has time for."""


def told(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command; Django is set up once for each process."""
    command = [sys.executable, "-m", "tests.faults.histories", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def test_everything_arrives_once_in_every_history() -> None:
    done = told("--fixed", "--histories", str(FEW))
    print(done.stdout.strip())
    assert done.returncode == 0, done.stderr[-3000:]
    assert "0 lost, 0 twice" in done.stdout


@pytest.mark.parametrize("bug", CAUGHT)
def test_a_planted_bug_is_caught(bug: str) -> None:
    done = told("--fixed", "--histories", str(MORE), "--plant", bug)
    assert done.returncode != 0, f"{bug} was not caught: {done.stdout}"
    assert "teardown" in done.stderr or "AssertionError" in done.stderr
