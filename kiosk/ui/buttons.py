"""Buttons of each role, with an icon, a label that always fits, and a smaller second line."""

from kiosk.screens import Action
from kiosk.ui import icons
from kiosk.ui.brush import Brush
from kiosk.ui.photo import Photo
from kiosk.ui.text import extent, ink_drop
from kiosk.ui.widgets import Target


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
    drop = ink_drop(action.label, label.style, label.width) if brush.language == "ur" else 0
    label.pos = (pad, (height - label.height) / 2 + drop)
    made.hold(label)
    return made


def icon_button(brush: Brush, action: Action, width: float, height: float) -> Target:
    """A button that shows its icon alone."""
    ground, edge, ink = colours_of(brush, action)
    made = brush.target(action.id, action.label, lambda: brush.act(action.id), ground, edge)
    made.size = (width, height)
    side = min(width, height) * 0.5
    drawing = brush.icon(action.icon, side, ink)
    drawing.pos = ((width - drawing.width) / 2, (height - drawing.height) / 2)
    made.hold(drawing)
    return made


def more_button(brush: Brush, action: Action, words: str, height: float) -> Target:
    """The way further down, with a word beside the arrow, for what is not seen is overlooked."""
    ground, edge, ink = colours_of(brush, action)
    m = brush.metrics
    made = brush.target(action.id, action.label, lambda: brush.act(action.id), ground, edge)
    side = round(height * 0.5)
    label = brush.text(words, m.body, ink, bold=True)
    label.lay_within(max(m.target * 0.8, min(natural_width(brush, action), m.target * 2)), height)
    made.size = (label.width + side + 3 * m.gap, height)
    drawing = brush.icon(action.icon, side, ink)
    drawing.pos = (brush.from_start(made, drawing, m.gap), (height - drawing.height) / 2)
    label.pos = (brush.from_start(made, label, side + 2 * m.gap), (height - label.height) / 2)
    made.hold(drawing, label)
    return made


def rail_button(brush: Brush, action: Action, width: float, height: float) -> Target:
    """A button of the rail: its icon above its words."""
    c, m = brush.colours, brush.metrics
    ground, edge = (c.chosen, c.on_chosen) if action.chosen else (c.card, c.line)
    ink, drawn = (c.on_chosen, c.on_chosen) if action.chosen else (c.ink, c.primary)
    made = brush.target(action.id, action.label, lambda: brush.act(action.id), ground, edge)
    made.size = (width, height)
    pad = max(3, m.gap / 3)
    high = max(18, min(height * 0.36, m.target * 0.42))
    label = brush.text(action.label, m.rail_text, ink, bold=True, align="center")
    label.lay_within(width - 2 * pad, height - high - 3 * pad)
    drawing = brush.icon(action.icon, high, drawn)
    top = (height + high + pad / 2 + label.height) / 2
    drawing.pos = ((width - drawing.width) / 2, top - high)
    label.pos = (pad, top - high - pad / 2 - label.height)
    made.hold(drawing, label)
    return made


def choice_button(
    brush: Brush, action: Action, width: float, mark: str = "", shown: bytes = b"",
    least: float = 0,
) -> Target:  # fmt: skip
    """A wide button for one of several things.

    ``mark`` names the drawing before its words, ``shown`` is a picture between the two; it is
    ``least`` pixels high or more.
    """
    ground, edge, ink = colours_of(brush, action)
    m = brush.metrics
    made = brush.target(action.id, action.label, lambda: brush.act(action.id), ground, edge)
    drawing = mark or (action.icon if icons.has(action.icon) else "")
    side = m.body * (1.1 if mark else 1.5) if drawing else 0
    before = side + m.gap if drawing else 0
    image = Photo(shown, width / 3, m.target * 1.2) if shown else None
    after = before + (image.width + m.gap if image else 0)
    inner = width - 2 * m.gap - after
    label = brush.text(
        action.label, m.body, ink, bold=True, language=action.language or brush.language
    )
    parts = [label]
    if action.detail:
        parts.append(brush.text(action.detail, m.small, ink))
    content = sum(part.lay(inner) for part in parts)
    # The strokes of Nastaliq stand out of their line.
    spare = m.gap + (m.body * 0.9 if brush.language == "ur" else 0)
    made.size = (width, max(m.target, content + spare, least))
    if image is not None:
        made.height = max(made.height, image.height + m.gap)
    y = (made.height + content) / 2
    for part in parts:
        y -= part.height
        part.pos = (brush.from_start(made, part, m.gap + after), y)
    if drawing:
        picture = brush.icon(drawing, side, ink)
        picture.pos = (brush.from_start(made, picture, m.gap), (made.height - side) / 2)
        parts.append(picture)
    if image is not None:
        image.pos = (
            brush.from_start(made, image, m.gap + before), (made.height - image.height) / 2
        )  # fmt: skip
    made.border = max(2, round(m.unit * 4)) if action.chosen else 2
    made.hold(*parts, *([image] if image else []))
    return made


def mark_of(action: Action) -> str:
    """The box of a thing that is ticked or not."""
    if action.icon != "tick":
        return ""
    return "box-on" if action.chosen else "box"


def columns_for(
    brush: Brush, actions: tuple[Action, ...], width: float, marked: bool = False
) -> int:
    """In how many columns many choices stand; one below the other when they are few or long."""
    m = brush.metrics
    if any(action.detail for action in actions):
        room = (width - m.gap) / 2 >= m.body * 15
        return 2 if room and len(actions) > 6 else 1
    if len(actions) < 5:
        return 1
    widest = max(natural_width(brush, action) for action in actions)
    mark = 2.6 * m.body if marked or any(action.icon for action in actions) else 0
    fit = int((width + m.gap) // max(widest + mark + 3 * m.gap, m.target * 1.5))
    most = len(actions) if widest < 1.5 * m.body else 3
    return max(1, min(most, fit))


def natural_width(brush: Brush, action: Action) -> int:
    """Width of the words on one line, in pixels."""
    language = action.language or brush.language
    return extent(action.label, brush.style(brush.metrics.body, bold=True, language=language))[0]
