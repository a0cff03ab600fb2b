"""Typing into the questions of the screen, by the on-screen keys or a real keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui import pinyin
from kiosk.ui.entry import Entry
from kiosk.ui.focus import KEYBOARD
from kiosk.ui.layouts import DOING
from kiosk.ui.stage import composes
from kiosk.ui.text import runs_right_to_left

if TYPE_CHECKING:
    from kiosk.ui.shell import KioskApp

LAYERS = {"symbols": "symbols", "signs": "signs", "letters": "letters"}


class Typist:
    """Brings keys to the entry that is edited, and its value to the visit."""

    def __init__(self, app: KioskApp) -> None:
        self.app = app

    @property
    def entry(self) -> Entry | None:
        """What is typed into now."""
        return self.app.stage.entries.get(self.app.stage.editing)

    def edit(self, ref: str, part: int) -> None:
        """Type into that box from now on."""
        asked = self.app.field(ref)
        if asked is None:
            return
        self.settle()
        entry = self.app.stage.entry(asked)
        entry.at = part
        entry.active.caret = len(entry.active.value)
        self.app.stage.editing, self.app.stage.called = ref, True
        self.app.stage.latin = self.app.stage.latin or asked.latin
        had = self.app.page is not None and self.app.page.keys is not None
        self.app.redraw()
        if not had and self.app.stage.focused:
            self.app.walker.go(KEYBOARD)  # who came here without a finger goes on to the keys

    def key(self, key: str) -> None:
        """A key of the on-screen keyboard."""
        stage = self.app.stage
        if key not in DOING:
            self.letters(key)
        elif key == "space":
            self.letters(" ")
        elif key == "enter":
            self.letters("\n")
        elif key == "delete":
            self.back()
        elif key in ("left", "right"):
            self._move(-1 if key == "left" else 1)
        else:
            if key == "hide":
                stage.editing = ""
            elif key == "shift":
                stage.layer = "letters" if stage.layer == "shift" else "shift"
            elif key == "latin":
                stage.latin, stage.layer = not stage.latin, "letters"
            else:
                stage.layer = LAYERS[key]
            self.app.redraw()

    def letters(self, text: str) -> None:
        """Type text at the caret; a space presses what has the focus when nothing is typed."""
        entry, stage = self.entry, self.app.stage
        if entry is None:
            if text == " " and stage.focused:
                self.app.press()
            return
        if self._composed(entry, text):
            return
        at = entry.at
        entry.put(text)
        unshift, stage.layer = stage.layer == "shift", _after(stage.layer)
        self._said(entry, unshift or entry.at != at)

    def back(self) -> None:
        """Take back the letter before the caret."""
        if entry := self.entry:
            if self.app.stage.sound:
                self._sound(self.app.stage.sound[:-1])
                return
            at = entry.at
            entry.back()
            self._said(entry, entry.at != at)

    def _move(self, by: int) -> None:
        """Move the caret to the left or right as it is seen."""
        if entry := self.entry:
            if self.app.stage.sound:
                self.app.stage.turned += by
                self.app.redraw()
                return
            backwards = runs_right_to_left(entry.active.value, False)
            entry.active.move(-by if backwards else by)
            self._show(entry, redraw=False)

    # Chinese

    def _composed(self, entry: Entry, text: str) -> bool:
        """Take letters as sounds, or a sign for the sounds so far; False for all other typing."""
        stage = self.app.stage
        asked = self.app.field(stage.editing)
        if stage.latin or asked is None or not composes(stage.language, asked):
            return False
        if len(text) == 1 and text.isascii() and text.isalpha() and stage.layer != "shift":
            self._sound(stage.sound + text.lower())
            return True
        if not stage.sound:
            return False
        entry.put(self._chosen(text))
        self._said(entry, True)
        return True

    def _chosen(self, text: str) -> str:
        """What goes into the answer, and what is left of the sounds."""
        stage = self.app.stage
        offered = [each for each in pinyin.row(stage.sound, stage.turned) if not each.isascii()]
        if text == " " and offered:
            text = offered[0]
        elif text in "123456789" and int(text) <= len(offered):
            text = offered[int(text) - 1]
        if text in offered:
            stage.sound, stage.turned = pinyin.rest(stage.sound, text), 0
            return text
        before, stage.sound, stage.turned = stage.sound, "", 0
        return before + text.removeprefix(before).strip()

    def _sound(self, letters: str) -> None:
        self.app.stage.sound, self.app.stage.turned = letters[:30], 0
        self.app.redraw()

    def settle(self) -> None:
        """What was typed by sound and not chosen is kept as it is."""
        entry, stage = self.entry, self.app.stage
        if entry is not None and stage.sound:
            entry.put(stage.sound)
            stage.sound = ""
            self.app.visit.act(f"fill:{stage.editing}", entry.value())

    def _said(self, entry: Entry, redraw: bool) -> None:
        """Tell the visit, and draw no more than must be drawn."""
        app, ref = self.app, self.app.stage.editing
        asked = app.field(ref)
        app.visit.act(f"fill:{ref}", entry.value())
        self._show(entry, redraw or bool(asked and asked.problem))

    def _show(self, entry: Entry, redraw: bool) -> None:
        app = self.app
        assert app.page is not None
        box = app.page.drawer.boxes.get((app.stage.editing, entry.at))
        if redraw or box is None or box.show():
            app.redraw()
            return
        app.page.screen = app.visit.screen()
        app.page.reveal_typing()
        app.seen()


def _after(layer: str) -> str:
    """Shift holds for one letter."""
    return "letters" if layer == "shift" else layer
