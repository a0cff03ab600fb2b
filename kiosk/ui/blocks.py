"""The blocks of a screen that only show: texts, notices, the summary, the reference, its code."""

from collections.abc import Callable

from kivy.uix.widget import Widget

from kiosk.screens import (
    QR,
    Bar,
    Block,
    Field,
    Large,
    Light,
    Notice,
    Picture,
    Reference,
    Row,
    Summary,
    Text,
)  # fmt: skip
from kiosk.ui import codes, icons
from kiosk.ui.bars import bar
from kiosk.ui.brush import Brush
from kiosk.ui.buttons import button, natural_width
from kiosk.ui.column import Column
from kiosk.ui.photo import Photo
from kiosk.ui.theme import rgba
from kiosk.ui.widgets import Icon, Plate


def text(brush: Brush, block: Text, column: Column) -> None:
    m = brush.metrics
    size = {"body": m.body, "small": m.small, "lead": m.lead}[block.size]
    ink = brush.colours.soft if block.size == "small" else ""
    column.text(block.text, size, ink, language=block.language or brush.language)


def tone_of(brush: Brush, tone: str) -> tuple[str, str, str, str]:
    """Ground, edge, ink and drawing of a tone."""
    c = brush.colours
    tones = {
        "calm": (c.card, c.line, c.ink, ""),
        "good": (c.good, c.on_good, c.on_good, "good"),
        "warn": (c.warn, c.on_warn, c.on_warn, "warn"),
        "problem": (c.problem, c.on_problem, c.on_problem, "problem"),
    }
    return tones[tone]


def light(brush: Brush, block: Light, width: float) -> Widget:
    """What it is, how it is, and a drawing that says how well."""
    m = brush.metrics
    ground, edge, ink, drawing = tone_of(brush, block.tone)
    side = m.body * 1.3 if drawing else 0
    before = side + m.gap if drawing else 0
    inner = width - 2 * m.gap - before
    parts = [brush.text(block.label, m.small, ink), brush.text(block.text, m.body, ink, bold=True)]
    high = sum(part.lay(inner) for part in parts)
    box = Plate(ground=rgba(ground), edge=rgba(edge), radius=m.radius, border=1)
    box.size = (width, max(high, side) + m.gap)
    y = (box.height + high) / 2
    held: list[Widget] = []
    for part in parts:
        y -= part.height
        part.pos = (brush.from_start(box, part, m.gap + before), y)
        held.append(part)
    if drawing:
        icon = brush.icon(drawing, side, ink)
        icon.pos = (brush.from_start(box, icon, m.gap), (box.height - icon.height) / 2)
        held.append(icon)
    box.hold(*held)
    return box


def notice(brush: Brush, text: str, tone: str, width: float) -> Widget:
    """A sentence on a ground of its own, with a drawing that says the same."""
    m = brush.metrics
    ground, edge, ink, drawing = tone_of(brush, tone)
    side = m.body * 1.3 if drawing else 0
    before = side + m.gap if drawing else 0
    label = brush.text(text, m.body, ink, bold=True)
    high = label.lay(width - 2 * m.gap - before)
    box = Plate(ground=rgba(ground), edge=rgba(edge), radius=m.radius)
    box.size = (width, max(high, side) + m.gap * 1.25)
    label.pos = (brush.from_start(box, label, m.gap + before), (box.height - high) / 2)
    parts: list[Widget] = [label]
    if drawing:
        icon = brush.icon(drawing, side, ink)
        icon.pos = (brush.from_start(box, icon, m.gap), (box.height - icon.height) / 2)
        parts.append(icon)
    box.hold(*parts)
    return box


def summary(brush: Brush, block: Summary, column: Column) -> None:
    for number, row in enumerate(block.rows):
        column.add(_row(brush, row, column.width), brush.metrics.gap * (0.6 if number else 1))


def _row(brush: Brush, row: Row, width: float) -> Widget:
    """What was asked, what was said, and the way to change it."""
    c, m = brush.colours, brush.metrics
    change = None
    if row.change:
        wide = min(width * 0.4, max(m.target * 1.4, natural_width(brush, row.change) + 2 * m.gap))
        change = button(brush, row.change, wide, m.target, m.body)
    beside = change is not None and change.width + 8 * m.body <= width
    inner = width - 2 * m.gap - (change.width + m.gap if change and beside else 0)
    parts = [brush.text(row.label, m.small, c.soft), brush.text(row.value, m.body, bold=True)]
    high = sum(part.lay(inner) for part in parts)
    below = change.height + m.gap * 0.5 if change and not beside else 0
    box = Plate(ground=rgba(c.card), edge=rgba(c.line), radius=m.radius, border=1)
    least = change.height if change and beside else 0
    box.size = (width, max(high, least) + below + m.gap)
    y = (box.height + below + high) / 2
    held: list[Widget] = []
    for part in parts:
        y -= part.height
        part.pos = (brush.from_start(box, part, m.gap), y)
        held.append(part)
    if change:
        offset = width - m.gap * 0.5 - change.width if beside else m.gap
        middle = (box.height - change.height) / 2 if beside else m.gap * 0.5
        change.pos = (brush.from_start(box, change, offset), middle)
        held.append(change)
    box.hold(*held)
    return box


def reference(brush: Brush, block: Reference, width: float) -> Widget:
    """The reference, as large as it goes, and the same in digits."""
    c, m = brush.colours, brush.metrics
    inner = width - 2 * m.gap
    lines = [brush.text(block.text, m.title * 1.3, bold=True, align="center", language="en")]
    if block.digits:
        lines.append(brush.text(block.digits, m.body, c.soft, align="center", language="en"))
    for line in lines:
        line.lay_within(inner, m.title * 4.2)
    high = sum(line.height for line in lines)
    box = Plate(ground=rgba(c.card), edge=rgba(c.primary), radius=m.radius, border=4)
    box.size = (width, high + 2 * m.gap)
    y = (box.height + high) / 2
    for line in lines:
        y -= line.height
        line.pos = (m.gap, y)
    box.hold(*lines)
    return box


def large(brush: Brush, block: Large, width: float) -> Widget:
    """A few signs as large as the window allows, with its buttons still in sight."""
    c, m = brush.colours, brush.metrics
    high = m.height * 0.42
    line = brush.text(block.text, high * 0.8, bold=True, align="center", language="en")
    line.lay_within(width - 2 * m.gap, high)
    box = Plate(ground=rgba(c.card), edge=rgba(c.primary), radius=m.radius, border=4)
    box.size = (width, line.height + m.gap)
    line.pos = (m.gap, m.gap / 2)
    box.hold(line)
    return box


def code(brush: Brush, block: QR, side: float) -> Widget:
    """A square code; black on white whatever the colours, for cameras want it so."""
    texture = codes.texture(block.text)
    modules = int(texture.width)
    if side > 2 * modules:
        side = side // modules * modules  # all of one size, for it may be a fine one
    made = Icon(texture, ink=(1, 1, 1, 1))
    made.size = (side, side)
    return made


def _side(brush: Brush, block: QR, width: float) -> float:
    """How large a code is that stands alone."""
    m = brush.metrics
    return min(width, m.height * 0.55) if block.large else m.target * 2.5


def hand_out(brush: Brush, shown: Reference, square: QR | None, column: Column) -> None:
    """The reference, with its code beside it where there is room, else below."""
    m = brush.metrics
    side = min(m.target * 2.1, column.width)
    room = column.width - side - m.gap * 2
    if square is None:
        column.add(reference(brush, shown, column.width))
    elif room > m.title * 11:
        big = reference(brush, shown, room)
        column.row([big, code(brush, square, max(side, big.height))], m.gap)
    else:
        column.add(reference(brush, shown, column.width))
        column.add(code(brush, square, side))


def picture(brush: Brush, block: Picture, column: Column) -> None:
    m = brush.metrics
    if block.content:
        high = m.height * 0.36 if block.large else m.target * 2.4
        column.add(Photo(block.content, column.width, high))
    elif icons.has(block.name):
        column.add(brush.icon(block.name, m.target * 1.5, brush.colours.ink))
    if block.label:
        column.text(block.label, m.small, brush.colours.soft)


def draw(
    brush: Brush,
    blocks: tuple[Block, ...],
    column: Column,
    field: Callable[[Column, Field], None],
) -> None:
    """Everything in its order; ``field`` draws a question."""
    codes = [block for block in blocks if isinstance(block, QR)]
    for block in blocks:
        match block:
            case Text():
                text(brush, block, column)
            case Notice():
                column.add(notice(brush, block.text, block.tone, column.width))
            case Light():
                column.add(light(brush, block, column.width), brush.metrics.gap * 0.6)
            case Bar():
                column.add(bar(brush, block, column.width), brush.metrics.gap * 0.6)
            case Summary():
                summary(brush, block, column)
            case Reference():
                hand_out(brush, block, codes.pop(0) if codes else None, column)
            case Large():
                column.add(large(brush, block, column.width))
            case QR():
                if block in codes:
                    column.add(code(brush, block, _side(brush, block, column.width)))
            case Picture():
                picture(brush, block, column)
            case Field():
                field(column, block)
