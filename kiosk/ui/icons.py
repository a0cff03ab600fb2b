"""Small drawings for controls, read from the SVG files of ``assets/icons``.

They hold paths of M, L, C and Z with absolute numbers, and circles, drawn with one stroke width.
"""

import re
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from kivy.graphics.texture import Texture

from kiosk.bindings import cairocffi
from kiosk.ui.text import mask

BOX = 24
TOKEN = re.compile(r"[MLCZ]|-?[\d.]+")


def folder() -> Path:
    """Where the drawings are: in the package when installed, else at the project's top."""
    package = Path(__file__).parent.parent
    inside = package / "assets" / "icons"
    return inside if inside.is_dir() else package.parent / "assets" / "icons"


def has(name: str) -> bool:
    """Whether there is a drawing of that name."""
    return bool(name) and re.fullmatch(r"[a-z-]+", name) is not None and _file(name).is_file()


def _file(name: str) -> Path:
    return folder() / f"{name}.svg"


@lru_cache(maxsize=64)
def icon(name: str, size: int, mirrored: bool = False) -> Texture:
    """The drawing as a white mask, ``size`` pixels square; arrows turn about when mirrored."""
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, size, size)
    context = cairocffi.Context(surface)
    context.scale(size / BOX, size / BOX)
    if mirrored and name in ("back", "next"):
        context.translate(BOX, 0)
        context.scale(-1, 1)
    context.set_line_width(2)
    context.set_line_cap(cairocffi.LINE_CAP_ROUND)
    context.set_line_join(cairocffi.LINE_JOIN_ROUND)
    for element in ElementTree.parse(_file(name)).getroot():
        _draw(context, element)
    return mask(surface)


def _draw(context: cairocffi.Context, element: ElementTree.Element) -> None:
    context.new_path()
    if element.tag.endswith("circle"):
        x, y, radius = (float(element.get(each, "0")) for each in ("cx", "cy", "r"))
        context.arc(x, y, radius, 0, 6.2832)
    else:
        _trace(context, TOKEN.findall(element.get("d", "")))
    if element.get("fill", "none") == "none":
        context.stroke()
    else:
        context.fill()


def _trace(context: cairocffi.Context, tokens: list[str]) -> None:
    draw = {"M": (2, context.move_to), "L": (2, context.line_to), "C": (6, context.curve_to)}
    command, at = "M", 0
    while at < len(tokens):
        if tokens[at] in "MLCZ":
            command, at = tokens[at], at + 1
        if command == "Z":
            context.close_path()
            continue
        count, stroke = draw[command]
        stroke(*(float(number) for number in tokens[at : at + count]))
        at += count
