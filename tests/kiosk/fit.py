"""Draws every screen in every look and prints what does not fit; a process of its own."""

import argparse
import gc
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

EXAMPLES = """examples:
  python -m tests.kiosk.fit                     the part that build/test runs
  python -m tests.kiosk.fit --all               every size, text size, theme and language
  python -m tests.kiosk.fit --language ur --size 800x480 --scale 2

Without a display it opens one in memory. Exit code 1 when something does not fit."""
SIZES = ("800x480", "1024x600", "1280x800", "1920x1080", "480x800", "800x1280", "1080x1920")
SCALES, THEMES = (1.0, 1.25, 1.5, 2.0), ("calm", "dark", "yellow", "paper")
TIGHTEST = ("800x480", 2.0)
OTHERS = (("1280x800", 1.0), ("800x1280", 2.0))
"""Sizes and text sizes of the part: the tightest in each language, and in turn the usual and the
tightest upright."""
EVERY = 40
"""Pages after which what was drawn is thrown away."""
Look = tuple[str, float, str, str]
"""Size, text scale, theme, language."""


def main() -> int:
    """Draw, print each fault and the count; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.kiosk.fit", description=__doc__, epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--all", action="store_true", help="every combination there is")
    parser.add_argument("--language", action="append", help="a code, such as ur; several times")
    parser.add_argument("--size", action="append", help="such as 800x480; several times")
    parser.add_argument("--scale", action="append", type=float, help="1.0 to 2.0; several times")
    parser.add_argument("--theme", action="append", choices=THEMES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, a_display():
        return look(looks(given), Path(folder))


def looks(given: argparse.Namespace) -> list[Look]:
    """The looks to draw; in the part each language has all themes in turn, not at once."""
    from kiosk.words import shipped

    languages = given.language or [each.code for each in shipped()]
    if given.all or given.size or given.scale or given.theme:
        sizes = given.size or (SIZES if given.all else ("1280x800",))
        scales = given.scale or (SCALES if given.all else (1.0,))
        themes = given.theme or (THEMES if given.all else ("calm",))
        return list(itertools.product(sizes, scales, themes, languages))
    return [
        (*sized, THEMES[(place + row) % 4], language)
        for row, language in enumerate(languages)
        for place, sized in enumerate((TIGHTEST, OTHERS[row % 2]))
    ]


@contextmanager
def a_display() -> Iterator[None]:
    """The display there is, or one in memory."""
    if os.environ.get("DISPLAY"):
        yield
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1920x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as numbers:
        os.environ["DISPLAY"] = f":{numbers.readline().strip()}"
    try:
        yield
    finally:
        server.terminate()
        server.wait(timeout=60)


def look(wanted: list[Look], home: Path) -> int:
    """Draw every screen in each of the looks; one line for each fault, then the counts."""
    from kiosk.ui.environment import configure, prepare

    prepare(home)
    configure(320, 240, fullscreen=False)
    import kivy.core.window  # noqa: F401  (textures need its context)

    from tests.kiosk.checks import faults
    from tests.kiosk.typed import faults as unseen
    from tests.kiosk.walks import screens

    count = wrong = targets = 0
    for place, (size, scale, theme, language) in enumerate(wanted):
        seen = set()
        for screen, stage in stages(screens(language), scale):
            page = drawn(screen, stage, size, scale, theme)
            for fault in {*faults(page), *too_pale(page), *unseen(page)} - seen:
                # One of the same kind on each screen tells enough.
                seen.add(fault)
                wrong += 1
                where = f"{size} {scale} {theme} {language}"
                print(f"{screen.name} {screen.title!r} {where}: {fault}")
            count, targets = count + 1, targets + len(page.targets)
            if count % EVERY == 0:
                throw_away()
        if sys.stderr.isatty():
            print(f"{place + 1} of {len(wanted)} looks", end="\r", file=sys.stderr)
    print(f"{count} screens looked at, {targets} targets, in {len(wanted)} looks; {wrong} faults")
    return 1 if wrong else 0


def stages(walk: Iterator[tuple], scale: float) -> Iterator[tuple]:
    """Each screen as it opens, and where text is large also with each of its boxes touched."""
    from tests.kiosk.typed import openings

    for screen, stage in walk:
        for each in openings(screen, stage) if scale > 1 else (stage,):
            yield screen, each


def throw_away() -> None:
    """Free the widgets and textures of the pages so far."""
    from kivy.clock import Clock

    gc.collect()
    Clock.tick()


def too_pale(page) -> Iterator[str]:
    """Texts under 7:1 on their ground, and drawings under 3:1."""
    from tests.kiosk.checks import contrast, pairs

    for ink, ground, kind in set(pairs(page)):
        if contrast(ink, ground) < (7 if kind == "text" else 3):
            yield f"{kind} {ink} on {ground} has a contrast of {contrast(ink, ground):.1f}"


@cache
def kept(make):
    """One of it for all pages, as the window has."""
    return make()


def drawn(screen, stage, size: str, scale: float, theme: str):
    """The page of a screen in a look."""
    from kiosk.ui.brush import Brush
    from kiosk.ui.page import Page
    from kiosk.ui.rail import Rails
    from kiosk.ui.stage import Hands
    from kiosk.ui.theme import THEMES, Metrics
    from kiosk.ui.widgets import SecondTap

    width, _, height = size.partition("x")
    brush = Brush(
        THEMES[theme], Metrics(int(width), int(height), scale), screen.language, screen.rtl,
        SecondTap(0.5), lambda *ignored: None,
    )  # fmt: skip
    hands = Hands(lambda *_: None, lambda _: None, lambda _: None)
    return Page(screen, stage, brush, hands, kept(Rails))


if __name__ == "__main__":
    sys.exit(main())
