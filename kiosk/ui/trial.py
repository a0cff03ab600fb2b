"""``python -m kiosk.ui.trial [--window] CODE ...``: what this machine can draw, as lines of JSON.

In a process of its own, for a graphics driver that fails takes the whole process with it.
"""

import json
import logging
import sys
import tempfile
from pathlib import Path

from kiosk.ui.environment import configure, prepare


def main() -> int:
    """Languages without a font first; then the name of what draws, when a window opens."""
    window = "--window" in sys.argv
    codes = [each for each in sys.argv[1:] if not each.startswith("-")]
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home))
        logging.disable()
        print(json.dumps({"lacks": lacking(codes)}), flush=True)
        if window:
            print(json.dumps({"window": renderer()}), flush=True)
    return 0


def lacking(codes: list[str]) -> list[str]:
    """The languages whose own name no font here can draw."""
    from kiosk.ui.text import drawable
    from kiosk.words import LANGUAGES

    names = {each.code: each.name for each in LANGUAGES}
    return [code for code in codes if code in names and not drawable(names[code], code)]


def renderer() -> str:
    """What draws a small window, opened for a moment."""
    configure(160, 120, fullscreen=False)
    from kivy.core.window import Window
    from kivy.graphics.cgl import cgl_get_backend_name
    from kivy.graphics.opengl import GL_RENDERER, glGetString

    name = glGetString(GL_RENDERER).decode(errors="replace")
    Window.close()
    return f"{name} ({cgl_get_backend_name()})"


if __name__ == "__main__":
    sys.exit(main())
