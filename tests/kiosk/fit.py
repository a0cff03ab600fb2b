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
        for screen, stage in screens(language.code):
            count += 1
            page = drawn(app, screen, stage, size, scale)
            for fault in faults(page):
                print(f"{screen.name} {screen.title!r} {size} {scale} {language.code}: {fault}")
    print(f"{count} screens looked at")


def screens(language: str) -> Iterator[tuple]:
    """Every screen of both forms, each with the stage of a resident who just came to it."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    yield from handed(language)
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
    yield from hearing(language)


def hearing(language: str) -> Iterator[tuple]:
    """What a resident hears back, in every state, and what came of a consultation."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import REPLIES, Desk

    for heard in (*REPLIES.values(), None):
        desk = Desk()
        desk.heard = heard
        visit = Visit(desk.services(), Rules())
        visit.act(f"language:{language}")
        visit.act("reference:reply")
        yield visit.screen(), stage_for(visit.screen(), Stage())
        visit.act(f"fill:{visit.screen().fields()[0].ref}", "CHURCH-4039-VANILLA-ALBUM-ACORN")
        visit.act("part")
        yield visit.screen(), Stage()
        visit.tick(1)
        visit.tick(1)
        yield visit.screen(), Stage()
    visit = Visit(Desk().services(), Rules())
    for id in (f"language:{language}", "outcome", "outcome:0"):
        visit.act(id)
        yield visit.screen(), Stage()


def handed(language: str) -> Iterator[tuple]:
    """Every screen of keeping for later, of handing over, and of being helped."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    desk = Desk()
    visit = Visit(desk.services(), Rules())

    def acts(*ids: str) -> tuple:
        for id in ids:
            assert visit.screen().action(id), (id, visit.screen().name)
            visit.act(id)
        return visit.screen(), stage_for(visit.screen(), Stage())

    yield acts(f"language:{language}", "task:0", "assisted")
    yield acts("agree")
    yield acts("over:look")
    yield acts("close", "start")
    yield acts("hide")
    yield acts("next")
    visit.act("fill:/data/often", "weekly")
    yield visit.screen(), Stage()
    yield acts("over:help")
    yield acts("came", "over:stop")
    desk.drafts.fails = True
    yield acts("later")
    desk.drafts.fails = False
    yield acts("close", "later")
    yield from _taken(visit, desk, acts)
    yield acts("clear", f"language:{language}", "reference:draft")
    visit.act("fill:reference:0", "be")
    yield visit.screen(), stage_for(visit.screen(), Stage())
    yield acts("part")
    yield acts("manner")
    for part in range(4):
        yield acts("part")
        visit.act(f"fill:reference:{part}", "1234")
        acts("part")
    yield visit.screen(), Stage()
    for part, group in enumerate(desk.drafts.DIGITS.split()):
        acts(f"retype:{part}")
        visit.act(f"fill:reference:{part}", group)
        acts("part")
    assert visit.screen().name == "question"
    yield acts("over:stop")


def _taken(visit, desk, acts) -> Iterator[tuple]:
    """Every way to take a reference along."""
    yield acts("big:begin")
    yield acts("big:next")
    yield acts("big:digits")
    yield acts("big:next", "big:next", "big:next")
    yield acts("close", "slowly")
    yield acts("close", "print")
    for state in ("done", "paper", "failed"):
        desk.printer.now = state
        yield acts()
    acts("close")


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
