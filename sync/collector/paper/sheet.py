"""The questions of a form as they stand on paper."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sync import fields, markup
from sync.collector.paper import logic
from sync.collector.paper.words import words
from sync.fields import FieldInfo
from sync.markup import XFORMS

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""What stands before each box, and what staff press for it (``kiosk.visit.paper``)."""
MOST_BOXES = len(KEYS)
"""A list that is longer has a line to write on."""
NEVER = ("binary", "geotrace", "geoshape")
HOW = {
    "select1": "one", "select": "many", "rank": "rank", "int": "number", "decimal": "number",
    "date": "date", "time": "time",
}  # fmt: skip
LINES = {"select1": 1, "int": 1, "decimal": 1, "date": 1, "time": 1, "dateTime": 1, "barcode": 1}


@dataclass(frozen=True)
class Asked:
    """One question, or a note where ``number`` is 0."""

    number: int
    label: str
    hint: str = ""
    how: str = ""
    """How it is answered, in a few words."""
    when: str = ""
    """Whom it is for; empty for everybody."""
    must: bool = False
    again: bool = False
    boxes: list[tuple[str, str]] = field(default_factory=list)
    """The key and the words of each choice."""
    lines: range = range(0)
    """Lines to write on."""


def asked(xform: bytes, language: str, code: str) -> list[Asked]:
    """Every question in its order; ``language`` is the form's name of it, such as ``اردو (ur)``."""
    return list(_Reader(xform, language, words(code)).asked())


class _Reader:
    def __init__(self, xform: bytes, language: str, said: Mapping[str, str]) -> None:
        root = markup.parse(xform)
        self.language, self.said = language, said
        self.binds = {
            bind.get("nodeset", ""): bind for bind in markup.model(root).iter(f"{XFORMS}bind")
        }
        self.repeats = [each.get("nodeset", "") for each in root.iter(f"{XFORMS}repeat")]
        self.every = fields.fields(xform)
        self.long = {
            each.get("ref", "") for each in root.iter(f"{XFORMS}input")
            if "multiline" in each.get("appearance", "")
        }  # fmt: skip
        answered = [each for each in self.every if not self._note(each)]
        self.numbered = {each.path: (n, each) for n, each in enumerate(answered, 1)}

    def asked(self) -> Iterator[Asked]:
        for each in self.every:
            label, hint = each.label(self.language), _in(each.hints, self.language)
            if each.path not in self.numbered:
                yield Asked(0, label, hint, when=self._when(each.path))
                continue
            boxes = self._boxes(each)
            lines = range(0 if boxes or each.kind in NEVER else self._lines(each))
            yield Asked(
                self.numbered[each.path][0], label, hint, self._how(each), self._when(each.path),
                self._bind(each.path, "required") not in ("", "false()"),
                any(each.path.startswith(f"{path}/") for path in self.repeats), boxes, lines,
            )  # fmt: skip

    def _bind(self, path: str, name: str) -> str:
        bind = self.binds.get(path, ET.Element("bind"))
        return bind.get(name, "").strip()

    def _note(self, asked: FieldInfo) -> bool:
        return self._bind(asked.path, "readonly") == "true()"

    def _how(self, asked: FieldInfo) -> str:
        if asked.kind in NEVER:
            return self.said["screen"]
        if asked.choices and len(asked.choices) > MOST_BOXES:
            return ""
        return self.said.get(HOW.get(asked.kind, ""), "")

    def _boxes(self, asked: FieldInfo) -> list[tuple[str, str]]:
        if asked.kind == "trigger":
            return [(KEYS[0], "")]
        if len(asked.choices) > MOST_BOXES:
            return []
        return [
            (key, _in(texts, self.language) or value)
            for key, (value, texts) in zip(KEYS, asked.choices.items(), strict=False)
        ]

    def _lines(self, asked: FieldInfo) -> int:
        return 5 if asked.path in self.long else LINES.get(asked.kind, 2)

    def _when(self, path: str) -> str:
        """Its own condition and those of the groups around it."""
        steps = path.split("/")
        around = ["/".join(steps[:n]) for n in range(2, len(steps) + 1)]
        conditions = [each for each in (self._bind(one, "relevant") for one in around) if each]
        if not conditions or conditions == ["true()"]:
            return ""
        told = self._told(conditions)
        return self.said["when"].format(when=told) if told else self.said["perhaps"]

    def _told(self, conditions: Sequence[str]) -> str | None:
        found = [
            logic.in_words(each, self.numbered, self.language, self.said) for each in conditions
        ]
        whole = found[0]
        for each in found[1:]:
            whole = logic.both(whole, each, self.said)
        return whole


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")
