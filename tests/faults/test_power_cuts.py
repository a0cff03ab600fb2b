"""Saved means saved, with the power gone at any moment: a part of every full run."""

import shutil

import pytest

from tests.faults import power_cuts

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed here")


def test_no_power_cut_loses_or_doubles_anything() -> None:
    tally = power_cuts.run(500)
    print(f"{tally.states} disks after power cuts: 0 lost, 0 duplicated, 0 corrupt")
    assert (tally.lost, tally.duplicated, tally.corrupt) == ([], [], [])
    assert tally.states >= 500


@pytest.mark.parametrize("synchronous", ["normal", "off"])
def test_a_store_that_does_not_flush_is_caught(synchronous: str) -> None:
    assert power_cuts.run(150, synchronous).lost
