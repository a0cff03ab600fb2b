"""Answers that nobody gave: what a form's dictionary is weighed by, the same for a seed."""

import datetime
import itertools
import random
import string
from collections.abc import Sequence
from typing import Any

from sync import wire
from sync.schema import Node, packed_text

START = datetime.date(2025, 7, 1)
DAYS = 365 * 4
"""A form is the same whenever it is published, so the days do not begin with today."""
ENDS = [". ", "? ", "! ", ", "]
ASKING = {"how", "what", "where", "when", "why", "who", "which", "can", "is", "are", "do", "does"}


class Imagined:
    """Makes up answers from general words alone."""

    def __init__(self, words: dict[str, float], phrases: Sequence[str], seed: int) -> None:
        """``words`` are those of one language and how common they are, the most common first."""
        self.dice = random.Random(seed)
        self.words, self.common = list(words), list(itertools.accumulate(words.values()))
        # A name is rarely a common word, so the differences are made smaller for names.
        self.rare = list(itertools.accumulate(share**0.6 for share in words.values()))
        self.phrases = [each for each in phrases if each[0].islower() or each.startswith("I ")]
        self.asking = [each for each in self.phrases if each.split()[0] in ASKING]
        self.places = [each for each in phrases if each not in self.phrases]

    def body(self, form: Node, language: str) -> bytes:
        """What a whole submission is before it is coded."""
        return wire.dump([language, [], self.value(form)])

    def value(self, node: Node) -> Any:
        """What stands in the parent's list for a place."""
        inner = self._children(node) if node.children else self._leaf(node)
        return [[], inner] if node.attributes else inner

    def _children(self, node: Node) -> list[Any]:
        found = [
            [self.value(each) for _ in range(self.dice.choice([1, 1, 2]))]
            if each.repeat
            else self.value(each)
            for each in node.children.values()
        ]
        while found and found[-1] is None:
            found.pop()
        return found

    def _leaf(self, node: Node) -> Any:
        if node.identity:
            return None
        if self.dice.random() < 0.12:
            return ""
        if node.choices:
            some = len(node.choices) if node.kind == "select1" else 1 << len(node.choices)
            return int(some * self.dice.random() ** 1.3)
        return packed_text(self._text(node.kind))

    def _text(self, kind: str) -> str:
        day = START + datetime.timedelta(self.dice.randrange(DAYS))
        clock = f"T{self.dice.randrange(8, 20):02}:{self.dice.randrange(60):02}:00.000+00:00"
        if kind == "date":
            return str(day)
        if kind in ("int", "integer"):
            return str(int(self.dice.lognormvariate(1.5, 1.3)))
        if kind == "decimal":
            return f"{self.dice.lognormvariate(1.5, 1.3):.1f}"
        return f"{day}{clock}" if kind == "dateTime" else self._said()

    def _said(self) -> str:
        turn = self.dice.random()
        if turn < 0.55:
            return self.prose(max(1, int(self.dice.lognormvariate(2.5, 0.7))))
        if turn < 0.7:
            return " ".join(self._name() for _ in range(self.dice.choice([1, 2, 2, 3])))
        return self._address() if turn < 0.9 else self._code()

    def prose(self, count: int) -> str:
        """So many words with capitals and stops, as people write them."""
        text, begins = "", True
        for word in self._drawn(count):
            text += word[:1].upper() + word[1:] if begins else word
            end = self.dice.choices(["", *ENDS], [88, 5, 2, 0.5, 5])[0]
            begins = end in ENDS[:3]
            text += end or " "
        text = text.rstrip(" ,")
        if text[-1:] in ".?!":
            return text
        return text + self.dice.choices(["", ".", "?", "!"], [4, 5, 3, 0.5])[0]

    def _drawn(self, count: int) -> list[str]:
        drawn = self.dice.choices(self.words, cum_weights=self.common, k=count)
        drawn = [each.capitalize() if self._is_i(each) else each for each in drawn]
        if self.asking and self.dice.random() < 0.3:
            asked = self.dice.choice(self.asking)
            drawn[0] = asked if self.dice.random() < 0.6 else asked.split()[0]
        return [
            self.dice.choice(self.phrases) if self.phrases and self.dice.random() < 0.12 else each
            for each in drawn
        ]

    def _is_i(self, word: str) -> bool:
        """Half of the people who type write it small."""
        return (word == "i" or word[:2] == "i'") and self.dice.random() < 0.5

    def _name(self) -> str:
        return self.dice.choices(self.words, cum_weights=self.rare)[0].capitalize()

    def _address(self) -> str:
        number = "" if self.dice.random() < 0.5 else f"{self.dice.randint(1, 150)} "
        return number + " ".join([self._name(), *self.dice.choices(self.places or ["1"])])

    def _code(self) -> str:
        """As a postcode or a number plate."""
        letters = self.dice.choices(string.ascii_uppercase, k=4)
        near, far = self.dice.randint(1, 29), self.dice.randint(0, 9)
        return (
            f"{''.join(letters[: self.dice.choice([1, 2, 2])])}{near} {far}{''.join(letters[2:])}"
        )
