"""Text as the window draws it: set by ``kiosk.typeset``, as textures."""
# mypy: allow-subclassing-any

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import ColorProperty
from kivy.uix.widget import Widget

from kiosk.bindings import cairocffi, pangocairocffi
from kiosk.typeset import (
    SCALE,
    Style,
    caret_of,
    drawable,
    extent,
    fitted,
    ink_drop,
    layout_of,
    runs_right_to_left,
)

__all__ = [
    "SCALE", "Style", "TextLabel", "caret_of", "drawable", "extent", "fitted", "ink_drop",
    "layout_of", "mask", "picture", "runs_right_to_left",
]  # fmt: skip


def picture(layout: Any) -> tuple[Texture, tuple[int, int, int, int]] | None:
    """The ink of a layout as a white mask, to be coloured where it is drawn, and where it stands.

    That is left, top, width and height in pixels from the layout's upper left corner, down; the
    ink may stand out of the layout's lines, as the head of a kaf does in Nastaliq. What is empty
    beside the words is no part of it, for each pixel costs room, and time in every frame. None
    where there is no ink.
    """
    ink, _ = layout.get_extents()
    if not (ink.width and ink.height):
        return None
    left, top = ink.x // SCALE - 1, ink.y // SCALE - 1  # a pixel more, for smooth edges
    wide = -(-(ink.x + ink.width) // SCALE) + 1 - left
    high = -(-(ink.y + ink.height) // SCALE) + 1 - top
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, wide, high)
    context = cairocffi.Context(surface)
    context.move_to(-left, -top)
    pangocairocffi.show_layout(context, layout)
    return mask(surface), (left, top, wide, high)


def mask(surface: cairocffi.ImageSurface) -> Texture:
    """A texture of an A8 surface's coverage, white with straight alpha."""
    surface.flush()
    wide, high, line = surface.get_width(), surface.get_height(), surface.get_stride()
    pixels = bytearray(b"\xff") * (2 * line * high)
    pixels[1::2] = surface.get_data()
    whole = Texture.create(size=(line, high), colorfmt="luminance_alpha")
    whole.blit_buffer(bytes(pixels), colorfmt="luminance_alpha", bufferfmt="ubyte")
    texture = whole.get_region(0, 0, wide, high)  # cairo's lines are a multiple of four long
    texture.flip_vertical()
    return texture


class TextLabel(Widget):
    """A piece of text in its own box; ``lay`` gives it a width and it takes its height."""

    ink = ColorProperty("#000000")

    def __init__(self, text: str, style: Style, **options: Any) -> None:
        super().__init__(size_hint=(None, None), **options)
        self.style = style
        self.text = text
        self._ink = (0, 0, 0, 0)
        self._area: Rectangle | None = None
        self.bind(pos=self._shape)

    def lay(self, width: float) -> float:
        """Set the text in that width; returns the height in pixels."""
        layout = layout_of(self.text, self.style, width)
        self.size = (width, -(-layout.get_size()[1] // SCALE))
        self.canvas.clear()
        self._area = None
        if made := picture(layout):
            texture, self._ink = made
            with self.canvas:
                Color(*self.ink)
                self._area = Rectangle(texture=texture, size=texture.size)
            self._shape()
        return float(self.height)

    def _shape(self, *ignored: Any) -> None:
        if self._area:
            left, top, _, high = self._ink
            # At whole pixels, for between two of them letters are blurred.
            self._area.pos = (round(self.x + left), round(self.top - top - high))

    def lay_within(self, width: float, height: float) -> None:
        """Set the text as large as its style says, or smaller until it fits the box."""
        self.style = fitted(self.text, self.style, width, height)
        self.lay(width)
