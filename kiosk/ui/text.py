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


def picture(text: str, style: Style, width: float | None = None, bleed: int = 0) -> Texture | None:
    """The text as a white mask, to be coloured where it is drawn.

    ``bleed`` pixels are added on every side for strokes that stand out of their line, as the head
    of a kaf does in Nastaliq.
    """
    layout = layout_of(text, style, width)
    wide, high = (-(-each // SCALE) for each in layout.get_size())
    if width is not None:
        wide = int(width)
    if wide <= 0 or high <= 0:
        return None
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, wide + 2 * bleed, high + 2 * bleed)
    context = cairocffi.Context(surface)
    context.move_to(bleed, bleed)
    pangocairocffi.show_layout(context, layout)
    return mask(surface)


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
        self.texture: Texture | None = None
        self.bleed = 0
        self._area: Rectangle | None = None
        self.bind(pos=self._shape)

    def lay(self, width: float) -> float:
        """Set the text in that width; returns the height in pixels."""
        self.bleed = int(self.style.size / 2)
        self.texture = picture(self.text, self.style, width, self.bleed)
        high = self.texture.height - 2 * self.bleed if self.texture else extent("x", self.style)[1]
        self.size = (width, high)
        self.canvas.clear()
        self._area = None
        if self.texture:
            with self.canvas:
                Color(*self.ink)
                self._area = Rectangle(texture=self.texture, size=self.texture.size)
            self._shape()
        return high

    def _shape(self, *ignored: Any) -> None:
        if self._area:
            self._area.pos = (self.x - self.bleed, self.y - self.bleed)

    def lay_within(self, width: float, height: float) -> None:
        """Set the text as large as its style says, or smaller until it fits the box."""
        self.style = fitted(self.text, self.style, width, height)
        self.lay(width)
