"""What must hold of a drawn page: nothing cut off, nothing over another, all of it reachable."""

import itertools
from collections.abc import Iterator

KEYS_AND_RAIL = 40
"""Least pixels of a key of the on-screen keyboard on the smallest screen."""


def faults(page) -> Iterator[str]:
    """One line for each thing that is wrong with a page."""
    yield from _targets(page)
    yield from _texts(page)
    yield from _overlaps([each for each in page.targets if not page.inside(each)])
    yield from _overlaps([each for each in page.targets if page.inside(each)])
    yield from _focus(page)
    if page.screen.name in ("welcome", "language") and page.viewport.furthest:
        yield "not every language is in sight"
    yield from _said(page)


def _targets(page) -> Iterator[str]:
    from kiosk.ui.text import TextLabel

    inside = set(page.viewport.content.walk(restrict=True))
    for target in page.targets:
        yield from _misplaced(page, target, target in inside)
        for child in target.children:
            if isinstance(child, TextLabel) and child.text:
                if child.x < target.x - 1 or child.right > target.right + 1:
                    yield f"{target.id}: its words are wider than it"
                top, high = _ink(child)
                if top > target.top + 2 or top - high < target.y - 2:
                    yield f"{target.id}: its words are higher than it"


def _texts(page) -> Iterator[str]:
    from kiosk.ui.text import TextLabel, drawable, extent

    for label in page.walk(restrict=True):
        if not isinstance(label, TextLabel) or not label.text:
            continue
        wide, _ = extent(label.text, label.style, label.width)
        if wide > label.width + 1:
            yield f"text {label.text[:30]!r} is cut off"
        if label.style.size < 11:
            yield f"text {label.text[:30]!r} is too small"
        if not drawable(label.text, label.style.language):
            yield f"text {label.text[:30]!r} has a letter that no font has"


def _ink(label) -> tuple[float, float]:
    """Where the ink of a text begins at the top, and its height: Nastaliq hangs in its line."""
    from kiosk.ui.text import SCALE, layout_of

    ink, line = layout_of(label.text, label.style, label.width).get_extents()
    spare = (label.height - line.height / SCALE) / 2
    return label.top - spare - ink.y / SCALE, ink.height / SCALE


def _misplaced(page, target, inside: bool) -> Iterator[str]:
    m, key = page.brush.metrics, target.id.startswith("key:")
    high, wide = (KEYS_AND_RAIL, 30) if key else (least(m), least(m))
    if target.height < high - 0.5 or target.width < wide - 0.5:
        yield f"{target.id}: {target.width:.0f} by {target.height:.0f} is too small"
    inner = page.viewport.content if inside else page
    if target.x < -1 or target.y < -1:
        yield f"{target.id}: sticks out at the left or below"
    if target.right > inner.width + 1 or target.top > inner.height + 1:
        yield f"{target.id}: sticks out at the right or above"


def least(metrics) -> float:
    """Pixels of a target: 18 mm where there is room for it, never under 56."""
    return max(56, metrics.target) if metrics.unit >= 1 and not metrics.portrait else 56


def _overlaps(targets) -> Iterator[str]:
    boxes = [(each.id, *each.to_window(*each.pos), *each.to_window(each.right, each.top))
             for each in targets]  # fmt: skip
    for (a, ax, ay, ar, at), (b, bx, by, br, bt) in itertools.combinations(boxes, 2):
        if ax < br - 1 and bx < ar - 1 and ay < bt - 1 and by < at - 1:
            yield f"{a} lies over {b}"


def _focus(page) -> Iterator[str]:
    """Moving on and into groups reaches every target once, and comes back to the first."""
    from kiosk.ui.focus import everything, inner, step

    ids = [target.id for target in page.targets]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield f"{id} is there twice, so that the focus cannot tell them apart"
    reached: list[str] = []
    ways = [""]
    while ways:
        now = ways.pop()
        after = [each for each in (step(page.stops, now, 1), inner(page.stops, now)) if each]
        ways += [each for each in after if each not in reached]
        reached += after
    for id in set(ids) - set(reached):
        yield f"{id} is never reached by the focus"
    if set(everything(page.stops)) - set(reached):
        yield "a group is never reached by the focus"


def _said(page) -> Iterator[str]:
    """Everything that can be tapped has a spoken form, and every text is said."""
    from kiosk.voice import spoken
    from kiosk.voice.spoken import key

    said = {each.id for each in spoken(page.screen) if each.id and each.text.strip()}
    for target in page.targets:
        name = target.id
        if name.startswith("key:"):
            if not key(name.removeprefix("key:"), page.words).text.strip():
                yield f"{name} has no spoken form"
        elif name not in said and not target.label.strip():
            yield f"{name} has no spoken form"


def pairs(page) -> Iterator[tuple[str, str, str]]:
    """Ink, ground and kind (``text`` or ``drawing``) of everything drawn on a page."""
    from kiosk.ui.text import TextLabel
    from kiosk.ui.widgets import Icon

    for widget in page.walk(restrict=True):
        ink = getattr(widget, "ink", None)
        if isinstance(widget, TextLabel) and widget.text:
            yield _hex(ink), _ground(page, widget), "text"
        elif isinstance(widget, Icon) and tuple(ink) != (1, 1, 1, 1):
            yield _hex(ink), _ground(page, widget), "drawing"


def _ground(page, widget) -> str:
    """The colour on which a widget stands: that of the nearest ground around it."""
    from kiosk.ui.widgets import Plate

    above = widget.parent
    while above is not None:
        if isinstance(above, Plate) and above.ground[3]:
            return _hex(above.ground)
        above = above.parent
    return page.brush.colours.page


def _hex(colour) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour[:3])


def contrast(one: str, other: str) -> float:
    """Contrast of two colours such as ``#0B554D``, from 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
