"""Kept answers are finished once: a few points of ``python -m tests.faults.draft_points``."""

import shutil

import pytest

from tests.faults import draft_points, kill_points

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed here")
MOST = 30


def test_kept_answers_are_never_sent_twice_and_never_lost() -> None:
    tally = kill_points.run(MOST, make=draft_points.Bench)
    print(draft_points.said(tally))
    assert not tally.broken, vars(tally)
    assert tally.points >= MOST and tally.said_saved and tally.refused


def test_a_planted_bug_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same judge over a child that deletes the draft before it saves."""
    early = draft_points.CHILD.replace(
        "try:\n", 'try:\n    with box._database.write() as db: db.execute("delete from drafts")\n'
    )
    monkeypatch.setattr(draft_points, "CHILD", early)
    assert kill_points.run(12, ("pwrite64", "fdatasync"), draft_points.Bench).lost
