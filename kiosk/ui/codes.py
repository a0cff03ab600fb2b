"""Square codes, as textures of one pixel for each module.

What draws them is a thirtieth of a window's memory with all that it can draw on, so it is loaded
only where a code may come: while somebody looks through the answers, or when one shows.
"""

from importlib import import_module
from typing import Any

from kivy.graphics.texture import Texture

QUIET = 2
"""White modules around a square code."""
BEFORE = ("check",)
"""Screens that a code may follow."""


def ready() -> Any:
    """What draws the codes."""
    return import_module("qrcode")


def texture(text: str) -> Texture:
    """The code of a text (ISO/IEC 18004, error correction M), black on white."""
    qrcode = ready()
    drawn = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    drawn.add_data(text)
    drawn.make(fit=True)
    matrix = drawn.get_matrix()
    pixels = b"".join(
        b"\x00\x00\x00" if dark else b"\xff\xff\xff" for row in reversed(matrix) for dark in row
    )
    made = Texture.create(size=(len(matrix), len(matrix)), colorfmt="rgb")
    made.mag_filter = "nearest"
    made.blit_buffer(pixels, colorfmt="rgb", bufferfmt="ubyte")
    return made
