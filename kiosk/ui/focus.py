"""The order in which two switches, or arrow keys, reach everything; knows no widgets.

Keys of the on-screen keyboard are in groups, as switch users know it from other devices: first
the keyboard, then its rows, then the keys of a row. Moving on past the last of a group leaves it.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """Something that can have the focus; one with parts is entered by pressing it."""

    id: str
    parts: tuple["Stop", ...] = ()


KEYBOARD = "keys"


def stops_of(ids: list[str], rows: list[list[str]]) -> tuple[Stop, ...]:
    """Stops for the controls of a screen in their order; ``rows`` are those of its keyboard."""
    keys = {id for row in rows for id in row}
    stops: list[Stop] = []
    for id in ids:
        if id not in keys:
            stops.append(Stop(id))
        elif not any(each.id == KEYBOARD for each in stops):
            stops.append(Stop(KEYBOARD, tuple(_rows(rows))))
    return tuple(stops)


def _rows(rows: list[list[str]]) -> Iterator[Stop]:
    for number, row in enumerate(rows):
        yield Stop(f"row:{number}", tuple(Stop(id) for id in row))


def step(stops: tuple[Stop, ...], now: str, by: int) -> str:
    """The next stop, or the one before; out of a group at its end; empty when there is none."""
    if not stops:
        return ""
    level, parent = _level(stops, now)
    ids = [each.id for each in level]
    if now not in ids:
        return ids[min(by, 0)]
    at = ids.index(now) + by
    if parent and not 0 <= at < len(ids):
        return parent
    return ids[at % len(ids)]


def inner(stops: tuple[Stop, ...], now: str) -> str:
    """The first part of a group; empty for what is no group."""
    level, _ = _level(stops, now)
    return next((each.parts[0].id for each in level if each.id == now and each.parts), "")


def after_key(stops: tuple[Stop, ...], now: str) -> str:
    """Where scanning begins again after a key was typed; the same place for what is no key."""
    _, parent = _level(stops, now)
    return "row:0" if parent.startswith("row:") else now


def everything(stops: tuple[Stop, ...]) -> Iterator[str]:
    """Every stop with all its parts."""
    for each in stops:
        yield each.id
        yield from everything(each.parts)


def _level(stops: tuple[Stop, ...], id: str, parent: str = "") -> tuple[tuple[Stop, ...], str]:
    """The stops among which one stands, and the group they are in."""
    for each in stops:
        if each.id == id:
            return stops, parent
        if each.parts:
            found, above = _level(each.parts, id, each.id)
            if any(part.id == id for part in found):
                return found, above
    return stops, parent
