"""Draws every screen in every look, in one window, and prints what does not fit; a process."""

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

SIZES = ((1280, 800), (800, 480), (800, 1280))


def main() -> None:
    """``fit.py FOLDER``: one line for each fault, then the number of screens looked at."""
    from kiosk.ui.environment import prepare

    prepare(Path(sys.argv[1]))
    from kiosk.ui.shell import KioskApp
    from tests.kiosk.fakes import Desk
    from tests.kiosk.marker import settings_of

    app = KioskApp(Desk().services(), settings_of({}))
    app.root = app.build()
    from kivy.core.window import Window

    app.window = Window
    count = 0
    for size, scale, language in itertools.product(SIZES, (1.0, 2.0), app.visit.languages()):
        extremes = (size, scale) in (((1280, 800), 1.0), ((800, 480), 2.0))
        for screen, stage in screens(language.code, hub=extremes):
            count += 1
            page = drawn(app, screen, stage, size, scale)
            for fault in faults(page):
                print(f"{screen.name} {screen.title!r} {size} {scale} {language.code}: {fault}")
    print(f"{count} screens looked at")


def screens(language: str, hub: bool = True) -> Iterator[tuple]:
    """Every screen of both forms, each with the stage of a resident who just came to it; and
    those of the hub."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    desk = Desk()
    visit = Visit(desk.services(), Rules())
    for task, values in (("task:0", CONSULTATION), ("task:1", ())):
        for id in (f"language:{language}", task, "start"):
            yield visit.screen(), stage_for(visit.screen(), Stage())
            visit.act(id)
        for over in ("stop", "help", "size", "theme", "language"):
            visit.act(f"over:{over}")
            yield visit.screen(), Stage()
            visit.act("close")
        while visit.screen().name == "question":
            yield visit.screen(), stage_for(visit.screen(), Stage())
            visit.act("next")
            for field in visit.screen().fields():
                if field.problem:
                    yield visit.screen(), stage_for(visit.screen(), Stage())
                value = dict(values).get(field.ref) or "1"
                visit.act(f"fill:{field.ref}", value)
        yield visit.screen(), Stage()
        desk.fails = True
        visit.act("finish")
        yield visit.screen(), Stage()
        desk.fails = False
        visit.act("finish")
        yield visit.screen(), Stage()
        visit.tick(95)
        yield visit.screen(), Stage()
        visit.end()
    if hub:
        yield from hub_screens(language)


def hub_screens(language: str) -> Iterator[tuple]:
    """Staff mode, the rooms of the place, closed, broken and crisis."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Standing, Visit
    from kiosk.words import Words
    from tests.kiosk.fakes import ILL, Desk

    desk = Desk()
    visit = Visit(desk.services(), Rules())

    def walked(*ids: str) -> Iterator[tuple]:
        for id in ids:
            visit.act(*id.split("=", 1))
            if job := getattr(visit.room, "job", None):
                job.ended.wait()
            yield visit.screen(), stage_for(visit.screen(), Stage())

    def inside() -> None:
        visit.words = Words(language)
        visit.staff()
        visit.act("fill:pin", "2580")
        visit.act("in:open")

    desk.standing = Standing("broken", desk.staff.week)
    yield from walked(f"language:{language}")
    visit.end()
    desk.standing = Standing(crisis=True, crisis_text={"": "The river is high. " * 5})
    yield from walked(f"language:{language}", "room:0", "in:notice:0")
    visit.end()
    inside()
    yield from walked("in:go:status", "back", "in:go:stick", "in:out:0")
    visit.act("back")
    yield from walked("in:go:write", "in:post")
    for id in ("title=Warm hub", "text=Soup", "days=7"):
        visit.act(*f"fill:{id}".split("=", 1))
    yield from walked("in:post")
    visit.act("in:go:menu")
    yield from walked("in:go:board")
    visit.act("back")
    yield from walked("in:go:opening", "in:go:hours", "in:day:6", "in:hours:save")
    for id in ("back", "back", "back"):
        visit.act(id)
    yield from walked("in:go:crisis", "in:crisis:on")
    visit.act("back")
    yield from walked("in:go:today")
    visit.act("back")
    yield from walked("in:go:corners", "in:well:no", "in:well:yes", "in:well:yes")
    visit.end()
    desk.staff.facts, desk.staff.fails, desk.staff.places = ILL, "The stick is full.", ()
    inside()
    yield from walked("in:go:status", "back", "in:go:stick")
    visit.end()
    desk.staff.paused = 240
    visit.words = Words(language)
    visit.staff()
    yield visit.screen(), stage_for(visit.screen(), Stage())


CONSULTATION = (("/data/often", "never"), ("/data/why", "steps"), ("/data/wish", "seats buses"),
                ("/data/minutes", "12"), ("/data/since", "2019-05-03"),
                ("/data/idea", "W" * 200))  # fmt: skip


def drawn(app, screen, stage, size: tuple[int, int], scale: float):
    from kiosk.ui.brush import Brush
    from kiosk.ui.page import Page
    from kiosk.ui.theme import THEMES, Metrics

    brush = Brush(
        THEMES["calm"], Metrics(*size, scale), screen.language, screen.rtl, app.second_tap, app.act
    )
    return Page(screen, stage, brush, app.hands)


def faults(page) -> Iterator[str]:
    """Text cut off or too small, targets outside their place, too small, or over one another."""
    from kiosk.ui.text import TextLabel, extent

    for target in page.targets:
        yield from _misplaced(page, target)
        for child in target.children:
            if isinstance(child, TextLabel) and child.text:
                if child.x < target.x - 1 or child.right > target.right + 1:
                    yield f"{target.id}: its words are wider than it"
                top, high = _ink(child)
                if top > target.top + 2 or top - high < target.y - 2:
                    yield f"{target.id}: its words are higher than it"
    for label in page.walk(restrict=True):
        if isinstance(label, TextLabel) and label.text:
            wide, _ = extent(label.text, label.style, label.width)
            if wide > label.width + 1:
                yield f"text {label.text[:30]!r} is cut off"
            if label.style.size < 11:
                yield f"text {label.text[:30]!r} is too small"
    yield from _overlaps([each for each in page.targets if not page.inside(each)])


def _ink(label) -> tuple[float, float]:
    """Where the ink of a text begins at the top, and its height: Nastaliq hangs in its line."""
    from kiosk.ui.text import SCALE, layout_of

    ink, line = layout_of(label.text, label.style, label.width).get_extents()
    spare = (label.height - line.height / SCALE) / 2
    return label.top - spare - ink.y / SCALE, ink.height / SCALE


def _misplaced(page, target) -> Iterator[str]:
    least = 40 if target.id.startswith("key:") else 56
    if target.height < least or target.width < 30:
        yield f"{target.id}: {target.width:.0f} by {target.height:.0f} is too small"
    inner = page.viewport.content if page.inside(target) else page
    if target.x < -1 or target.y < -1:
        yield f"{target.id}: sticks out at the left or below"
    if target.right > inner.width + 1 or target.top > inner.height + 1:
        yield f"{target.id}: sticks out at the right or above"


def _overlaps(targets) -> Iterator[str]:
    for a, b in itertools.combinations(targets, 2):
        if a.x < b.right - 1 and b.x < a.right - 1 and a.y < b.top - 1 and b.y < a.top - 1:
            yield f"{a.id} lies over {b.id}"


if __name__ == "__main__":
    main()
