"""One window, run as a process of its own: is anything left of a visit, and is there a way out?

``python -m tests.kiosk.residue FOLDER`` fills every kind of question, ends the visit in every way
and walks all that Python still reaches; makes handlers fail, with ``--all`` every one; presses
every key with every modifier. It prints what it found as JSON. What is looked for never stands
here in one piece, or it would find itself.
"""

import gc
import itertools
import json
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

MARKS = (("canary", "zq"), ("0779", "481516"), ("1987-", "06-05"), ("23:", "47"))
"""What is typed, each in two pieces."""
MODIFIERS = ("shift", "ctrl", "alt", "meta", "numlock", "capslock")
ENDS = ("saved", "stopped", "walked away", "left at the warning", "failed", "back to welcome")
LISTS = ("list closed", "list left for two minutes", "list left for long", "list failed")
SAID: list[str] = []


def mark(number: int) -> str:
    return MARKS[number][0] + MARKS[number][1]


def marked(text: str) -> bool:
    return any(first in text and first + second in text for first, second in MARKS)


def reached() -> int:
    """How many texts with a mark Python still reaches from anywhere."""
    gc.collect()
    hits, seen = 0, set()
    for one in gc.get_objects():
        for held in gc.get_referents(one):
            if isinstance(held, (str, bytes, bytearray)) and id(held) not in seen:
                seen.add(id(held))
                text = held if isinstance(held, str) else bytes(held).decode("latin-1")
                hits += marked(text)
    return hits


def alive() -> int:
    """How many answers are still objects."""
    names = {"Answers", "Asking", "Entry", "Finished", "Person"}
    return sum(type(one).__name__ in names for one in gc.get_objects())


class Driver:
    """Does one thing in each turn of the window's own loop."""

    def __init__(self, app: Any, desk: Any, folder: Path) -> None:
        self.app, self.desk, self.folder = app, desk, folder
        self.found: dict[str, Any] = {"during": [], "after": [], "handlers": [], "keys": 0}
        self.incidents: list[str] = []
        self.turns = self.all()

    def turn(self, _: float) -> None:
        from kivy.app import App

        try:
            going = next(self.turns, "end") != "end"
        except Exception:
            self.found["error"], going = traceback.format_exc(), False
        if not going:
            App.get_running_app().stop()

    def all(self) -> Iterator[None]:
        yield from self.visits()
        yield from self.lists()
        yield from self.failures()
        yield from self.keys()

    # A visit that fills everything

    def type(self, ref: str, text: str) -> None:
        self.app.edit(ref, 0)
        for letter in text:
            self.app.typist.letters(letter)

    def fill(self) -> None:
        """Type a mark into each box of the question that shows, as its kind allows."""
        boxes = {"text": mark(0), "date": "05061987", "time": "2347", "number": "17"}
        for asked in self.app.visit.screen().fields():
            if asked.kind == "text":
                self.type(asked.ref, mark(1) if asked.digits else boxes["text"])
            elif asked.kind == "moment":
                self.type(asked.ref, boxes["date"] + boxes["time"])
            elif asked.kind in boxes:
                self.type(asked.ref, boxes[asked.kind])
            elif asked.choices:
                self.app.act(f"fill:{asked.ref}", asked.choices[0].value)

    def visit(self, task: int) -> Iterator[None]:
        """Until the answers are checked."""
        app = self.app
        for id in ("language:en", f"task:{task}", "start"):
            app.act(id)
            yield
        for _ in range(30):
            if app.visit.screen().name != "question":
                break
            self.fill()
            yield
            app.act("next")
            yield

    def visits(self) -> Iterator[None]:
        for task, end in itertools.product((0, 1), ENDS):
            yield from self.visit(task)
            assert self.app.visit.screen().name == "check", self.app.visit.screen()
            self.found["during"].append([end, reached(), alive()])
            yield from self.end(end)
            self.desk.kept.clear()
            for _ in range(4):
                yield
            self.found["after"].append([end, reached(), alive(), self.app.visit.at_rest])

    def end(self, how: str) -> Iterator[None]:
        app = self.app
        if how == "saved":
            app.act("finish")
            yield
            app.act("clear")
        elif how == "stopped":
            app.act("over:stop")
            yield
            app.act("clear")
        elif how == "walked away":
            app.visit.tick(1000)
            app.redraw()
        elif how == "left at the warning":
            app.visit.tick(95)
            app.redraw()
            yield
            app.act("leave")
        elif how == "failed":
            yield from self.failing(app.typist, "letters", lambda: app.typist.letters("x"))
        else:
            for _ in range(40):
                if app.visit.step == "welcome":
                    break
                app.act("back")
                yield

    # The list of people to call

    def lists(self) -> Iterator[None]:
        """Staff open it with a code, and it closes in every way."""
        from kiosk.staff.services import Person

        self.desk.staff.open_calls = lambda code: [
            Person(bytes(16), mark(0), mark(1), mark(0), "Friday") for _ in range(2)
        ] if marked(code) else None  # fmt: skip
        usual = self.app.visit.rules
        for how in LISTS:
            self.app.visit.rules = replace(usual, walk_away_seconds=600.0)
            yield from self.list_opened()
            assert self.app.page.screen.name == "staff-person", self.app.page.screen
            self.found["during"].append([how, reached(), alive()])
            yield from self.list_closed(how)
            for _ in range(4):
                yield
            hits, left = reached(), alive()
            self.app.visit.rules = usual
            self.app.visit.leave()
            self.found["after"].append([how, hits, left, self.app.visit.at_rest])

    def list_opened(self) -> Iterator[None]:
        app = self.app
        app.act("language:en")
        app.visit.end()
        app.visit.staff()
        app.redraw()
        yield
        self.type("pin", "2580")
        for id in ("in:open", "in:go:calls"):
            app.act(id)
            yield
        (asked,) = app.visit.screen().fields()
        self.type(asked.ref, mark(0))
        for id in ("in:calls", "in:call:missed"):
            app.act(id)
            yield

    def list_closed(self, how: str) -> Iterator[None]:
        app = self.app
        if how == "list closed":
            app.act("in:go:menu")
        elif how == "list left for two minutes":
            app.visit.tick(119)
            assert app.visit.screen().name == "staff-person"
            app.visit.tick(1)
            assert app.visit.screen().name == "staff-menu"
        elif how == "list left for long":
            app.visit.tick(1000)
        else:
            yield from self.failing(app.visit, "act", lambda: app.act("in:call:called"))
        app.redraw()

    # Every handler fails

    def failing(self, owner: Any, name: str, trigger: Callable[[], Any]) -> Iterator[None]:
        """Let something raise what holds an answer, once, inside the loop."""
        from kivy.base import ExceptionManager
        from kivy.clock import Clock

        def fails(*_: Any, **__: Any) -> None:
            if own:
                setattr(owner, name, before)
            else:
                delattr(owner, name)
            raise KeyError(mark(0))

        own = name in vars(owner)
        before = vars(owner).get(name)
        for handler in ExceptionManager.handlers:
            handler._then = -1e9  # each is the first for a while
        setattr(owner, name, fails)
        Clock.schedule_once(lambda _, trigger=trigger: trigger(), -1)
        del trigger
        yield
        yield

    def failures(self) -> Iterator[None]:
        from kivy.core.window import Window

        from kiosk.ui import focus
        from kiosk.visit import over

        app = self.app
        steps = [name for name in dir(app.visit) if name.startswith("_do_")]
        verbs = sorted(steps + [f"_do_{verb}" for verb in over.DOES])
        verbs = verbs if "--all" in sys.argv else verbs[::9]
        tried: list[tuple[str, Callable[[], tuple]]] = [
            (name, lambda name=name: (app.visit, name, lambda: self.forced(name))) for name in verbs
        ]
        key = lambda number: lambda: Window.dispatch("on_key_down", number, 0, "", [])  # noqa: E731
        tried += [
            ("edit", lambda: (app.typist, "edit", lambda: app.edit("x", 0))),
            ("typed", lambda: (app.typist, "key", lambda: app.typed("a"))),
            ("letters", lambda: (
                app.keyboard.does, "typed", lambda: Window.dispatch("on_textinput", "x"))),
            ("scroll", lambda: (app.page, "scroll", lambda: app.scroll(1))),
            ("step", lambda: (focus, "step", key(9))),
            ("press", lambda: (app.walker, "press", key(13))),
            ("back", lambda: (app.typist, "back", lambda: app.typist.back())),
            ("switch", lambda: (app.speech, "switch", lambda: app.switch("louder"))),
            ("shown", lambda: (app.speech, "shown", app.redraw)),
            ("beat", lambda: (app.visit, "tick", lambda: None)),
            ("redraw", lambda: (app.easel, "_brush", app.redraw)),
            ("drawn", lambda: (app, "_drawn", lambda: app._drawn())),
        ]  # fmt: skip
        for name, made in tried:
            for id in ("language:en", "task:1", "start"):
                app.act(id)
            self.fill()
            yield
            count = len(self.incidents)
            owner, attribute, trigger = made()
            if isinstance(owner, type(app.keyboard.does)):
                object.__setattr__(owner, "touched", failing_once(owner, "touched"))
                from kivy.base import ExceptionManager
                from kivy.clock import Clock

                for handler in ExceptionManager.handlers:
                    handler._then = -1e9
                Clock.schedule_once(lambda _, trigger=trigger: trigger(), -1)
            else:
                yield from self.failing(owner, attribute, trigger)
            del owner, trigger
            for _ in range(200 if name == "beat" else 4):
                yield
                if name == "beat" and len(self.incidents) > count:
                    break
            yield
            yield
            shown = app.page.screen.name if app.page else ""
            new = len(self.incidents) - count
            self.found["handlers"].append([name, shown, new, reached(), alive()])
            app.visit.end()
            app.redraw()
            yield

    def forced(self, name: str) -> None:
        """The handler as ``act`` would call it, whether this screen offers it or not."""
        getattr(self.app.visit, name)("", None)
        self.app.redraw()

    # Every key with every modifier

    def keys(self) -> Iterator[None]:
        from kivy.core.window import Window

        files = sorted(self.folder.rglob("*"))
        numbers = [*range(0, 400), *(1073741824 + n for n in range(0, 300))]
        held = [
            list(some) for n in range(len(MODIFIERS) + 1)
            for some in itertools.combinations(MODIFIERS, n)
        ]  # fmt: skip
        for count, (number, some) in enumerate(itertools.product(numbers, held)):
            if some and not {"ctrl", "alt", "meta", "shift"} & set(some) and number > 400:
                continue
            Window.dispatch("on_key_down", number, number, "", some)
            Window.dispatch("on_keyboard", number, number, "", some)
            Window.dispatch("on_key_up", number, number)
            self.found["keys"] += 1
            if count % 2000 == 0:
                yield
        yield
        self.found["children"] = [type(each).__name__ for each in Window.children]
        self.found["settings"] = "kivy.uix.settings" in sys.modules
        self.found["new files"] = [str(each) for each in sorted(self.folder.rglob("*"))
                                   if each not in files]  # fmt: skip
        self.found["copied or undone"] = [
            name for name in ("kivy.core.clipboard", "kivy.uix.textinput") if name in sys.modules
        ]


def failing_once(owner: Any, name: str) -> Callable[[], None]:
    before = getattr(owner, name)

    def fails() -> None:
        object.__setattr__(owner, name, before)
        raise KeyError(mark(0))

    return fails


def main() -> None:
    folder = Path(sys.argv[1])
    from kiosk.ui.environment import prepare

    prepare(folder / "window")
    logging.getLogger("kiosk").addHandler(Ear())
    from kivy.clock import Clock

    from kiosk.ui.shell import KioskApp
    from tests.kiosk.fakes import Desk
    from tests.kiosk.marker import settings_of

    desk = Desk()
    driver: list[Driver] = []
    failed = lambda error: driver[0].incidents.append(type(error).__name__)  # noqa: E731
    services = replace(desk.services(), failed=failed)
    app = KioskApp(services, settings_of({}))
    app.rest.pause = lambda: time.sleep(1 / 60)  # the driver is somebody who never rests
    driver.append(Driver(app, desk, folder))
    Clock.schedule_interval(driver[0].turn, 0)
    app.run()
    found = driver[0].found
    found["incidents"] = driver[0].incidents
    found["logged"] = sum(map(marked, SAID))
    found["log lines"] = len(SAID)
    print(json.dumps(found))


class Ear(logging.Handler):
    """Hears every line of the log."""

    def emit(self, record: logging.LogRecord) -> None:
        SAID.append(self.format(record))


if __name__ == "__main__":
    main()
