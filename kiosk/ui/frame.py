"""Where the parts of a screen stand, in pixels from the lower left corner."""

from dataclasses import dataclass

from kiosk.screens import Screen
from kiosk.ui.brush import Brush
from kiosk.ui.theme import Metrics

Box = tuple[float, float, float, float]
"""x, y, width, height."""


@dataclass(frozen=True)
class Frame:
    """The boxes of one screen."""

    rail: Box
    """What is always there; without width when the screen has none."""
    view: Box
    """What is seen of the content."""
    footer: Box | None
    """What leads on."""
    keys: Box | None
    """The on-screen keyboard or number pad."""


def frame_of(screen: Screen, brush: Brush, keys: str, scrolls: bool = False) -> Frame:
    """The boxes of a screen; ``keys`` is ``letters``, ``pinyin``, ``pad`` or empty,
    ``scrolls`` asks for a footer for the arrows even when nothing leads on."""
    m = brush.metrics
    rail, page = _rail(screen, m, brush.rtl)
    x, y, width, height = page
    footer = None
    if screen.actions or scrolls:
        high = m.target + m.gap * (2 if m.unit > 0.7 else 1)
        footer = (x, y, width, high)
        y, height = y + high, height - high
    panel, (x, y, width, height) = _panel(m, keys, (x, y, width, height), brush.rtl)
    top = m.gap * (1.5 if m.unit > 0.7 else 0.75)
    low = m.gap * 0.5
    view = (x + m.page_pad, y + low, width - 2 * m.page_pad, height - top - low)
    return Frame(rail, view, footer, panel)


def _rail(screen: Screen, m: Metrics, rtl: bool) -> tuple[Box, Box]:
    if not screen.bar:
        width = min(m.width, m.body * 34)
        x = (m.width - width) / 2
        return (0, 0, 0, 0), (x, 0, width, m.height)
    if m.portrait:
        below = m.height - m.rail
        return (0, below, m.width, m.rail), (0, 0, m.width, below)
    rest = m.width - m.rail
    if rtl:
        return (rest, 0, m.rail, m.height), (0, 0, rest, m.height)
    return (0, 0, m.rail, m.height), (m.rail, 0, rest, m.height)


def _panel(m: Metrics, keys: str, room: Box, rtl: bool) -> tuple[Box | None, Box]:
    """Letters stand below the content; digits beside it where the screen is wide."""
    x, y, width, height = room
    if not keys:
        return None, room
    if keys == "pad" and not m.portrait:
        wide = min(width * 0.42, m.target * 3.9)
        at = x if rtl else x + width - wide
        rest = x + wide if rtl else x
        return (at, y, wide, height), (rest, y, width - wide, height)
    rows = 5 if keys == "pinyin" else 4
    high = min(rows * m.key + (rows + 2) * m.gap * 0.45, height * 0.62)
    if keys == "pad":
        high = min(m.target * 4.6, height * 0.6)
    return (x, y, width, high), (x, y + high, width, height - high)
