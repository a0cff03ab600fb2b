"""What must hold where something is typed: the box and its label stand whole above the keys."""

from collections.abc import Iterator
from dataclasses import replace


def openings(screen, stage) -> Iterator:
    """The stage as the screen opens, and as it is once each of its boxes was touched."""
    from kiosk.ui.entry import TYPED

    yield stage
    for asked in screen.fields():
        if asked.kind in TYPED:
            yield replace(stage, editing=asked.ref, latin=asked.latin, called=True)


def faults(page) -> Iterator[str]:
    """One line for each thing that somebody who types would not see."""
    if page.keys is None:
        return
    box = page.drawer.boxes[page.edited.ref, page.stage.entries[page.edited.ref].at]
    if box.height > page.viewport.height:
        if not _seen(page, box.caret):
            yield f"{box.id}: the caret of a long answer is out of sight"
        return
    if not _seen(page, box):
        yield f"{box.id}: the box is not whole above the keys"
    if not any(_seen(page, each) for each in _labels(page)):
        yield f"{box.id}: its label is not whole above the keys"


def _labels(page) -> Iterator:
    """Whatever says what is asked for, and is no smaller than text at 100 %."""
    from kiosk.ui.text import TextLabel

    for each in page.viewport.content.walk(restrict=True):
        if not isinstance(each, TextLabel) or each.text != page.edited.label:
            continue
        if each.style.size * page.brush.metrics.scale >= page.brush.metrics.body - 1:
            yield each


def _seen(page, widget) -> bool:
    """Whether all of it is in the window of the content."""
    _, low = widget.to_window(*widget.pos)
    view = page.viewport
    return view.y - 2 <= low and low + widget.height <= view.top + 2
