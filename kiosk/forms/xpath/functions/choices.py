"""Functions of chosen values (ODK XForms, "Select functions", "checklist")."""

from typing import Any

from kiosk.forms.errors import ExpressionError
from kiosk.forms.xpath.functions.registry import MANY, plain
from kiosk.forms.xpath.values import to_boolean, to_number, to_string


@plain("selected", 2)
def selected(chosen: Any, value: Any) -> bool:
    return to_string(value).strip() in (to_string(chosen).split() or [""])


@plain("selected-at", 2)
def selected_at(chosen: Any, place: Any) -> str:
    said, at = to_string(chosen).split(), to_number(place)
    return said[int(at)] if 0 <= at < len(said) else ""


@plain("count-selected", 1)
def count_selected(chosen: Any) -> float:
    return float(len(to_string(chosen).split()))


@plain("checklist", 2, MANY)
def checklist(least: Any, most: Any, *values: Any) -> bool:
    return _within(least, most, sum(1.0 for value in _flat(values) if _true(value)))


@plain("weighted-checklist", 4, MANY)
def weighted_checklist(least: Any, most: Any, *pairs: Any) -> bool:
    if len(pairs) % 2:
        raise ExpressionError("weighted-checklist() needs a weight for each value.")
    values, weights = _flat(pairs[::2]), _flat(pairs[1::2])
    total = sum(
        to_number(weight) for value, weight in zip(values, weights, strict=False) if _true(value)
    )
    return _within(least, most, total)


def _flat(values: tuple[Any, ...]) -> list[Any]:
    flat: list[Any] = []
    for value in values:
        flat += [node.text for node in value] if type(value) is list else [value]
    return flat


def _true(value: Any) -> bool:
    """A text counts when it is not empty, whatever it says."""
    return to_boolean(value)


def _within(least: Any, most: Any, count: float) -> bool:
    low, high = to_number(least), to_number(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)
