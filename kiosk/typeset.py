"""Text as Pango sets it: joined, in both directions, wrapped, with the right script's fonts.

For the window and for paper alike; knows neither.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

from kiosk.bindings import cairocffi, pangocairocffi, pangocffi

SCALE = 1024
FAMILY = "Noto Sans"
FAMILIES = {
    "ur": "Noto Sans, Noto Nastaliq Urdu",
    "ar": "Noto Sans, Noto Naskh Arabic",
    "pa": "Noto Sans, Noto Sans Gurmukhi",
    "bn": "Noto Sans, Noto Sans Bengali",
    "gu": "Noto Sans, Noto Sans Gujarati",
    # Without its name, Chinese would be set with the Japanese forms of its signs.
    "zh": "Noto Sans, Noto Sans CJK SC",
}
"""Latin letters and digits look the same in every language; the rest is each script's own."""
_scratch = cairocffi.ImageSurface(cairocffi.FORMAT_ARGB32, 1, 1)


@dataclass(frozen=True)
class Style:
    """How a piece of text is set."""

    size: float
    """Pixels."""
    bold: bool = False
    align: str = "start"
    """``start`` is left, and right on a mirrored screen; or ``center``."""
    rtl: bool = False
    """Whether the screen is mirrored."""
    language: str = "en"
    break_words: bool = True
    """Whether a word longer than the line is broken rather than sticking out."""


def layout_of(text: str, style: Style, width: float | None) -> Any:
    """A Pango layout of the text, ``width`` pixels wide, or on as few lines as it has."""
    context = cairocffi.Context(_scratch)
    layout = pangocairocffi.create_layout(context)
    font = pangocffi.FontDescription()
    font.family = FAMILIES.get(style.language, FAMILY)
    font.weight = pangocffi.Weight.BOLD if style.bold else pangocffi.Weight.NORMAL
    font.set_absolute_size(style.size * SCALE)
    layout.font_description = font
    words = pangocffi.WrapMode.WORD_CHAR if style.break_words else pangocffi.WrapMode.WORD
    layout.wrap = words
    if width is not None:
        layout.width = int(width * SCALE)
    layout.alignment = _alignment(text, style)
    layout.text = text
    return layout


def _alignment(text: str, style: Style) -> Any:
    """Pango turns left and right about in a right-to-left paragraph; we mean the screen's."""
    if style.align == "center":
        return pangocffi.Alignment.CENTER
    same = runs_right_to_left(text, False) == style.rtl
    return pangocffi.Alignment.LEFT if same else pangocffi.Alignment.RIGHT


def runs_right_to_left(text: str, otherwise: bool) -> bool:
    """Direction of the first letter that has one."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return otherwise


def caret_of(text: str, at: int, style: Style, width: float) -> tuple[float, float, float]:
    """Where a caret stands before the letter ``at``: x, y from the top, and height in pixels."""
    layout = layout_of(text, style, width)
    strong = pangocffi.ffi.new("PangoRectangle *")
    index = len(text[:at].encode())
    pangocffi.pango.pango_layout_get_cursor_pos(layout.pointer, index, strong, pangocffi.ffi.NULL)
    return strong.x / SCALE, strong.y / SCALE, strong.height / SCALE


def ink_drop(text: str, style: Style, width: float) -> float:
    """How many pixels the ink stands below the middle of its line; much in Nastaliq."""
    ink, line = layout_of(text, style, width).get_extents()
    drop = (ink.y + ink.height / 2 - line.y - line.height / 2) / SCALE
    return float(drop)


def drawable(text: str, language: str = "en") -> bool:
    """Whether this machine's fonts have every letter."""
    layout = layout_of(text, Style(20, language=language), None)
    return not pangocffi.pango.pango_layout_get_unknown_glyphs_count(layout.pointer)


def extent(text: str, style: Style, width: float | None = None) -> tuple[int, int]:
    """Width and height in whole pixels."""
    wide, high = layout_of(text, style, width).get_size()
    return -(-wide // SCALE), -(-high // SCALE)


def fitted(text: str, style: Style, width: float, height: float, least: float = 11) -> Style:
    """The style, with a size at which no word is broken and no line is lost."""
    size = style.size
    while True:
        tried = Style(size, style.bold, style.align, style.rtl, style.language, break_words=False)
        wide, high = extent(text, tried, width)
        if (wide <= width and high <= height) or size <= least:
            return tried
        size = max(least, size * 0.93)
