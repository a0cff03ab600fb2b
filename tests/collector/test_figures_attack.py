"""A solver finds nobody in published figures, and finds somebody in each of our planted bugs."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from sync.collector.figures import protect, tables, together
from sync.collector.figures.telling import Telling
from tests.collector import attack

WORLDS = 12
UNTIL = 40
"""Worlds that a planted bug may survive at most."""
Plant = Callable[[pytest.MonkeyPatch], None]


def test_nobody_can_be_worked_out_from_what_is_published() -> None:
    score = attack.run(range(WORLDS))
    told = f"{score.worlds} worlds, {score.asked} attacks, {score.shown} tables"
    print(f"{told}: {len(score.leaks)} leaks")
    assert not score.leaks
    assert score.asked > 100 * WORLDS and score.shown > 3 * WORLDS


def _no_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the small number itself is taken out, and nothing that tells of it."""

    def grouped(counts: Sequence[int], least: int) -> Any:
        kept = [x for x, count in enumerate(counts) if not protect.small(count, least)]
        return [(each,) for each in kept]

    monkeypatch.setattr(protect, "grouped", grouped)
    monkeypatch.setattr(together, "summed", lambda releases: [])  # sums want every category


def _no_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of two ways are shown with whatever stands in them."""
    monkeypatch.setattr(protect, "_bad", lambda cells, least: None)


def _no_unanimity(monkeypatch: pytest.MonkeyPatch) -> None:
    """That everybody said the same is shown."""
    monkeypatch.setattr(protect, "answers", protect.places)


def _no_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What having been asked a question tells is forgotten."""
    monkeypatch.setattr(Telling, "_too_much", lambda *_: False)
    monkeypatch.setattr(Telling, "columns", lambda *_: False)
    monkeypatch.setattr(Telling, "_deciders", lambda self, x: [])


def _smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """A threshold that is off by one."""
    made = tables.made
    monkeypatch.setattr(tables, "made", lambda tally, hubs, least: made(tally, hubs, least - 1))


@pytest.mark.parametrize(
    "plant", [_no_second, _no_cells, _no_unanimity, _no_conditions, _smaller],
    ids=lambda each: each.__name__.strip("_"),
)  # fmt: skip
def test_a_planted_bug_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    score = attack.until_found(range(UNTIL))
    print(f"{plant.__name__.strip('_')}: found after {score.worlds} worlds: {score.leaks[:1]}")
    assert score.leaks


def test_figures_of_two_dates_that_count_the_same_people_are_found() -> None:
    """Why a release never counts anybody again: the difference of two dates is a table too."""
    score = attack.until_found(range(UNTIL), again=True)
    print(f"two dates: found after {score.worlds} worlds: {score.leaks[:1]}")
    assert score.leaks
