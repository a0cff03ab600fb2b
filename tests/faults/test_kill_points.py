"""Saved means saved: a few of the points of ``python -m tests.faults.kill_points`` in every run."""

import shutil

import pytest

from tests.faults import kill_points

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed here")
MOST = 48


def test_nothing_said_to_be_saved_is_lost() -> None:
    tally = kill_points.run(MOST)
    print(
        f"{tally.points} points: said saved {tally.said_saved}, refused {tally.refused}, lost"
        f" {len(tally.lost)}, duplicated {len(tally.duplicated)}, corrupt {len(tally.corrupt)}"
    )
    assert not tally.broken, vars(tally)
    assert tally.points >= MOST and tally.said_saved and tally.refused


def test_a_planted_bug_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same judge over a child that says "saved" before it has saved."""
    early = kill_points.CHILD.replace(
        "    seq = box.post", '    print("saved", flush=True)\n    seq = box.post'
    )
    monkeypatch.setattr(kill_points, "CHILD", early)
    assert kill_points.run(MOST // 2, ("pwrite64", "fdatasync")).lost
