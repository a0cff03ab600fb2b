"""The window: draws the visit's screen, tells the visit what is touched, lets nobody out."""
# mypy: allow-subclassing-any

import logging
import time
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.base import EventLoop, ExceptionHandler, ExceptionManager
from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.screens import Field, Screen
from kiosk.ui import codes, focus, report
from kiosk.ui.attract import Attract, waits
from kiosk.ui.brush import Brush
from kiosk.ui.dark import Dark, Lamp
from kiosk.ui.door import Door
from kiosk.ui.environment import configure
from kiosk.ui.heap import Heap
from kiosk.ui.idle import Rest
from kiosk.ui.keys import Does, Held, Keyboard, mapping
from kiosk.ui.page import Page
from kiosk.ui.rail import Rails
from kiosk.ui.speech import Speech, able
from kiosk.ui.stage import Hands, Stage, stage_for
from kiosk.ui.text import drawable
from kiosk.ui.theme import THEMES, Metrics, rgba
from kiosk.ui.typing import Typist
from kiosk.ui.widgets import SecondTap
from kiosk.visit import Look, Rules, Services, Visit, paper
from kiosk.words import shipped

log = logging.getLogger("kiosk.ui")
BEAT = 1.0
"""Seconds between two looks at the clock of the visit."""
HELD = 5.0
"""Seconds for which news waits for a finger to be lifted; a longer touch is no tap."""


class KioskApp(App):
    """One window that serves one visit after another until it is closed."""

    def __init__(
        self,
        services: Services,
        settings: Any,
        targets: Path | None = None,
        pictures: Path | None = None,
        guard: Any = None,
        lamp: Lamp | None = None,
    ) -> None:
        """``settings`` is a ``kiosk.config.Settings``; ``targets`` names a file that tells a test
        robot where everything is, ``pictures`` a folder for a picture of each screen; ``guard`` is
        a ``kiosk.handover.Guard``, ``lamp`` what lights the screen."""
        configure(settings.width, settings.height, settings.fullscreen, at_corner=bool(targets))
        super().__init__()
        self.settings = settings
        self.visit = Visit(services, rules_of(settings))
        self.targets, self.pictures = targets, pictures
        self.second_tap = SecondTap(settings.second_tap_seconds)
        self.hands = Hands(self.edit, self.typed, self.scroll)
        self.rails = Rails()
        self.typist = Typist(self)
        self.speech = Speech.of(self.visit, settings)
        self.stage = Stage()
        self.door = Door(self, settings.staff_hold_seconds)
        self.page: Page | None = None
        self.seq = report.last(targets) if targets else 0
        self.guard, self.lamp = guard, lamp
        self._let_go = False
        self._shown = False
        self._unseen = False
        """Whether the screen is another one than was last seen."""
        self.rest = Rest()
        self.heap = Heap()
        self._ended = 0
        self._then = time.monotonic()

    # What Kivy asks for

    def build(self) -> Widget:
        return Widget()

    def on_start(self) -> None:
        from kivy.core.window import Window  # makes the window, so not before it is wanted

        self.window = Window
        # Kept, for Kivy holds what is bound to it only weakly.
        self.keyboard = Keyboard(
            Does(
                self.step, self.press, self.typist.back, self.letters, self.visit.touched,
                self.switch,
            ),
            mapping(self.settings.keys),
            Held(self.settings.repeat_seconds, self.settings.strike_seconds),
        )  # fmt: skip
        self.keyboard.install(Window)
        Window.bind(on_request_close=self._asked_to_close, on_resize=lambda *_: self.redraw())
        Window.bind(on_touch_down=self._somebody, on_touch_up=self.door.up)
        Window.bind(on_touch_move=self.door.moved)
        ExceptionManager.add_handler(Fallback(self))
        if self.pictures:
            from kiosk.ui.pictures import Album

            self.album = Album(self.pictures)
        Window.bind(on_flip=self._drawn)
        self._undrawn = False
        self.dark = Dark(Window, self.settings.dark_seconds, self.lamp)
        self.attract = Attract(
            self.settings.attract_seconds, lambda: self.visit.services.life(self.visit.words)
        )
        Window.bind(on_key_down=self._woken)
        Window.bind(on_motion=self.rest.stir, on_key_down=self.rest.stir)
        Clock.schedule_interval(self._beat, BEAT)
        Clock.schedule_interval(self._pause, 0)
        self.redraw()

    def on_stop(self) -> None:
        self.speech.close()

    def open_settings(self, *ignored: Any) -> bool:
        return False

    def _install_settings_keys(self, window: Any) -> None:
        """Kivy would open its settings at F1."""

    def _asked_to_close(self, *ignored: Any, **more: Any) -> bool:
        return bool(self.settings.fullscreen)

    def _somebody(self, window: Any, touch: Any) -> bool:
        if self._let_go or self._woken():
            return True
        self.visit.touched()
        if self._unseen:
            return True  # meant for the screen before, for nobody has seen this one
        self.door.down(window, touch)
        if self.stage.focused:
            self.focus_on("")
        return False

    def _woken(self, *ignored: Any, **more: Any) -> bool:
        """Whether it was dark, or showed the place, and does no longer."""
        woken = self.dark.wake()
        self._undrawn = self._undrawn or woken
        if self.attract.stop():
            self.redraw()
            return True
        return woken

    # What the resident does

    def act(self, id: str, value: Any = None) -> None:
        """Do what a control stands for and show what comes next."""
        self.typist.settle()
        self.stage.called = False  # what is wrong with an answer is shown beside the whole question
        self.visit.act(id, value)
        self.redraw()

    def edit(self, ref: str, part: int) -> None:
        """Type into that box from now on."""
        self.visit.touched()
        self.typist.edit(ref, part)

    def typed(self, key: str) -> None:
        """A key of the on-screen keyboard was tapped."""
        self.visit.touched()
        self.speech.typed(key)
        self.typist.key(key)

    def scroll(self, by: int) -> None:
        """Show what is further down or up."""
        assert self.page is not None
        self.page.scroll(by)
        self._undrawn = True

    def letters(self, text: str) -> None:
        """Letters of a real keyboard, or of a reader of cards on the welcome screen."""
        if not self.door.typed(text) and not self._by_key(text):
            self.typist.letters(text)

    def _by_key(self, letter: str) -> bool:
        """Whether a key stands for a choice, as where staff type in what is on paper."""
        found = paper.chosen(self.visit.screen(), letter) if self.visit.paper else None
        if found is None:
            return False
        ref, value = found
        self.act(f"fill:{ref}", value)
        return True

    def step(self, by: int) -> None:
        """Move the visible focus."""
        assert self.page is not None
        self.focus_on(focus.step(self.page.stops, self.stage.focused, by))

    def press(self) -> None:
        """Press what has the focus; without one, go on, or begin a new line."""
        assert self.page is not None
        if self.door.entered() or self._pressed():
            return
        if self.page.edited and self.page.edited.long and not self.visit.paper:
            self.typist.letters("\n")
            return
        for action in self.page.screen.actions:
            if action.role == "primary":
                self.act(action.id)

    def _pressed(self) -> bool:
        """Press what has the focus, or go into it; False without a focus."""
        assert self.page is not None
        stops, now = self.page.stops, self.stage.focused
        if inside := focus.inner(stops, now):
            self.focus_on(inside)
            return True
        for target in self.page.targets:
            if target.id == now:
                self.stage.focused = focus.after_key(stops, now)
                target.tapped()
                self._keep_focus()
                return True
        return False

    def _keep_focus(self) -> None:
        """The focus stays where it was, or goes to the box that was typed into."""
        if self.page is None or not self.stage.focused:
            return
        if self.stage.focused not in focus.everything(self.page.stops):
            boxes = (target.id for target in self.page.targets if target.id.startswith("edit:"))
            self.stage.focused = next(boxes, "")
        self.focus_on(self.stage.focused)

    def switch(self, what: str) -> None:
        """A key that the settings give a meaning."""
        if what in ("next", "back"):
            self.step(1 if what == "next" else -1)
        elif what == "select":
            if not self._pressed():
                self.step(1)  # never on without the resident seeing or hearing what is pressed
        elif what == "leave":
            self.visit.leave()
            self.redraw()
        elif what == "person":
            self.act("over:help")
        elif what == "staff":
            self.door.open()
        else:
            self.speech.switch(what)
            self.redraw()

    def focus_on(self, id: str) -> None:
        """Show the focus there, and say what has it."""
        assert self.page is not None
        before, self.stage.focused = self.stage.focused, id
        target = self.page.focus_on(id)
        if target is not None and id != before:
            self.speech.focused(id, target.label)
        self._undrawn = True

    # Drawing

    def redraw(self) -> None:
        """Draw the visit's screen anew."""
        screen = self._wanted()
        self._forget_if_ended()
        self.heap.left()
        before, self.stage = self.stage, stage_for(screen, self.stage)
        self._unseen = self._unseen or self.stage is not before
        brush = self._brush(screen)
        self.page = Page(screen, self.stage, brush, self.hands, self.rails)
        self.root.clear_widgets()
        self.root.add_widget(self.page)
        self.window.clearcolor = rgba(brush.colours.page)
        if self.stage.focused:
            self.focus_on(self.stage.focused)
        if not self.attract.now:
            self.speech.shown(screen)
        self._undrawn = True

    def _wanted(self) -> Screen:
        """What shall show: the visit, or the place while nobody is here."""
        return self.attract.now or self.visit.screen()

    def _brush(self, screen: Screen) -> Brush:
        look, window = self.visit.look, self.window
        metrics = Metrics(int(window.width), int(window.height), look.text_scale)
        return Brush(
            THEMES[look.theme], metrics, screen.language, screen.rtl, self.second_tap, self.act
        )

    def field(self, ref: str) -> Field | None:
        """The question of that ref on the screen now."""
        fields = self.page.screen.fields() if self.page else ()
        return next((each for each in fields if each.ref == ref), None)

    def _forget_if_ended(self) -> None:
        """After a visit nothing of it stays in widgets; cycles are collected at once."""
        if self.visit.ended == self._ended:
            return
        self._ended = self.visit.ended
        self.speech.ended()
        self.stage, self.page = Stage(), None
        self.rails.forget()
        self.root.clear_widgets()
        EventLoop.touches.clear()

    def seen(self) -> None:
        """Something on the page changed without a new page."""
        self._undrawn = True

    def _drawn(self, *ignored: Any) -> None:
        """A frame is ready: tell the robot and take the picture, once for each screen."""
        if not self._undrawn or self.page is None:
            return
        self._undrawn = False
        if self._unseen:
            self._unseen = False
            self.second_tap.shown()
        self.seq += 1
        if not self._shown:
            self._shown = True
            self.rails.forget()  # what is there now is never collected, nor what hangs on it
            self.heap.begun()
            if self.guard:
                self.guard.drawn()
        if self.pictures:
            self.album.take(self.page.screen.name, int(self.window.width), int(self.window.height))
        if self.targets:
            report.write(self.targets, self.page, self.seq)

    def _beat(self, _: float) -> None:
        if self._left():
            return
        now = time.monotonic()
        passed, self._then = now - self._then, now
        listening = self.speech.speaker.talking and not self.visit.warning
        self.visit.tick(0.0 if listening else passed)
        idle = self.rest.idle if self.visit.at_rest else 0.0
        if self.dark.beat(idle, lambda: self.visit.services.standing().shut):
            self._undrawn = True
        self.attract.beat(idle, self._serves)
        changed = self.speech.beat() or self.page is None or self._wanted() != self.page.screen
        if changed and (self.visit.ended != self._ended or not self._touched()):
            self.redraw()

    def _touched(self) -> bool:
        """Whether a finger is on the screen: what is drawn anew under it would lose its tap."""
        fingers = [touch for touch in EventLoop.touches if touch.is_touch]  # not where a mouse is
        return any(time.time() - touch.time_start < HELD for touch in fingers)

    def _serves(self) -> bool:
        """Whether the welcome screen waits for somebody, as on any day, and is lit."""
        return not self.dark.on and waits(self.visit.services.standing())

    def _left(self) -> bool:
        """Whether another window takes over; then this one only stays on the screen."""
        if self.guard and not self._let_go:
            idle = self.rest.idle if self.visit.at_rest else 0.0
            self._let_go = self.guard.beat(idle, bool(self.visit.begun or self.visit.ended))
            if self._let_go:
                self.keyboard.closed = True
                self.speech.close()
        return self._let_go

    def _pause(self, _: float) -> None:
        """Stand still until something happens, once nothing is left to draw."""
        if not self._undrawn:
            self.heap.tidy()
            if self.page and self.page.screen.name in codes.BEFORE:
                codes.ready()  # so that "Saved" does not wait for it
            self.rest.pause()

    def recover(self, error: BaseException) -> None:
        """Something failed: the visit ends and the welcome screen shows."""
        log.error("a screen failed and the visit was ended: %s", type(error).__name__)
        self.visit.failed()
        self.visit.services.failed(error)
        self.redraw()


class Fallback(ExceptionHandler):
    """Sends every exception of a handler to the welcome screen; a second one at once ends it."""

    def __init__(self, app: KioskApp) -> None:
        self.app = app
        self._then = -1e9

    def handle_exception(self, error: BaseException) -> int:
        if not isinstance(error, Exception):
            return int(ExceptionManager.RAISE)
        now = time.monotonic()
        again, self._then = now - self._then < 0.2, now
        try:
            self.app.recover(error)
        except Exception:
            return int(ExceptionManager.RAISE)
        return int(ExceptionManager.RAISE if again else ExceptionManager.PASS)


def rules_of(settings: Any) -> Rules:
    """What the settings say about visits; languages that no font here can draw are left out."""
    wanted = settings.languages or tuple(each.code for each in shipped())
    names = {each.code: each.name for each in shipped()}
    able_to = tuple(code for code in wanted if code in names and drawable(names[code], code))
    return Rules(
        settings.walk_away_seconds, settings.warning_seconds, able_to, speaks=able(settings),
        look=Look(settings.text_scale, settings.theme),
    )  # fmt: skip
