"""Pictures of each screen that was drawn, for people who look at them."""

from pathlib import Path

from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from PIL import Image


class Album:
    """Saves what the window shows under a number and the name of the screen."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.count = len(list(folder.glob("*.png")))

    def take(self, name: str, width: int, height: int) -> None:
        """Call when a frame is drawn and before it is shown."""
        self.count += 1
        pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
        image = Image.frombytes("RGB", (width, height), bytes(pixels))
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        image.save(self.folder / f"{self.count:03d}-{name}.png", optimize=False, compress_level=1)
