"""Draws every screen in every language as Kivy draws it: one contact sheet for each language."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.kiosk.fit import THEMES, a_display, drawn, throw_away
from tests.kiosk.walks import screens

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = """examples:
  build/gallery                                     each language at 1280x800, 100 %
  build/gallery --language ur --language ar --scale 2 --size 800x480
  build/gallery --theme yellow --into /tmp/sheets --language zh

The sheets are in .demo/gallery unless another folder is named. Without a display it opens one in
memory."""


def main() -> int:
    """Draw the sheets that are asked for; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="build/gallery", description=__doc__, epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--language", action="append", help="a code, such as ur; several times")
    parser.add_argument("--size", default="1280x800", help="of the screen, such as 800x480")
    parser.add_argument("--scale", type=float, default=1.0, help="text size, 1.0 to 2.0")
    parser.add_argument("--theme", choices=THEMES, default="calm")
    parser.add_argument("--columns", type=int, default=6, help="pictures side by side")
    parser.add_argument("--width", type=int, default=420, help="pixels of each picture")
    parser.add_argument("--into", type=Path, default=ROOT / ".demo" / "gallery")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, a_display():
        open_window(Path(home), given.size)
        for language in given.language or codes():
            print(sheet(given, language), flush=True)
    return 0


def codes() -> list[str]:
    from kiosk.words import shipped

    return [each.code for each in shipped()]


def open_window(home: Path, size: str) -> None:
    """A window of that size, and what its widgets are drawn with."""
    from kiosk.ui.environment import configure, prepare

    prepare(home)
    width, _, height = size.partition("x")
    configure(int(width), int(height), fullscreen=False, at_corner=True)
    from kivy.core.window import Window

    Window.size = (int(width), int(height))


def sheet(given: argparse.Namespace, language: str) -> Path:
    """One picture with every screen of a language; gives its file."""
    from PIL import Image

    pictures, seen = [], set()
    for screen, stage in screens(language):
        known = (screen.name, screen.title, screen.blocks, screen.choices)
        if known in seen:
            continue
        seen.add(known)
        picture = shot(drawn(screen, stage, given.size, given.scale, given.theme))
        small = (given.width, round(picture.height * given.width / picture.width))
        pictures.append(picture.resize(small, Image.Resampling.LANCZOS))
        throw_away()
    wide, high = pictures[0].size
    rows = -(-len(pictures) // given.columns)
    whole = Image.new("RGB", ((wide + 8) * given.columns + 8, (high + 8) * rows + 8), "#777777")
    for number, picture in enumerate(pictures):
        row, column = divmod(number, given.columns)
        whole.paste(picture, (8 + column * (wide + 8), 8 + row * (high + 8)))
    path = given.into / f"{language}-{given.size}-{round(given.scale * 100)}-{given.theme}.png"
    whole.save(path)
    return path


def shot(page):
    """What the window shows of a page."""
    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
    from kivy.lang import Builder
    from PIL import Image

    from kiosk.ui.theme import rgba

    Window.clearcolor = rgba(page.brush.colours.page)
    Window.add_widget(page)
    Clock.tick()
    Builder.sync()
    Window.dispatch("on_draw")
    width, height = (int(each) for each in page.size)
    pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    Window.remove_widget(page)
    image = Image.frombytes("RGB", (width, height), bytes(pixels))
    return image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


if __name__ == "__main__":
    sys.exit(main())
