"""A drawing as its lines, and as a picture of few bytes.

Lines are written ``x,y x,y;x,y ...``: points of a sheet of 1,000 by 500, a semicolon between two
lines. So a window can send them as a text, and whatever size the sheet has there does not matter.
"""

import re

WIDE, HIGH = 1000, 500
MOST_POINTS = 4000
"""Points of a drawing; with them it is still some 40 kB, and fits a record."""
_POINT = re.compile(r"(\d{1,4}),(\d{1,4})")
Line = list[tuple[int, int]]


class DrawingError(ValueError):
    """What was sent is not a drawing, or too much of one."""


def lines(text: str) -> list[Line]:
    """The lines of a drawing; raises DrawingError."""
    found: list[Line] = []
    for part in text.split(";") if text else ():
        points = [_point(each) for each in part.split()]
        if points:
            found.append(points)
    if sum(map(len, found)) > MOST_POINTS:
        raise DrawingError("The drawing has too many lines.")
    return found


def _point(text: str) -> tuple[int, int]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DrawingError("This is not a point of a drawing.")
    return min(int(match[1]), WIDE), min(int(match[2]), HIGH)


def written(drawn: list[Line]) -> str:
    """Lines as a text."""
    return ";".join(" ".join(f"{x},{y}" for x, y in line) for line in drawn)


def svg(drawn: list[Line]) -> bytes:
    """The drawing as SVG: black lines on white, nothing else in it."""
    paths = "".join(_path(line) for line in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>'
        '<g fill="none" stroke="#000" stroke-width="6" stroke-linecap="round"'
        f' stroke-linejoin="round">{paths}</g></svg>'
    ).encode()


def _path(line: Line) -> str:
    (x, y), *rest = line
    return f'<path d="M{x} {y}' + "".join(f"L{a} {b}" for a, b in rest or [(x, y)]) + '"/>'
