"""Pictures without what must not be seen: what is hidden is taken out, not only covered."""

import io
import re
from collections.abc import Iterable, Iterator

from PIL import Image, ImageDraw

from sync.cards import LARGEST_PICTURE
from sync.collector.moderation import SIDE

WIDE, HIGH = 1000, 500
"""Size of a drawing made at a kiosk."""
MOST_PIXELS = 40_000_000
SMALL = 800
"""Pixels of the longer side of a picture that travels to the kiosks."""
QUALITIES = (80, 60, 40, 20)
"""Of a JPEG, the first that is small enough."""
Box = tuple[float, float, float, float]
_PATH = re.compile(r'<path d="M([\d L]+)"/>')
_BLACK = re.compile(
    r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#000"/>'
)
_OPEN = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">'
    f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>'
    '<g fill="none" stroke="#000" stroke-width="6" stroke-linecap="round"'
    ' stroke-linejoin="round">'
)


def picture(name: str, content: bytes, squares: frozenset[int]) -> bytes | None:
    """The picture with its squares blackened and nothing but its pixels; None when it cannot be."""
    if name.endswith(".svg"):
        return _drawing(content.decode(errors="replace"), squares)
    if not name.endswith((".jpg", ".png")):
        return None if squares else content
    return _pixels(name, content, squares)


def small(name: str, content: bytes, squares: frozenset[int]) -> bytes | None:
    """The same as a PNG or JPEG that a kiosk can draw; None for a sound, or when it cannot be."""
    shown = picture(name, content, squares)
    if shown is None or not name.endswith((".svg", ".jpg", ".png")):
        return None
    if name.endswith(".svg"):
        return _drawn(shown.decode())
    with Image.open(io.BytesIO(shown)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((SMALL, SMALL))
    return _fitting(image)


def _fitting(image: Image.Image) -> bytes | None:
    for quality in QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() <= LARGEST_PICTURE:
            return out.getvalue()
    return None


def _drawn(svg: str) -> bytes:
    """A drawing of which only lines and black squares are left, as a PNG in shades of grey."""
    image = Image.new("L", (WIDE, HIGH), 255)
    brush = ImageDraw.Draw(image)
    for path in _PATH.findall(svg):
        for a, b in _steps(path):
            brush.line([a, b], fill=0, width=6)
    for x, y, width, height in _BLACK.findall(svg):
        left, top = float(x), float(y)
        brush.rectangle((left, top, left + float(width), top + float(height)), fill=0)
    out = io.BytesIO()
    image.resize((SMALL, SMALL * HIGH // WIDE)).save(out, "PNG")
    return out.getvalue()


def _pixels(name: str, content: bytes, squares: frozenset[int]) -> bytes | None:
    """Drawn anew, so that no thumbnail, place or time of the camera goes with it."""
    kind = "PNG" if name.endswith(".png") else "JPEG"
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            image = opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    brush = ImageDraw.Draw(image)
    for left, top, right, bottom in _boxes(squares, image.width, image.height):
        brush.rectangle((int(left), int(top), int(right), int(bottom)), fill="black")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _drawing(svg: str, squares: frozenset[int]) -> bytes:
    """Only its lines, and of those only what no hidden square touches."""
    boxes = list(_boxes(squares, WIDE, HIGH))
    lines = "".join(
        f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}"/>'
        for path in _PATH.findall(svg)
        for a, b in _steps(path)
        if not any(_touches(a, b, box) for box in boxes)
    )
    black = "".join(
        f'<rect x="{x:g}" y="{y:g}" width="{right - x:g}" height="{bottom - y:g}" fill="#000"/>'
        for x, y, right, bottom in boxes
    )
    return f"{_OPEN}{lines}</g>{black}</svg>".encode()


def _steps(path: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    points = []
    for part in path.split("L"):
        numbers = part.split()
        if len(numbers) == 2 and all(len(each) < 6 for each in numbers):
            points.append((int(numbers[0]), int(numbers[1])))
    yield from zip(points, points[1:] or points, strict=False)


def _touches(a: tuple[int, int], b: tuple[int, int], box: Box) -> bool:
    """Whether the rectangle about a short line meets a square."""
    left, top, right, bottom = box
    across = max(a[0], b[0]) >= left and min(a[0], b[0]) <= right
    return across and max(a[1], b[1]) >= top and min(a[1], b[1]) <= bottom


def _boxes(squares: Iterable[int], width: int, height: int) -> Iterator[Box]:
    for each in sorted(squares):
        row, column = divmod(each, SIDE)
        left, top = column * width / SIDE, row * height / SIDE
        yield left, top, left + width / SIDE, top + height / SIDE
