"""A real keyboard, a tactile keypad or switches: the few keys that do something here."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kiosk.config import ConfigError

TAB, ENTER, PAD_ENTER, BACKSPACE, ESCAPE = 9, 13, 271, 8, 27
UP, DOWN, RIGHT, LEFT = 273, 274, 275, 276
HELD = {"ctrl", "alt", "meta", "super"}
NAMES = {
    "tab": TAB, "enter": ENTER, "space": 32, "up": UP, "down": DOWN, "right": RIGHT, "left": LEFT,
    **{f"f{number}": 281 + number for number in range(1, 16)},
    **{letter: ord(letter) for letter in "abcdefghijklmnopqrstuvwxyz0123456789"},
}  # fmt: skip
"""Names for the settings, and SDL's numbers as Kivy gives them."""
DOES = (
    "next", "back", "select", "again", "louder", "quieter", "faster", "slower", "person",
    "plug", "unplug", "leave", "staff",
)  # fmt: skip
"""What a key can be made to do. ``plug`` and ``unplug`` are what keypads with a socket for
headphones send; ``staff`` opens the door of staff mode from the welcome screen."""


@dataclass(frozen=True)
class Does:
    """What the keys do."""

    step: Callable[[int], None]
    """Move the focus on (1) or back (-1)."""
    press: Callable[[], None]
    """Press what has the focus, else Next."""
    back: Callable[[], None]
    """Take back the letter before the caret."""
    typed: Callable[[str], None]
    """Type a letter."""
    touched: Callable[[], None]
    """Somebody is here."""
    switch: Callable[[str], None]
    """Do one of ``DOES``."""


def mapping(pairs: Sequence[str]) -> dict[int, str]:
    """Keys by number from settings such as ``next=f13``; raises ConfigError."""
    made = {}
    for pair in pairs:
        what, _, name = pair.partition("=")
        if what not in DOES or name.lower() not in NAMES:
            raise ConfigError(
                f"The setting 'keys' has {pair!r}; write it like 'next=f13', with one of"
                f" {', '.join(DOES)} before the sign and a key such as f13, space or 1 after it."
            )
        made[NAMES[name.lower()]] = what
    return made


@dataclass
class Held:
    """Lets a key that is held down, or struck twice by a trembling hand, count as it should."""

    repeat_seconds: float = 0.0
    """A held key counts again only after this long, and then each time; 0 for never."""
    strike_seconds: float = 0.0
    """The same key struck again sooner than this after it was let go counts once."""
    clock: Callable[[], float] = time.monotonic
    _down: dict[int, float] = field(default_factory=dict)
    _let_go: dict[int, float] = field(default_factory=dict)

    def counts(self, key: int) -> bool:
        """Whether a key that goes down, or says again that it is down, counts."""
        now = self.clock()
        if key in self._down:
            due = bool(self.repeat_seconds) and now - self._down[key] >= self.repeat_seconds
            if due:
                self._down[key] = now
            return due
        self._down[key] = now
        return now - self._let_go.get(key, -1e9) >= self.strike_seconds

    def up(self, key: int) -> None:
        """A key was let go."""
        if self._down.pop(key, None) is not None:
            self._let_go[key] = self.clock()


@dataclass
class Thrice:
    """Escape struck three times, no slower than this: whoever must leave at once."""

    within_seconds: float = 3.0
    clock: Callable[[], float] = time.monotonic
    _struck: list[float] = field(default_factory=list)

    def strike(self) -> bool:
        """Whether this was the third."""
        now = self.clock()
        self._struck = [then for then in self._struck if now - then <= self.within_seconds]
        self._struck.append(now)
        if len(self._struck) < 3:
            return False
        self._struck.clear()
        return True


class Keyboard:
    """Stands before Kivy at the window, so that none of its own keys is a way out."""

    def __init__(
        self, does: Does, keys: dict[int, str] | None = None, held: Held | None = None
    ) -> None:
        self.does, self.keys, self.held = does, keys or {}, held or Held()
        self._deaf = False
        self.thrice = Thrice()
        self.closed = False
        """Whether no key does anything any more."""

    def install(self, window: Any) -> None:
        window.bind(on_key_down=self.down, on_key_up=self.up, on_textinput=self.text)
        window.bind(on_keyboard=self.nothing)

    def down(
        self,
        window: Any,
        key: int,
        scancode: Any = None,
        codepoint: Any = None,
        modifiers: Sequence[str] = (),
    ) -> bool:
        """Do what the key stands for; always True, so that nobody else hears of it."""
        if self.closed:
            return True
        held = set(modifiers or ())
        counts = self.held.counts(key)
        self._deaf = not counts or key in self.keys
        if counts and not held & HELD:
            self._do(key, held)
        return True

    def _do(self, key: int, held: set[str]) -> None:
        does = self.does
        does.touched()
        if key in self.keys:
            does.switch(self.keys[key])
        elif key in (TAB, DOWN, RIGHT, UP, LEFT):
            backwards = key in (UP, LEFT) or (key == TAB and "shift" in held)
            does.step(-1 if backwards else 1)
        elif key in (ENTER, PAD_ENTER):
            does.press()
        elif key == BACKSPACE:
            does.back()
        elif key == ESCAPE and self.thrice.strike():
            does.switch("leave")

    def up(self, window: Any, key: int = 0, *ignored: Any) -> bool:
        self.held.up(key)
        return True

    def nothing(self, *ignored: Any, **more: Any) -> bool:
        return True

    def text(self, window: Any, text: str) -> bool:
        """Letters as the keyboard's own layout makes them, but for keys that do something else."""
        if self.closed:
            return True
        self.does.touched()
        letters = "".join(letter for letter in text if letter.isprintable())
        if letters and not self._deaf:
            self.does.typed(letters)
        return True
