"""Sets a slip as a picture in black and white, so that every script prints on every printer."""

import qrcode
from PIL import Image

from kiosk.bindings import cairocffi, pangocairocffi
from kiosk.printing.slip import Slip
from kiosk.typeset import SCALE, Style, fitted, layout_of

SIZES = {"small": 26.0, "title": 40.0, "text": 30.0, "big": 54.0, "digits": 36.0}
"""Heights of letters in dots on paper of 576 dots; a dot is an eighth of a millimetre."""
GAP = 18
QUIET = 4
"""White modules around a square code."""
DARK = 128


def picture(slip: Slip, width: int) -> Image.Image:
    """The whole slip, ``width`` dots wide, black on white."""
    made = [_part(slip, kind, text, width) for kind, text in slip.parts]
    high = sum(each.height + GAP for each in made)
    paper = Image.new("L", (width, high), 255)
    at = 0
    for each in made:
        paper.paste(each, ((width - each.width) // 2, at))
        at += each.height + GAP
    return paper.point(lambda grey: 255 if grey >= DARK else 0).convert("1")


def _part(slip: Slip, kind: str, text: str, width: int) -> Image.Image:
    return code(text, width) if kind == "code" else _text(slip, kind, text, width)


def _text(slip: Slip, kind: str, text: str, width: int) -> Image.Image:
    mark = kind in ("big", "digits")
    style = Style(
        SIZES[kind] * width / 576, bold=kind != "text", rtl=slip.rtl,
        align="center" if mark or kind == "title" else "start",
        language="en" if mark else slip.language,
    )  # fmt: skip
    if mark:
        style = fitted(text, style, width, style.size * 6, least=20)
    layout = layout_of(text, style, width)
    ink, line = layout.get_extents()
    top = min(0, ink.y // SCALE)  # Nastaliq stands out of its line
    high = max(line.height // SCALE, (ink.y + ink.height) // SCALE + 1) - top
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, width, high)
    context = cairocffi.Context(surface)
    context.move_to(0, -top)
    pangocairocffi.show_layout(context, layout)
    surface.flush()
    mask = Image.frombuffer(
        "L", (width, high), bytes(surface.get_data()), "raw", "L", surface.get_stride(), 1
    )
    return mask.point(lambda ink: 255 - ink)


def code(text: str, width: int) -> Image.Image:
    """A square code, half as wide as the paper, of whole dots a module."""
    drawn = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    drawn.add_data(text)
    drawn.make(fit=True)
    matrix = drawn.get_matrix()
    side = len(matrix)
    pixels = bytes(0 if dark else 255 for row in matrix for dark in row)
    small = Image.frombytes("L", (side, side), pixels)
    module = max(3, width // 2 // side)
    return small.resize((side * module, side * module), Image.Resampling.NEAREST)
