"""What a condition of a form means, in plain words, for somebody who reads it on paper.

Most conditions ask whether something was chosen, answered, or more or less than a number; these get
words. For every other the answer is None, and the paper says honestly that it depends.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sync.fields import FieldInfo

LONGEST, MOST = 2000, 8
"""Characters of a condition, and conditions in the words of one, that somebody can still read."""
DEEPEST = 30
_TOKEN = re.compile(
    r"""\s*(?:(?P<path>/[\w.\-/]+)|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<name>[a-z-]+)|(?P<mark>!=|<=|>=|[()=<>,]))"""
)
NAMES = {"=": "is", "!=": "is_not", ">": "more", "<": "less", ">=": "least", "<=": "most"}
TURNED = {"=": "=", "!=": "!=", ">": "<", "<": ">", ">=": "<=", "<=": ">="}
NOT = {"=": "!=", "!=": "=", "selected": "unselected", "unselected": "selected"}
"""Only what is the opposite for an empty answer too."""


@dataclass(frozen=True)
class Atom:
    """One thing that is asked of one question."""

    path: str
    how: str
    """A comparison, or ``selected`` and ``unselected``."""
    value: str


Ways = list[list[Atom]]
"""Any of these, in each of which everything holds."""


class Strange(Exception):
    """A condition for which there are no words."""


def in_words(
    condition: str,
    questions: Mapping[str, tuple[int, FieldInfo]],
    language: str,
    said: Mapping[str, str],
) -> str | None:
    """The condition as part of a sentence, with questions by their numbers; None for a strange one.

    ``questions`` are number and question by path; ``language`` is the form's name of it.
    """
    try:
        ways = _Parser(condition).ways()
        if not ways or sum(map(len, ways)) > MOST or not all(ways):
            return None
        parts = [[_atom(each, questions, language, said) for each in way] for way in ways]
    except Strange:
        return None
    return _joined([_joined(each, said["and"]) for each in parts], said["or"])


def both(one: str | None, other: str | None, said: Mapping[str, str]) -> str | None:
    """Two conditions that must both hold; None where one of them is strange."""
    return said["and"].format(one=one, other=other) if one and other else None


def _joined(parts: list[str], how: str) -> str:
    whole = parts[0]
    for each in parts[1:]:
        whole = how.format(one=whole, other=each)
    return whole


def _atom(
    atom: Atom,
    questions: Mapping[str, tuple[int, FieldInfo]],
    language: str,
    said: Mapping[str, str],
) -> str:
    if atom.path not in questions:
        raise Strange
    number, asked = questions[atom.path]
    value, name = atom.value, NAMES.get(atom.how, "")
    if not value and atom.how in ("=", "!="):
        return said["unanswered" if atom.how == "=" else "answered"].format(number=number)
    if asked.choices:
        if value not in asked.choices or atom.how not in NOT:
            raise Strange
        if asked.kind != "select1" and name:
            raise Strange  # of a question with several answers the whole is compared
        value = asked.said(value, language)
        name = "chosen" if atom.how in ("=", "selected") else "not_chosen"
    if not name or not value:
        raise Strange
    return said[name].format(number=number, value=value)


class _Parser:
    """Comparisons, ``selected``, ``not``, ``and``, ``or`` and brackets (XPath 1.0, section 3)."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise Strange
        self.tokens, at, text = [], 0, text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.end() == at:
                raise Strange
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            at = found.end()
        self.at = self.depth = 0

    def ways(self) -> Ways:
        """The whole of it."""
        found = self._any()
        if self.at != len(self.tokens):
            raise Strange
        return found

    def _any(self) -> Ways:
        found = self._all()
        while self._take("name", "or"):
            found = found + self._all()
        return found

    def _all(self) -> Ways:
        found = self._one()
        while self._take("name", "and"):
            other = self._one()
            if len(found) * len(other) > MOST:
                raise Strange
            found = [[*mine, *theirs] for mine in found for theirs in other]
        return found

    def _one(self) -> Ways:
        if self._take("name", "not"):
            return _opposite(self._bracket())
        if self._take("name", "selected"):
            return [[self._selected()]]
        if self._peek() == ("mark", "("):
            return self._bracket()
        return [[self._compared()]]

    def _bracket(self) -> Ways:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Strange
        self._must("mark", "(")
        found = self._any()
        self._must("mark", ")")
        return found

    def _selected(self) -> Atom:
        self._must("mark", "(")
        path = self._must("path")
        self._must("mark", ",")
        value = self._must("text")[1:-1]
        self._must("mark", ")")
        return Atom(path, "selected", value)

    def _compared(self) -> Atom:
        left = self._next()
        how = self._must("mark")
        right = self._next()
        if how not in NAMES:
            raise Strange
        if right[0] == "path":
            left, right, how = right, left, TURNED[how]
        if left[0] != "path" or right[0] not in ("text", "number"):
            raise Strange
        value = right[1][1:-1] if right[0] == "text" else right[1]
        return Atom(left[1], how, value)

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def _next(self) -> tuple[str, str]:
        found = self._peek()
        self.at += 1
        return found

    def _take(self, kind: str, text: str) -> bool:
        taken = self._peek() == (kind, text)
        self.at += taken
        return taken

    def _must(self, kind: str, text: str = "") -> str:
        found, said = self._next()
        if found != kind or (text and said != text):
            raise Strange
        return said


def _opposite(ways: Ways) -> Ways:
    """Everything about it turned round (De Morgan)."""
    found: Ways = [[]]
    for way in ways:
        if any(each.how not in NOT for each in way):
            raise Strange
        turned = [replace(each, how=NOT[each.how]) for each in way]
        if len(found) * len(turned) > MOST:
            raise Strange
        found = [[*mine, each] for mine in found for each in turned]
    return found
