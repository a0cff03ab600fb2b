"""Pictures of the form or of a resident, from memory; Kivy keeps no copy in its caches."""
# mypy: allow-subclassing-any

from io import BytesIO
from typing import Any

from kivy.core.image import Image as CoreImage
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

PNG = b"\x89PNG\r\n\x1a\n"


class Photo(Widget):
    """A PNG or JPEG as large as fits the box."""

    def __init__(self, content: bytes, width: float, height: float) -> None:
        kind = "png" if content.startswith(PNG) else "jpg"
        texture = CoreImage(BytesIO(content), ext=kind, nocache=True).texture
        scale = min(width / texture.width, height / texture.height)
        size = (texture.width * scale, texture.height * scale)
        super().__init__(size_hint=(None, None), size=size)
        with self.canvas:
            Color(1, 1, 1)
            self._area = Rectangle(texture=texture, size=size)
        self.bind(pos=self._place)

    def _place(self, _: Any, pos: tuple[float, float]) -> None:
        self._area.pos = pos
