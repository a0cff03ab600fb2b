"""What must be set before Kivy is imported, so that no key or file of its own is a way out."""

import os
from importlib import import_module
from pathlib import Path

STYLES = Path(__file__).parent / "styles"
"""A folder with a ``style.kv`` of the one rule that is used."""


def prepare(home: Path, debug: bool = False) -> None:
    """Give Kivy a folder of its own and close its arguments, its configuration and its logs.

    Call before any import of Kivy; ``home`` is made when missing and stays empty but for what
    Kivy copies there (icons).
    """
    home.mkdir(parents=True, exist_ok=True)
    wanted = {
        "KIVY_HOME": str(home),
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_CONFIG": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_ENV_CONFIG": "1",
        "KIVY_WINDOW": "sdl2",
        "KIVY_IMAGE": "sdl2",  # it reads PNG and JPEG; each other reader is memory and a way in
        # Its logs go through Python's own, so that nothing of ours passes a handler of Kivy's.
        "KIVY_LOG_MODE": "PYTHON",
    }
    os.environ.update(wanted)
    if debug:
        os.environ.pop("KIVY_NO_CONSOLELOG", None)
    else:
        os.environ["KIVY_NO_CONSOLELOG"] = "1"
    _without_sleep()
    _without_styles()


def _without_sleep() -> None:
    """Keep Kivy's clock from sleeping; kiosk/ui/idle.py waits in its place."""
    config = import_module("kivy.config").Config
    config.set("graphics", "maxfps", "0")


def _without_styles() -> None:
    """Keep Kivy from reading how sixty widgets of its own look, a tenth of a start.

    It reads ``style.kv`` of its folder of data when its language is imported. What is shown here
    draws itself, but for the layout that the content of a page stands in.
    """
    import kivy

    whole, kivy.kivy_data_dir = kivy.kivy_data_dir, str(STYLES)
    try:
        import_module("kivy.lang.builder")
    finally:
        kivy.kivy_data_dir = whole


def configure(width: int, height: int, fullscreen: bool, at_corner: bool = False) -> None:
    """Settings that Kivy reads when its window is made; call before that.

    ``at_corner`` puts the window at the upper left corner of the screen.
    """
    from kivy.config import Config

    Config.remove_section("modules")
    Config.remove_section("input")
    for section in ("modules", "input"):
        Config.add_section(section)
    # One finger of the mouse only: otherwise a right click leaves a dot that stays.
    Config.set("input", "mouse", "mouse,disable_multitouch")
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "log_enable", "0")
    Config.set("graphics", "width", str(width))
    Config.set("graphics", "height", str(height))
    Config.set("graphics", "resizable", "0")
    Config.set("graphics", "fullscreen", "auto" if fullscreen else "0")
    Config.set("graphics", "borderless", "1" if fullscreen or at_corner else "0")
    if at_corner:
        Config.set("graphics", "position", "custom")
        Config.set("graphics", "left", "0")
        Config.set("graphics", "top", "0")
    Config.set("graphics", "show_cursor", "0" if fullscreen else "1")
    Config.set("graphics", "multisamples", "0")
