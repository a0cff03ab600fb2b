"""What of a form can be counted: its choices. Free text never is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync import markup
from sync.collector.models import Form
from sync.collector.pages import answers

MOST_CHOICES = 60
"""A list that is longer is a list of streets or names, and no question to count."""
CHOSEN, NOT_CHOSEN = "chosen", "not-chosen"
NO_ANSWER, OTHER, NOT_ASKED = "?none", "?other", "?not-asked"
WORDS = {
    CHOSEN: "Chosen", NOT_CHOSEN: "Not chosen", NO_ANSWER: "No answer", OTHER: "Another answer",
    NOT_ASKED: "Not asked",
}  # fmt: skip
_PATH = re.compile(r"/[\w.:/-]+")


@dataclass(frozen=True)
class Variable:
    """One thing that is counted: a question with one answer, or one choice of several."""

    path: str
    label: str
    choice: str
    """The choice of a question that takes several; empty for a question with one answer."""
    categories: tuple[str, ...]
    words: Mapping[str, str]
    """What each of the categories is called."""

    @property
    def name(self) -> str:
        """The question's name in the form."""
        return self.path.rpartition("/")[2]

    def category(self, said: Sequence[str] | None) -> str:
        """Where an answer belongs; ``None`` is a question that was not asked."""
        if said is None:
            return NOT_ASKED
        if self.choice:
            chosen = any(self.choice in each.split() for each in said)
            return CHOSEN if chosen else NOT_CHOSEN
        if not said[0]:
            return NO_ANSWER
        return said[0] if said[0] in self.words else OTHER


def of(forms: Sequence[Form]) -> list[Variable]:
    """What versions of one form ask, the newest first."""
    known: dict[str, Form] = {}
    for form in forms:
        for path, question in answers.asked(form).questions.items():
            if question.kind in ("select", "select1"):
                known.setdefault(path, form)
    return [each for path in known for each in _of(path, known[path], forms)]


def _of(path: str, newest: Form, forms: Sequence[Form]) -> list[Variable]:
    label = answers.asked(newest).label(path)
    choices: dict[str, str] = {}
    for form in forms:
        question = answers.asked(form).questions.get(path)
        for code in question.choices if question else ():
            choices.setdefault(code, answers.asked(form).said(path, code))
    if len(choices) > MOST_CHOICES:
        return []
    if not any(_several(form, path) for form in forms):
        return [Variable(path, label, "", (*choices, OTHER, NO_ANSWER), {**WORDS, **choices})]
    ticked = (CHOSEN, NOT_CHOSEN)
    return [
        Variable(path, label, code, ticked, {**WORDS, CHOSEN: said})
        for code, said in choices.items()
    ]


def _several(form: Form, path: str) -> bool:
    """Whether one person can say several things to it, or is asked several times."""
    question = answers.asked(form).questions.get(path)
    root = markup.parse(form.xml.encode())
    repeats = [each.get("nodeset", "") for each in root.iter(f"{markup.XFORMS}repeat")]
    again = any(path.startswith(f"{each}/") for each in repeats)
    return question is not None and (question.kind == "select" or again)


@dataclass(frozen=True)
class Conditions:
    """Paths that a question depends on, directly or not, by its own."""

    asked: Mapping[str, set[str]]
    """Everything that has a say in whether it is asked, or in what can be said."""
    choices: Mapping[str, set[str]]
    """Those that decide which of its answers can be given."""


def conditions(forms: Sequence[Form]) -> Conditions:
    """How the questions of a form depend on each other."""
    asked: dict[str, set[str]] = {}
    choices: dict[str, set[str]] = {}
    for form in forms:
        root = markup.parse(form.xml.encode())
        for bind in markup.model(root).iter(f"{markup.XFORMS}bind"):
            path = bind.get("nodeset", "")
            used = f"{bind.get('relevant', '')} {bind.get('calculate', '')}"
            asked.setdefault(path, set()).update(_PATH.findall(used))
            choices.setdefault(path, set()).update(_PATH.findall(bind.get("constraint", "")))
        for control in root.iter():
            for listed in control.findall(f"{markup.XFORMS}itemset"):
                found = _PATH.findall(listed.get("nodeset", ""))
                choices.setdefault(control.get("ref", ""), set()).update(found)
    every = {path: asked.get(path, set()) | choices.get(path, set()) for path in asked | choices}
    closed = {path: _closed(path, every) for path in every}
    limited = {
        path: set().union(mentioned, *(closed.get(each, set()) for each in mentioned)) - {path}
        for path, mentioned in choices.items()
    }
    return Conditions(closed, limited)


def _closed(path: str, mentioned: Mapping[str, set[str]]) -> set[str]:
    """Everything that what decides depends on in turn, with the groups around each."""
    found: set[str] = set()
    waiting = [path]
    while waiting:
        each = waiting.pop()
        above = ["/".join(each.split("/")[:n]) for n in range(2, len(each.split("/")) + 1)]
        new = {used for part in above for used in mentioned.get(part, ())} - found
        found |= new
        waiting += new
    return found - {path}
