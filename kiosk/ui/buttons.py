"""Buttons of each role, with an icon, a label that always fits, and a smaller second line."""

from kiosk.screens import Action
from kiosk.ui import icons
from kiosk.ui.brush import Brush
from kiosk.ui.text import extent
from kiosk.ui.widgets import Target


class Placed:
    """A target with children that stand still in it; moved as one."""

    def __init__(self, target: Target) -> None:
        self.target = target


def colours_of(brush: Brush, action: Action) -> tuple[str, str, str]:
    """Ground, edge and ink of a button."""
    c = brush.colours
    if action.role == "primary":
        return c.primary, c.primary, c.on_primary
    if action.chosen:
        return c.chosen, c.on_chosen, c.on_chosen
    return c.card, c.line, c.ink


def button(brush: Brush, action: Action, width: float, height: float, size: float) -> Target:
    """A button of a given size with its words in the middle, shrunk when they must be."""
    ground, edge, ink = colours_of(brush, action)
    made = brush.target(action.id, action.label, lambda: brush.act(action.id), ground, edge)
    made.size = (width, height)
    pad = brush.metrics.gap
    label = brush.text(
        action.label, size, ink, bold=True, align="center",
        language=action.language or brush.language,
    )  # fmt: skip
    label.lay_within(width - 2 * pad, height - pad)
    label.pos = (pad, (height - label.height) / 2)
    _hold(made, label)
    return made


def rail_button(brush: Brush, action: Action, width: float, height: float) -> Target:
    """A button of the rail: its icon above its words."""
    c, m = brush.colours, brush.metrics
    made = brush.target(action.id, action.label, lambda: brush.act(action.id), c.card, c.line)
    made.size = (width, height)
    pad = max(4, m.gap / 3)
    high = max(18, min(height * 0.38, m.target * 0.42))
    label = brush.text(action.label, m.small, c.ink, bold=True, align="center")
    label.lay_within(width - 2 * pad, height - high - 3 * pad)
    drawing = brush.icon(action.icon, high, c.ink)
    top = (height + high + pad / 2 + label.height) / 2
    drawing.pos = ((width - high) / 2, top - high)
    label.pos = (pad, top - high - pad / 2 - label.height)
    _hold(made, drawing, label)
    return made


def choice_button(brush: Brush, action: Action, width: float, mark: str = "") -> Target:
    """A wide button for one of several things; ``mark`` names the box drawn before it."""
    ground, edge, ink = colours_of(brush, action)
    m = brush.metrics
    made = brush.target(action.id, action.label, lambda: brush.act(action.id), ground, edge)
    drawing = action.icon if icons.has(action.icon) else ""
    side = m.body * 1.5 if drawing else 0
    inner = width - 2 * m.gap - (side + m.gap if drawing else 0)
    language = action.language or brush.language
    label = brush.text(action.label, m.body, ink, bold=True, language=language)
    parts = [label]
    if action.detail:
        parts.append(brush.text(action.detail, m.small, ink))
    content = sum(part.lay(inner) for part in parts)
    made.size = (width, max(m.target, content + m.gap))
    y = (made.height + content) / 2
    offset = m.gap + (side + m.gap if drawing else 0)
    for part in parts:
        y -= part.height
        part.pos = (brush.from_start(made, part, offset), y)
    if drawing and (action.chosen or action.icon != "tick"):
        picture = brush.icon(drawing, side, ink)
        picture.pos = (brush.from_start(made, picture, m.gap), (made.height - side) / 2)
        parts.append(picture)
    elif drawing:
        parts.append(_empty_box(brush, made, side))
    _hold(made, *parts)
    return made


def _empty_box(brush: Brush, made: Target, side: float):
    from kiosk.ui.widgets import Plate

    box = Plate(ground=made.ground, edge=made.edge, border=3, radius=6)
    box.size = (side, side)
    box.pos = (brush.from_start(made, box, brush.metrics.gap), (made.height - side) / 2)
    return box


def natural_width(brush: Brush, action: Action) -> int:
    """Width of the words on one line, in pixels."""
    language = action.language or brush.language
    return extent(action.label, brush.style(brush.metrics.body, bold=True, language=language))[0]


def _hold(made: Target, *children) -> None:
    """Let children that were placed in a box at (0, 0) move with it."""
    for child in children:
        made.add_widget(child)
    offsets = [(child, *child.pos) for child in children]

    def move(*_) -> None:
        for child, x, y in offsets:
            child.pos = (made.x + x, made.y + y)

    made.bind(pos=move)
