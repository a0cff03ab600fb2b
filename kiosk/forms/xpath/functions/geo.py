"""Functions of places (ODK XForms, "Geographic functions")."""

import itertools
import math
from typing import Any

from kiosk.forms.errors import ExpressionError
from kiosk.forms.xpath.functions.registry import MANY, plain, texts
from kiosk.forms.xpath.values import NAN

RADIUS = 6378100.0
"""Metres; the Earth's radius the specification names."""
Point = tuple[float, float]


def _points(given: tuple[Any, ...]) -> list[Point]:
    """Latitude and longitude of every point of geopoints, traces and shapes."""
    found = []
    for text in texts(given):
        for part in text.split(";"):
            if part.strip():
                found.append(_point(part))
    return found


def _point(text: str) -> Point:
    numbers = [float(each) for each in text.split()]
    if len(numbers) < 2 or not (-90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180):
        raise ExpressionError("A place is given in a way that is not understood.")
    return numbers[0], numbers[1]


@plain("area", 1)
def area(value: Any) -> float:
    count = sum(bool(part.strip()) for text in texts((value,)) for part in text.split(";"))
    if count < 3:
        return 0.0 if count else NAN
    try:
        points = _points((value,))
    except (ValueError, ExpressionError):
        return NAN
    if points[0] != points[-1]:
        points.append(points[0])
    total = sum(
        math.radians(b[1] - a[1])
        * (2 + math.sin(math.radians(a[0])) + math.sin(math.radians(b[0])))
        for a, b in itertools.pairwise(points)
    )
    return round(abs(total * RADIUS * RADIUS / 2), 2)


@plain("distance", 1, MANY)
def distance(*given: Any) -> float:
    try:
        points = _points(given)
    except (ValueError, ExpressionError):
        return NAN
    if not points:
        return NAN
    total = sum(_between(a, b) for a, b in itertools.pairwise(points))
    return round(total, 2)


def _between(a: Point, b: Point) -> float:
    """Metres along the great circle."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    apart = math.radians(b[1] - a[1])
    cosine = math.sin(lat_a) * math.sin(lat_b) + math.cos(lat_a) * math.cos(lat_b) * math.cos(apart)
    return math.acos(min(1.0, max(-1.0, cosine))) * RADIUS


@plain("geofence", 2)
def geofence(point: Any, shape: Any) -> bool:
    """Whether a point lies inside a shape, by counting the sides a ray crosses."""
    try:
        (lat, lon), *_ = _points((point,))
        corners = _points((shape,))
    except (ValueError, ExpressionError):
        return False
    inside = False
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        if (a[1] > lon) != (b[1] > lon):
            crossing = (b[0] - a[0]) * (lon - a[1]) / (b[1] - a[1]) + a[0]
            inside ^= lat < crossing
    return inside


def crosses_itself(text: str) -> bool:
    """Whether a trace or shape crosses itself."""
    try:
        points = _points((text,))
    except (ValueError, ExpressionError):
        return False
    sides = list(itertools.pairwise(points))
    closed = len(points) > 1 and points[0] == points[-1]
    for place, first in enumerate(sides):
        for other in range(place + 2, len(sides)):
            ends_meet = closed and place == 0 and other == len(sides) - 1
            if not ends_meet and _cross(*first, *sides[other]):
                return True
    return False


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    turns = (_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b))
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(not turn and _on(*points) for turn, points in zip(turns, ends, strict=True))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _on(a: Point, b: Point, c: Point) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])
