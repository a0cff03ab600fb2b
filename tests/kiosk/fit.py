"""Draws every screen in every look and prints what does not fit; a process of its own."""

import argparse
import gc
import itertools
import os
import subprocess
import sys
import tempfile
import time
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

    count = wrong = targets = 0
    for place, (size, scale, theme, language) in enumerate(wanted):
        seen = set()
        for screen, stage in screens(language):
            page = drawn(screen, stage, size, scale, theme)
            for fault in {*faults(page), *too_pale(page)} - seen:
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


def screens(language: str) -> Iterator[tuple]:
    """Every screen of both forms, each with the stage of a resident who just came to it; and
    those of the hub."""
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
    yield postcode(visit.screen(), language)
    yield sounds(visit.screen(), language)
    yield from hearing(language)
    yield from hub_screens(language)
    yield from one_voice(language)
    yield from place_screens(language)
    yield from my_place(language)
    yield from results_screens(language)
    yield from beginning(language)


def one_voice(language: str) -> Iterator[tuple]:
    """A form for which everybody has one slip of paper: told, asked for, and used before."""
    from dataclasses import replace

    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit, VoiceError
    from tests.kiosk.fakes import Desk

    def used(key: object, token: bytes) -> bytes:
        raise VoiceError(spent=True)

    desk = Desk()
    offers = [replace(each, one_voice=True) for each in desk.offers()]
    visit = Visit(replace(desk.services(), forms=lambda: offers, voice=used), Rules())
    for id in (f"language:{language}", "task:0", "start"):
        visit.act(id)
        yield visit.screen(), stage_for(visit.screen(), Stage())
    visit.act(f"fill:{visit.screen().fields()[0].ref}", "CHURCH-4039-VANILLA-ALBUM-ACORN")
    visit.act("part")
    yield visit.screen(), Stage()


def place_screens(language: str) -> Iterator[tuple]:
    """What's on and find help: lists, one of each, taken along, and printed; good turns, stories,
    and what shows while nobody is there."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    desk = Desk()
    visit = Visit(desk.services(), Rules())

    def acts(*ids: str) -> tuple:
        for id in ids:
            assert id == "back" or visit.screen().action(id), (id, visit.screen().name)
            visit.act(id)
        return visit.screen(), stage_for(visit.screen(), Stage())

    yield acts(f"language:{language}", "room:1")
    yield acts("in:near")
    yield acts("back", "in:more")
    visit.act("back")
    yield acts(visit.screen().choices[1].id)
    yield acts("in:event:2")
    yield acts("in:take")
    desk.printer.now = "paper"
    yield acts("in:print")
    visit.end()
    yield acts(f"language:{language}", "room:2")
    yield acts("in:need:food", "in:service:1")
    yield acts("back", "back", "in:need:money", "in:service:0")
    yield acts("back", "back", "in:need:home")
    yield acts("back", "in:search")
    visit.act("fill:find", "xyzzy")
    yield acts("in:find")
    visit.end()
    yield acts(f"language:{language}", "room:4")
    yield acts("in:kind:ask")
    yield acts("in:card:7")
    yield acts("in:answer")
    yield acts("start")
    visit.end()
    acts(f"language:{language}", "room:4", "in:kind:offer")
    yield acts("in:card:6")
    visit.end()
    yield acts(f"language:{language}", "room:5")
    yield acts("in:story:0")
    yield acts("in:next")
    for screen in visit.services.life(visit.words):
        yield screen, stage_for(screen, Stage())


def my_place(language: str) -> Iterator[tuple]:
    """My place: asked for a postcode, an old and an unknown one; the ward and what is in it."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    visit = Visit(Desk().services(), Rules())

    def acts(*ids: str) -> tuple:
        for id in ids:
            assert id == "back" or visit.screen().action(id), (id, visit.screen().name)
            visit.act(id)
        return visit.screen(), stage_for(visit.screen(), Stage())

    yield acts(f"language:{language}", "room:3")
    for typed in ("AN9 9ZZ", "XY1 1AA"):
        visit.act("fill:postcode", typed)
        yield acts("in:find")
        visit.act("back")
    yield acts("in:wards", "in:ward:E05000001", "in:councillor:0")
    yield acts("back", "in:decisions")
    yield acts("back", "in:speaking")
    yield acts("back", "back", "in:ward:E05000002")


def results_screens(language: str) -> Iterator[tuple]:
    """What people said in numbers: the forms, one of them, and every kind of question."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    visit = Visit(Desk().services(), Rules())
    visit.act(f"language:{language}")
    for id in ("room:6", "in:form:1", "in:question:0", "in:on", "in:on"):
        assert visit.screen().action(id), (id, visit.screen().name)
        visit.act(id)
        yield visit.screen(), stage_for(visit.screen(), Stage())


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
    desk.standing = Standing(practice=True)
    yield from walked(f"language:{language}", "task:0")
    visit.step, visit.asking = "practised", None
    yield visit.screen(), stage_for(visit.screen(), Stage())
    visit.end()
    desk.standing = Standing()
    inside()
    yield from walked("in:go:status", "back", "in:go:stick", "in:out:0")
    visit.act("back")
    yield from wifi(visit)
    yield from walked("in:go:calls", "in:calls")
    visit.act("fill:calls-2", "HAZEL-4821-FERN-OTTER-PLUM")
    yield from walked("in:calls", "in:call:missed", "in:call:called")
    visit.act("in:go:menu")
    yield from walked("in:go:paper", "in:paper")
    visit.act("fill:paper", "0000-0000")
    yield from walked("in:paper")
    visit.act("fill:paper", "1F3A-5B7C-EN")
    yield from walked("in:paper", "next")
    paper_done(visit)
    yield from walked("finish")
    yield from walked("paper:next")
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
    yield from walked("in:go:practice", "in:practice:on")
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


def settled(visit) -> tuple:
    """What shows once the work beside the screen is done."""
    from kiosk.ui.stage import Stage, stage_for

    while visit.room.busy if hasattr(visit.room, "busy") else visit.room.networks.busy:
        time.sleep(0.002)
    return visit.screen(), stage_for(visit.screen(), Stage())


def wifi(visit) -> Iterator[tuple]:
    """From the menu of staff through every page of Wi-Fi, and back."""
    from kiosk.ui.stage import Stage

    visit.act("in:go:wifi")
    yield settled(visit)
    visit.act("in:network:5")
    yield settled(visit)
    visit.act("in:join")
    yield settled(visit)
    visit.act("fill:password", "W" * 63)
    visit.act("in:show")
    yield settled(visit)
    for ended in ("page", "unheard"):
        visit.act("fill:password", "open sesame")
        visit.room.networks._setting._radio.behind = ended
        visit.act("in:join")
        yield visit.screen(), Stage()
        yield settled(visit)
        visit.act("back")
        visit.act("in:network:1")
    for number in (0, 1, 2, 4, ""):
        visit.act("back")
        visit.act(f"in:network:{number}")
        yield settled(visit)
    visit.act("back")
    visit.room.networks._setting._radio.trouble = "silent"
    visit.act("in:listen")
    yield settled(visit)
    visit.act("back")


def beginning(language: str) -> Iterator[tuple]:
    """A kiosk that belongs to nobody yet."""
    from kiosk.staff.enrolling import Enrolling
    from kiosk.staff.services import StaffError
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    def enrol(typed: str) -> str:
        if typed:
            return "Anytown Council"
        raise StaffError("The code is wrong, used or too old.")

    visit = Visit(Desk().services(), Rules())
    visit.act(f"language:{language}")
    visit.room, visit.step = Enrolling(enrol), "room"
    yield visit.screen(), stage_for(visit.screen(), Stage())
    visit.act("in:enrol")
    yield settled(visit)
    visit.act("fill:code", "https://collector.example.org 4QX2M")
    visit.act("in:enrol")
    yield settled(visit)


CONSULTATION = (("/data/often", "never"), ("/data/why", "steps"), ("/data/wish", "seats buses"),
                ("/data/minutes", "12"), ("/data/since", "2019-05-03"),
                ("/data/idea", "W" * 200))  # fmt: skip


def paper_done(visit) -> None:
    """To the check of what staff type in from paper."""
    while visit.screen().name == "question":
        for field in visit.screen().fields():
            visit.act(f"fill:{field.ref}", dict(CONSULTATION).get(field.ref) or "1")
        visit.act("next")


def postcode(like, language: str) -> tuple:
    """A question for a postcode, with its own keys, beside the controls of another screen."""
    from dataclasses import replace

    from kiosk.screens import Action, Field
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.words import Words

    asked = Field("/data/postcode", "text", "Your postcode", postcode=True, heading=True)
    words = Words(language)
    screen = replace(
        like, name="question", title=asked.label, blocks=(asked,), choices=(), language=language,
        rtl=words.language.rtl, actions=(Action("next", words("Next"), "primary"),),
    )  # fmt: skip
    return screen, stage_for(screen, Stage())


def sounds(like, language: str) -> tuple:
    """A question for a text with a word half typed, which has signs to choose in Chinese."""
    from dataclasses import replace

    screen, stage = postcode(like, language)
    asked = replace(screen.blocks[0], postcode=False, long=True)
    stage.entries.clear()
    stage.sound = "shiji" if language == "zh" else ""
    return replace(screen, blocks=(asked,)), stage


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
