"""A real keyboard: the few keys that do something here. Every other key does nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

TAB, ENTER, PAD_ENTER, BACKSPACE = 9, 13, 271, 8
UP, DOWN, RIGHT, LEFT = 273, 274, 275, 276
HELD = {"ctrl", "alt", "meta", "super"}


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


class Keyboard:
    """Stands before Kivy at the window, so that none of its own keys is a way out."""

    def __init__(self, does: Does) -> None:
        self.does = does

    def install(self, window: Any) -> None:
        window.bind(on_key_down=self.down, on_key_up=self.up, on_textinput=self.text)
        window.bind(on_keyboard=self.up)

    def down(
        self,
        window: Any,
        key: int,
        scancode: Any = None,
        codepoint: Any = None,
        modifiers: Sequence[str] = (),
    ) -> bool:
        """Do what the key stands for; always True, so that nobody else hears of it."""
        held = set(modifiers or ())
        if not held & HELD:
            self._do(key, held)
        return True

    def _do(self, key: int, held: set[str]) -> None:
        does = self.does
        does.touched()
        if key in (TAB, DOWN, RIGHT, UP, LEFT):
            backwards = key in (UP, LEFT) or (key == TAB and "shift" in held)
            does.step(-1 if backwards else 1)
        elif key in (ENTER, PAD_ENTER):
            does.press()
        elif key == BACKSPACE:
            does.back()

    def up(self, *ignored: Any) -> bool:
        return True

    def text(self, window: Any, text: str) -> bool:
        """Letters as the keyboard's own layout makes them."""
        self.does.touched()
        letters = "".join(letter for letter in text if letter.isprintable())
        if letters:
            self.does.typed(letters)
        return True
