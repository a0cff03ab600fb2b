"""More and Further up: nothing is skipped, and what was cut off begins the next view."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.column import further

HIGH = 100.0
rows = st.lists(st.floats(20, 300), min_size=1, max_size=12).map(
    lambda highs: list(itertools.pairwise(itertools.accumulate(highs, initial=0.0)))
)


@given(rows, st.sampled_from((1, -1)))
def test_every_line_is_seen_on_the_way(spans: list[tuple[float, float]], by: int) -> None:
    """Each view goes on where the last one ended, or before; and the end is reached."""
    furthest = max(0.0, spans[-1][1] - HIGH)
    offset, goal = (0.0, furthest) if by > 0 else (furthest, 0.0)
    for _ in range(200):
        then = min(furthest, max(0.0, further(spans, offset, HIGH, by)))
        assert abs(then - offset) <= HIGH
        offset = then
    assert offset == goal


@given(rows)
def test_what_was_cut_off_stands_whole_at_the_top(spans: list[tuple[float, float]]) -> None:
    cut = [(top, end) for top, end in spans if 30 <= top < HIGH and end > HIGH + 1]
    if cut:
        assert further(spans, 0.0, HIGH, 1) == cut[0][0]


def test_a_paragraph_higher_than_the_window_goes_on_within_it() -> None:
    assert further([(0.0, 500.0)], 0.0, HIGH, 1) == 75.0
