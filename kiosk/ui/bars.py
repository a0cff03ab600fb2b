"""A bar of a chart: the answer, how many said it, and below it what it was elsewhere."""

from kivy.uix.widget import Widget

from kiosk.screens import Bar
from kiosk.ui.brush import Brush
from kiosk.ui.theme import rgba
from kiosk.ui.widgets import Flat, Plate


def bar(brush: Brush, block: Bar, width: float) -> Widget:
    """All of it on a card; the words say which is which, never the colour alone."""
    c, m = brush.colours, brush.metrics
    inner = width - 2 * m.gap
    parts: list[Widget] = [_words(brush, block.label, m.body, inner, bold=True)]
    parts += _length(brush, block.share, inner, m.body * 0.9, c.primary)
    parts.append(_words(brush, block.number, m.body, inner))
    if block.beside:
        parts += _length(brush, block.beside_share, inner, m.body * 0.4, c.soft)
        parts.append(_words(brush, block.beside, m.small, inner))
    space = m.gap * 0.3
    box = Plate(ground=rgba(c.card), edge=rgba(c.line), radius=m.radius, border=1)
    box.size = (width, sum(part.height + space for part in parts) + m.gap)
    y = box.height - m.gap / 2
    for part in parts:
        y -= part.height
        part.pos = (brush.from_start(box, part, m.gap), y)
        y -= space
    box.hold(*parts)
    return box


def _words(brush: Brush, text: str, size: float, width: float, bold: bool = False) -> Widget:
    made = brush.text(text, size, bold=bold)
    made.lay(width)
    return made


def _length(
    brush: Brush, share: float | None, width: float, height: float, ink: str
) -> list[Widget]:
    """The bar itself, from where reading starts; a stroke where nobody said it."""
    if share is None:
        return []
    made = Flat(ground=rgba(ink), size_hint=(None, None))
    made.size = (max(2.0, width * share), height)
    return [made]
