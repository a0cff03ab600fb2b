"""The window: draws the visit's screen, tells the visit what is touched, lets nobody out."""
# mypy: allow-subclassing-any

import logging
import time
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.base import EventLoop, ExceptionManager
from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.screens import Field, Screen
from kiosk.ui import codes
from kiosk.ui.dark import Lamp
from kiosk.ui.door import Door
from kiosk.ui.easel import Easel
from kiosk.ui.environment import configure
from kiosk.ui.fallback import Fallback
from kiosk.ui.idle import Rest
from kiosk.ui.keys import Does, Held, Keyboard, mapping
from kiosk.ui.page import Page
from kiosk.ui.quiet import Quiet
from kiosk.ui.rules import rules_of
from kiosk.ui.speech import Speech
from kiosk.ui.stage import Hands, Stage
from kiosk.ui.typing import Typist
from kiosk.ui.walker import Walker
from kiosk.ui.widgets import SecondTap
from kiosk.ui.witness import Witness
from kiosk.visit import Services, Visit, paper

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
        self.typist = Typist(self)
        self.speech = Speech.of(self.visit, settings)
        self.door = Door(self, settings.staff_hold_seconds)
        self.guard, self.lamp = guard, lamp
        self._let_go = False
        self.rest = Rest()
        self._ended = 0
        self._then = time.monotonic()

    @property
    def page(self) -> Page | None:
        """What shows; None until something does, and for the moment after a visit."""
        return self.easel.page

    @property
    def stage(self) -> Stage:
        """What is remembered of the screen that shows."""
        return self.easel.stage

    # What Kivy asks for

    def build(self) -> Widget:
        return Widget()

    def on_start(self) -> None:
        from kivy.core.window import Window  # makes the window, so not before it is wanted

        hands = Hands(self.edit, self.typed, self.scroll)
        tap = SecondTap(self.settings.second_tap_seconds)
        self.easel = Easel(Window, self.root, hands, self.act, tap)
        self.walker = Walker(self.easel, self.speech.focused)
        self.witness = Witness(self.targets, self.pictures)
        self.quiet = Quiet(Window, self.visit, self.rest, self.settings, self.lamp)
        # Kept, for Kivy holds what is bound to it only weakly.
        self.keyboard = Keyboard(
            Does(
                self.walker.step, self.press, self.typist.back, self.letters, self.visit.touched,
                self.switch,
            ),
            mapping(self.settings.keys),
            Held(self.settings.repeat_seconds, self.settings.strike_seconds),
        )  # fmt: skip
        self.keyboard.install(Window)
        Window.bind(on_request_close=self._asked_to_close, on_resize=lambda *_: self.redraw())
        Window.bind(on_touch_down=self._somebody, on_touch_up=self.door.up)
        Window.bind(on_touch_move=self.door.moved)
        ExceptionManager.add_handler(Fallback(self.recover))
        Window.bind(on_flip=self._drawn)
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
        if self.easel.unseen:
            return True  # meant for the screen before, for nobody has seen this one
        self.door.down(window, touch)
        if self.stage.focused:
            self.walker.go("")
        return False

    def _woken(self, *ignored: Any, **more: Any) -> bool:
        """Whether it was dark, or showed the place, and does no longer."""
        showed = self.quiet.shows is not None
        woken = self.quiet.wake()
        if showed:
            self.redraw()
        elif woken:
            self.seen()
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
        self.seen()

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

    def press(self) -> None:
        """Press what has the focus; without one, go on, or begin a new line."""
        assert self.page is not None
        if self.door.entered() or self.walker.press():
            return
        if self.page.edited and self.page.edited.long and not self.visit.paper:
            self.typist.letters("\n")
            return
        for action in self.page.screen.actions:
            if action.role == "primary":
                self.act(action.id)

    def switch(self, what: str) -> None:
        """A key that the settings give a meaning."""
        if what in ("next", "back"):
            self.walker.step(1 if what == "next" else -1)
        elif what == "select":
            if not self.walker.press():
                self.walker.step(1)  # never on without it being seen or heard what is pressed
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

    # Drawing

    def redraw(self) -> None:
        """Draw the visit's screen anew."""
        screen = self._wanted()
        self._forget_if_ended()
        self.easel.draw(screen, self.visit.look)
        if self.stage.focused:
            self.walker.go(self.stage.focused)
        if self.quiet.shows is None:
            self.speech.shown(screen)
        self.seen()

    def _wanted(self) -> Screen:
        """What shall show: the visit, or the place while nobody is here."""
        return self.quiet.shows or self.visit.screen()

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
        self.easel.clear()
        EventLoop.touches.clear()

    def seen(self) -> None:
        """Something on the page changed without a new page."""
        self.easel.changed()

    def _drawn(self, *ignored: Any) -> None:
        """A frame is ready: tell whoever waits for it, once for each change."""
        page = self.easel.drawn()
        if page is None:
            return
        if self.guard and self.easel.drawings == 1:
            self.guard.drawn()
        self.witness.saw(page)

    def _beat(self, _: float) -> None:
        if self._left():
            return
        now = time.monotonic()
        passed, self._then = now - self._then, now
        listening = self.speech.speaker.talking and not self.visit.warning
        self.visit.tick(0.0 if listening else passed)
        if self.quiet.beat():
            self.seen()
        changed = self.speech.beat() or self.page is None or self._wanted() != self.page.screen
        if changed and (self.visit.ended != self._ended or not self._touched()):
            self.redraw()

    def _touched(self) -> bool:
        """Whether a finger is on the screen: what is drawn anew under it would lose its tap."""
        fingers = [touch for touch in EventLoop.touches if touch.is_touch]  # not where a mouse is
        return any(time.time() - touch.time_start < HELD for touch in fingers)

    def _left(self) -> bool:
        """Whether another window takes over; then this one only stays on the screen."""
        if self.guard and not self._let_go:
            used = bool(self.visit.begun or self.visit.ended)
            self._let_go = self.guard.beat(self.quiet.idle, used)
            if self._let_go:
                self.keyboard.closed = True
                self.speech.close()
        return self._let_go

    def _pause(self, _: float) -> None:
        """Stand still until something happens, once nothing is left to draw."""
        if not self.easel.undrawn:
            self.easel.tidy()
            if self.page and self.page.screen.name in codes.BEFORE:
                codes.ready()  # so that "Saved" does not wait for it
            self.rest.pause()

    def recover(self, error: Exception) -> None:
        """Something failed: the visit ends and the welcome screen shows."""
        log.error("a screen failed and the visit was ended: %s", type(error).__name__)
        self.visit.failed()
        self.visit.services.failed(error)
        self.redraw()
