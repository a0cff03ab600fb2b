"""Pictures of the form or of a resident, from memory; Kivy keeps no copy in its caches."""

from io import BytesIO

from kivy.core.image import Image as CoreImage
from kivy.uix.image import Image

PNG = b"\x89PNG\r\n\x1a\n"


def photo(content: bytes, width: float, height: float) -> Image:
    """A PNG or JPEG as large as fits the box."""
    kind = "png" if content.startswith(PNG) else "jpg"
    texture = CoreImage(BytesIO(content), ext=kind, nocache=True).texture
    scale = min(width / texture.width, height / texture.height)
    size = (texture.width * scale, texture.height * scale)
    return Image(texture=texture, size_hint=(None, None), size=size)
