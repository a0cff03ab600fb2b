"""A resident who sees nothing: hears what the kiosk says and presses two or three keys."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.words import Words
from tests.kiosk.robot import Robot
from tests.voice.parts import heard, until

ENGLISH = Words("en")
MOST = 90
"""Presses after which something cannot be found."""


class Ear:
    """Knows only the words that were spoken; never looks at the screen or at what is drawn."""

    def __init__(self, file: Path, hand: Robot) -> None:
        self.file, self.hand = file, hand
        self.presses = 0

    def words(self) -> list[str]:
        return [each["text"] for each in heard(self.file)]

    def settled(self) -> int:
        """How much was said, once nothing more comes."""
        count = -1
        while count != (count := len(self.words())):
            time.sleep(0.35)
        return count

    def press(self, key: str) -> list[str]:
        """Press a key; what is said then."""
        before = len(self.words())
        self.hand.press(key)
        self.presses += 1
        until(lambda: len(self.words()) > before, f"a word after {key}")
        return self.words()[before:]

    def find(self, wanted: str, fits: Callable[[str, str], bool] = str.__eq__) -> None:
        """Move on until it is named and nothing follows; one back when more was said after it.

        ``fits`` says whether what is named, given first, is what is wanted.
        """
        for _ in range(MOST):
            named = self.press("Down")[-1]
            if fits(named, wanted):
                self.settled()  # news, as of what arrived, may have come in between
                if self.words()[-1] == named:
                    return
                self.press("Up")
        raise AssertionError(f"{wanted!r} is never said; the last words were {self.words()[-9:]}")

    def choose(self, wanted: str, fits: Callable[[str, str], bool] = str.__eq__) -> list[str]:
        """Find something and press it; everything that is said until it is quiet."""
        self.find(wanted, fits)
        before = len(self.words())
        self.press("Return")
        self.settled()
        return self.words()[before:]

    def type(self, text: str, words: Words = ENGLISH) -> None:
        """Through the on-screen keyboard: its rows, then the keys of a row."""
        self.find(words("Keyboard"))
        self.press("Return")
        for letter in text:
            row = self.words()[-1]
            if letter not in row.split(", "):
                self.find(letter, lambda row, wanted: wanted in row.split(", "))
            self.press("Return")
            key = f"capital {letter}" if letter.isupper() else letter
            if self.words()[-1] != key:
                self.find(key)
            assert self.press("Return")[-1] == key  # the key says its name as it is typed
            self.press("Up")  # the keyboard itself; into it again, at its first row
            self.press("Return")

    def find_start(self, task: str) -> list[str]:
        """Choose a task, whose name is said with what it is about; what is said then."""
        return self.choose(task, str.startswith)

    def done(self) -> None:
        """Press Done; then nothing is said until headphones go in again."""
        self.hand.press("Return")
        time.sleep(2.5)

    def answer(self, said: list[str]) -> list[str]:
        """Answer a question by what was said of it, and go on; what is said then."""
        how = next((each for each in said if each.startswith(("Choose", "Type"))
                    and each in HOW), "")  # fmt: skip
        required = not any("leave this empty" in each for each in said)
        if how.startswith("Choose"):
            self.choose(said[said.index(how) + 1])
        elif how and (required or how == "Type a number."):
            self.type("12" if how == "Type a number." else self.text_for(said))
        return self.choose("Next")

    @staticmethod
    def text_for(said: list[str]) -> str:
        return "0161" + "4960" if "number can we ring" in " ".join(said) else "ab"


COUNTED = {f"Choose {some} of {count}." for some in ("one", "any") for count in range(2, 12)}
HOW = {"Type your answer.", "Type a number.", "Type a date: day, month and year.", *COUNTED}


def config(folder: Path, **settings: Any) -> Path:
    """A settings file."""
    lines = []
    for name, value in settings.items():
        shown = str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')
        lines.append(f"{name} = {shown}\n")
    path = folder / "kiosk.toml"
    path.write_text("".join(lines))
    return path
