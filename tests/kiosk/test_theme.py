"""The look as numbers: contrast of every pair of colours in use, millimetres of what is drawn."""

import math

import pytest

from kiosk.ui.text import SCALE, Style, layout_of
from kiosk.ui.theme import THEMES, Metrics
from tests.kiosk.checks import contrast, least

DOTS = math.hypot(1280, 800) / 10.1 / 25.4
"""Dots in a millimetre of a screen of 10.1 inches with 1280 by 800: 149 to the inch."""
TEXTS = (
    ("ink", "page"), ("ink", "card"), ("ink", "rail"), ("soft", "page"), ("soft", "card"),
    ("on_primary", "primary"), ("on_chosen", "chosen"), ("on_good", "good"),
    ("on_problem", "problem"),
)  # fmt: skip
"""Ink and ground of everything that is read. ``tests.kiosk.fit`` checks what is really drawn."""
DRAWINGS = (
    ("line", "card"), ("primary", "card"), ("primary", "page"),
    ("focus", "card"), ("focus", "page"), ("focus", "rail"), ("line", "page"),
)  # fmt: skip
"""Edges, icons, the caret and the ring of the focus."""


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0000FF", "#FFFFFF") == pytest.approx(8.59, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_texts_have_seven_to_one_and_drawings_three(name: str) -> None:
    colours = THEMES[name]
    found = {pair: contrast(*(getattr(colours, each) for each in pair)) for pair in TEXTS}
    drawn = {pair: contrast(*(getattr(colours, each) for each in pair)) for pair in DRAWINGS}
    print(f"{name}: text {min(found.values()):.1f} at least, drawings {min(drawn.values()):.1f}")
    assert all(ratio >= 7 for ratio in found.values()), found
    assert all(ratio >= 3 for ratio in drawn.values()), drawn


def capital(size: float) -> float:
    """Millimetres of a capital H of that size on the screen of ten inches."""
    layout = layout_of("H", Style(size), None)
    ink, _ = layout.get_extents()
    return float(ink.height / SCALE / DOTS)


def test_a_target_is_eighteen_millimetres_on_ten_inches() -> None:
    metrics = Metrics(1280, 800)
    assert metrics.target / DOTS >= 18
    assert least(metrics) / DOTS >= 18
    assert metrics.key / DOTS >= 13  # twelve keys of 18 mm do not fit beside the rail


def test_capitals_are_seven_point_three_millimetres_at_the_largest_text() -> None:
    """EN 301 549 asks for one mode in which what is needed is read so."""
    large, usual = Metrics(1280, 800, 2.0), Metrics(1280, 800)
    for name in ("title", "lead", "body", "small"):
        print(
            f"{name}: {capital(getattr(usual, name)):.1f} mm, {capital(getattr(large, name)):.1f}"
        )
        assert capital(getattr(large, name)) >= 7.3, name
    assert capital(usual.body) >= 3.7
