"""Typing a reference, part by part, in words or in digits; whatever it is wanted for.

A *purpose* says why it is asked: ``draft`` goes on with what was begun, others come with their
rooms. Each is one entry of ``PURPOSES``, offered by an action ``reference:PURPOSE``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiosk.screens import Action, Block, Field, Notice, Row, Screen, Summary
from kiosk.visit.overlays import bar
from kiosk.words import Words
from sync import reference
from sync.errors import ReferenceError

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit

WORD_PARTS, DIGIT_PARTS = 5, 4
DIGITS_IN_WORDS = 1
"""Which part of a reference in words is the four digits."""
MOST_WORDS = 8
"""So many words that begin alike are offered to be touched."""
LONGEST_WAIT = 60.0


@dataclass(frozen=True)
class Purpose:
    """What a reference is asked for."""

    title: Callable[[Words], str]
    """What the resident is about to do, in a few words."""
    opened: Callable[[Visit, bytes], str]
    """Does it with the seven bytes of the reference: moves the visit to its next step and gives
    an empty text, or stays and gives one sentence that says what to do."""


PURPOSES: dict[str, Purpose] = {}


@dataclass
class Pace:
    """Slows down who tries one reference after another; leaving the visit does not help."""

    clock: Callable[[], float] = time.monotonic
    misses: int = 0
    _free: float = float("-inf")

    def missed(self) -> None:
        """A reference opened nothing."""
        self.misses += 1
        self._free = self.clock() + min(2.0**self.misses, LONGEST_WAIT)

    def found(self) -> None:
        """A reference opened something."""
        self.misses, self._free = 0, float("-inf")

    def left(self) -> int:
        """Whole seconds until the next try, 0 for at once."""
        return max(0, -int(-(self._free - self.clock()) // 1)) if self.misses else 0


@dataclass
class Typing:
    """A reference on its way."""

    purpose: str
    digits: bool = False
    at: int = 0
    parts: list[str] = field(default_factory=lambda: [""] * WORD_PARTS, repr=False)
    problem: str = ""
    looked: bool = False
    """Whether all parts show, to be looked at again."""

    @property
    def count(self) -> int:
        return DIGIT_PARTS if self.digits else WORD_PARTS

    def of_digits(self, part: int) -> bool:
        """Whether that part is four digits."""
        return self.digits or part == DIGITS_IN_WORDS

    def text(self) -> str:
        """All that was typed, as ``sync.reference`` reads it."""
        return " ".join(self.parts[: self.count])

    def back(self) -> bool:
        """To the part before; False at the first."""
        self.problem = ""
        if self.looked:
            self.looked, self.at = False, self.count - 1
        elif self.at == 0:
            return False
        else:
            self.at -= 1
        return True


def screen(visit: Visit) -> Screen:
    """One part, or all of them when there is a slip."""
    typing = visit.typing
    assert typing is not None
    if typing.looked:
        return _looked(visit, typing)
    words, part = visit.words, typing.at
    manner = words("Type words instead") if typing.digits else words("Type digits instead")
    change = (Action("manner", manner),) if part == 0 else ()
    asked = Field(
        f"reference:{part}", "text", part_name(words, typing, part), value=typing.parts[part],
        problem=typing.problem, required=True, digits=typing.of_digits(part), heading=True,
        latin=True,
    )  # fmt: skip
    return Screen(
        "reference",
        asked.label,
        kicker=_kicker(words, typing),
        blocks=(asked,),
        choices=tuple(Action(f"word:{each}", each.upper(), "choice") for each in offered(typing)),
        actions=(*change, Action("part", words("Next"), "primary")),
        bar=bar(visit),
    )


def _kicker(words: Words, typing: Typing) -> str:
    place = words("Part {number} of {count}", number=typing.at + 1, count=typing.count)
    return f"{PURPOSES[typing.purpose].title(words)}. {place}"


def part_name(words: Words, typing: Typing, part: int) -> str:
    """What a part of the reference is called."""
    if typing.digits:
        names = (
            words("First four digits"), words("Second four digits"), words("Third four digits"),
            words("Last four digits"),
        )  # fmt: skip
        return names[part]
    names_of_words = (
        words("First word"), words("Four digits"), words("Second word"), words("Third word"),
        words("Last word"),
    )  # fmt: skip
    return names_of_words[part]


def offered(typing: Typing) -> tuple[str, ...]:
    """Words that begin as what was typed, when they are few."""
    begun = typing.parts[typing.at]
    if typing.of_digits(typing.at) or not begun:
        return ()
    found = reference.beginning(begun)
    return found if len(found) <= MOST_WORDS else ()


def _looked(visit: Visit, typing: Typing) -> Screen:
    words = visit.words
    rows = tuple(
        Row(name, typing.parts[part].upper(),
            Action(f"retype:{part}", words("Change"), "quiet", detail=name))
        for part, name in ((n, part_name(words, typing, n)) for n in range(typing.count))
    )  # fmt: skip
    problem: tuple[Block, ...] = (Notice(typing.problem, "problem"),) if typing.problem else ()
    return Screen(
        "reference-check",
        PURPOSES[typing.purpose].title(words),
        blocks=(*problem, Summary(rows)),
        actions=(Action("open", words("Try again"), "primary"),),
        bar=bar(visit),
    )


# What the controls do.


def begin(visit: Visit, purpose: str, value: Any) -> None:
    """Ask for a reference."""
    if purpose in PURPOSES:
        visit.typing = Typing(purpose)
        visit.step = "reference"


def fill(typing: Typing, ref: str, value: str) -> None:
    """Keep what was typed into the part that shows."""
    if ref == f"reference:{typing.at}" and not typing.looked:
        typing.parts[typing.at] = value.strip().lower()
        typing.problem = ""


def _manner(visit: Visit, rest: str, value: Any) -> None:
    assert visit.typing is not None
    visit.typing = Typing(visit.typing.purpose, digits=not visit.typing.digits)


def _word(visit: Visit, word: str, value: Any) -> None:
    assert visit.typing is not None
    visit.typing.parts[visit.typing.at] = word
    _part(visit, "", None)


def _part(visit: Visit, rest: str, value: Any) -> None:
    """Take this part and go to the next; open after the last, or when all came at once."""
    typing, words = visit.typing, visit.words
    assert typing is not None
    if _scanned(typing):
        open_it(visit, "", None)
        return
    typing.problem = _slip(words, typing)
    if typing.problem:
        return
    missing = [n for n in range(typing.count) if n > typing.at and not typing.parts[n]]
    if missing:
        typing.at = missing[0]
    else:
        open_it(visit, "", None)


def _scanned(typing: Typing) -> bool:
    """Whether the whole reference stands in one part, as from a scanner, which types it at once."""
    typed = typing.parts[typing.at]
    parts = re.findall(r"[a-z]+|\d+", typed)
    digits = "".join(parts)
    if len(parts) == WORD_PARTS:
        typing.digits, typing.parts = False, parts
    elif digits.isdigit() and len(digits) == 4 * DIGIT_PARTS:
        typing.digits = True
        typing.parts = [digits[at : at + 4] for at in range(0, 16, 4)] + [""]
    else:
        return False
    return True


def _slip(words: Words, typing: Typing) -> str:
    """What is wrong with this part; a word of which enough was typed is made whole."""
    typed = typing.parts[typing.at]
    if typing.of_digits(typing.at):
        fine = len(typed) == 4 and typed.isascii() and typed.isdigit()
        return "" if fine else words("Please type four digits.")
    found = reference.beginning(typed) if typed else ()
    if typed not in found and len(found) != 1:
        return (
            words("Please type more of the word.") if found or not typed
            else words("This word is not one we use. Please look at it again.")
        )  # fmt: skip
    typing.parts[typing.at] = typed if typed in found else found[0]
    return ""


def _retype(visit: Visit, part: str, value: Any) -> None:
    assert visit.typing is not None
    visit.typing.at, visit.typing.looked, visit.typing.problem = int(part), False, ""


def open_it(visit: Visit, rest: str, value: Any) -> None:
    """Do what the reference was asked for, or show all parts with what is wrong."""
    typing, words = visit.typing, visit.words
    assert typing is not None
    if left := visit.pace.left():
        typing.problem = words("Please wait {seconds} seconds, then try again.", seconds=left)
    else:
        typing.problem = _opened(visit, typing)
    if typing.problem:
        typing.looked = True
    else:
        visit.typing = None


def _opened(visit: Visit, typing: Typing) -> str:
    try:
        read = reference.read(typing.text())
    except ReferenceError:
        return visit.words("These do not go together. One of them has a slip in it.")
    return PURPOSES[typing.purpose].opened(visit, read)


DOES: dict[str, Callable[[Visit, str, Any], None]] = {
    "reference": begin, "manner": _manner, "word": _word, "part": _part, "retype": _retype,
    "open": open_it,
}  # fmt: skip
"""What the controls of these screens do, by the first part of their ids."""
