"""Rounded grounds with an edge, each drawn once as a small picture whose middle is stretched.

A large plate so costs each of its pixels once, and its corners are smooth; one rounded shape
within another costs them twice, which where the processor draws is half of a frame.
"""

import math
from functools import lru_cache

from kivy.graphics.texture import Texture

from kiosk.bindings import cairocffi

Colour = tuple[float, float, float, float]


@lru_cache(maxsize=128)
def plate(ground: Colour, edge: Colour, border: int, radius: int) -> tuple[Texture, int]:
    """The picture, and how many pixels of it on each side keep their size.

    ``border`` and ``radius`` are in pixels; ``ground`` and ``edge`` are opaque.
    """
    corner = max(radius, border) + 1
    side = 2 * corner + 2
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_ARGB32, side, side)
    context = cairocffi.Context(surface)
    _rounded(context, 0, side, radius)
    context.set_source_rgba(*edge)
    context.fill()
    _rounded(context, border, side, max(1, radius - border))
    context.set_source_rgba(*ground)
    context.fill()
    return _texture(surface, side), corner


def _rounded(context: cairocffi.Context, inset: int, side: int, radius: int) -> None:
    near, far = inset + radius, side - inset - radius
    context.new_path()
    for turn, (x, y) in enumerate(((far, far), (near, far), (near, near), (far, near))):
        context.arc(x, y, radius, turn * math.pi / 2, (turn + 1) * math.pi / 2)
    context.close_path()


def _texture(surface: cairocffi.ImageSurface, side: int) -> Texture:
    """With straight alpha, as it is drawn; cairo multiplies it in, and is alike upside down."""
    surface.flush()
    pixels = bytearray(surface.get_data())
    for at in range(0, len(pixels), 4):
        if 0 < pixels[at + 3] < 255:
            for part in range(at, at + 3):
                pixels[part] = min(255, pixels[part] * 255 // pixels[at + 3])
    made = Texture.create(size=(side, side), colorfmt="rgba")
    made.blit_buffer(bytes(pixels), colorfmt="bgra", bufferfmt="ubyte")
    made.wrap = "clamp_to_edge"
    return made
