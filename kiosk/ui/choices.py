"""Large buttons for one of several things, in as many columns as their words allow."""

from kiosk.screens import Action
from kiosk.ui.brush import Brush
from kiosk.ui.buttons import button, choice_button, columns_for, mark_of
from kiosk.ui.column import Column
from kiosk.ui.widgets import Target


def draw(brush: Brush, choices: tuple[Action, ...], column: Column, high: float) -> None:
    """Add them to a column of which so many pixels can be seen."""
    gap = brush.metrics.gap
    languages = all(action.language and not action.icon for action in choices)
    if choices and languages and _grid(brush, choices, column, high):
        return
    count = columns_for(brush, choices, column.width)
    width = (column.width - gap * (count - 1)) / count
    for start in range(0, len(choices), count):
        column.row(_alike(brush, choices[start : start + count], width), gap)


def _alike(brush: Brush, row: tuple[Action, ...], width: float) -> list[Target]:
    """The buttons of a row, all as high as the highest."""
    first = len(brush.made)
    made = [choice_button(brush, a, width, mark_of(a), a.picture) for a in row]
    high = max(each.height for each in made)
    for at, action in enumerate(row):
        if made[at].height < high:
            made[at] = choice_button(brush, action, width, mark_of(action), action.picture, high)
    brush.made[first:] = made
    return made


def _grid(brush: Brush, choices: tuple[Action, ...], column: Column, view: float) -> bool:
    """Languages, all in sight at once: nobody looks for theirs further down."""
    m = brush.metrics
    gap = m.gap * 0.6
    for count in (1, 2, 3, 4):
        rows = -(-len(choices) // count)
        high = (view - column.height - m.gap - gap * (rows - 1)) / rows - 1
        if high < m.target:
            continue
        size = ((column.width - gap * (count - 1)) / count, min(high, m.target * 1.25))
        for start in range(0, len(choices), count):
            row = choices[start : start + count]
            column.row([button(brush, a, *size, m.body) for a in row], gap, gap if start else None)
        return True
    return False
