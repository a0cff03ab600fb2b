"""The words of a form beside its places, for who reads answers: labels, choices and their texts."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sync import markup
from sync.markup import XFORMS

_CONTROLS = {"input", "select", "select1", "rank", "range", "upload", "trigger", "secret"}
_ITEXT = re.compile(r"\s*jr:itext\(\s*'([^']*)'\s*\)\s*")
_LIST = re.compile(r"\s*instance\(\s*'([^']*)'\s*\)")

Texts = dict[str, str]
"""Language name, or ``""`` when the form has one language only, to text."""


@dataclass(frozen=True)
class FieldInfo:
    """One question of a form."""

    path: str
    """Path of the question, without positions of repeats."""
    kind: str
    """Bind type, such as ``string`` or ``int``; ``select`` and ``select1`` for choices."""
    labels: Texts
    choices: Mapping[str, Texts]
    hints: Texts = field(default_factory=dict)

    def label(self, language: str = "") -> str:
        """The label in a language, else in any, else the path."""
        return _any(self.labels, language) or self.path

    def said(self, value: str, language: str = "") -> str:
        """A value with the words of its choices."""
        if not self.choices:
            return value
        parts = [value] if self.kind == "select1" else value.split()
        return ", ".join(_any(self.choices.get(part, {}), language) or part for part in parts)


def fields(xform: bytes) -> list[FieldInfo]:
    """The questions of a form, in its order; raises CodecError when it is not an XForm."""
    root = markup.parse(xform)
    reader = _Reader(root)
    return [reader.field(control) for control in reader.controls()]


def languages(xform: bytes) -> list[str]:
    """Names of the form's languages; empty when it has one language only."""
    return list(_Reader(markup.parse(xform)).languages)


def texts(xform: bytes) -> dict[str, Texts]:
    """Every text of a form that has several languages, by the name it has there."""
    return _Reader(markup.parse(xform)).itext


def values(instance: bytes) -> Iterator[tuple[str, str, str]]:
    """Each leaf of an instance: path without positions, path with them, value."""
    root = markup.parse(instance)
    yield from _leaves(root, f"/{markup.local(root.tag)}", f"/{markup.local(root.tag)}")


def _leaves(element: ET.Element, path: str, place: str) -> Iterator[tuple[str, str, str]]:
    children = markup.own(element)
    if not children:
        yield path, place, element.text or ""
    names = [markup.local(child.tag) for child in children]
    for at, (child, name) in enumerate(zip(children, names, strict=True)):
        position = f"[{names[: at + 1].count(name)}]" if names.count(name) > 1 else ""
        yield from _leaves(child, f"{path}/{name}", f"{place}/{name}{position}")


def _any(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")


class _Reader:
    def __init__(self, root: ET.Element) -> None:
        self.root = root
        self.model = markup.model(root)
        self.top = f"/{markup.local(markup.primary(root).tag)}"
        self.itext = dict(self._itext())
        translations = self.model.iterfind(f"{XFORMS}itext/{XFORMS}translation")
        self.languages = [each.get("lang", "") for each in translations]
        self.types = {
            bind.get("nodeset", ""): bind.get("type", "string")
            for bind in self.model.iter(f"{XFORMS}bind")
        }

    def controls(self) -> Iterator[ET.Element]:
        """The controls of the body, in its order."""
        for element in self.root.iter():
            named = isinstance(element.tag, str) and markup.local(element.tag) in _CONTROLS
            if named and element.get("ref"):
                yield element

    def field(self, control: ET.Element) -> FieldInfo:
        """What one control asks."""
        path = control.get("ref", "")
        kind = markup.local(control.tag)
        if kind not in ("select", "select1", "rank"):
            kind = self.types.get(path, "string").rpartition(":")[2]
        return FieldInfo(
            path, kind, self._texts(control.find(f"{XFORMS}label")), self._choices(control),
            self._texts(control.find(f"{XFORMS}hint")),
        )  # fmt: skip

    def _choices(self, control: ET.Element) -> dict[str, Texts]:
        found = {
            item.findtext(f"{XFORMS}value", ""): self._texts(item.find(f"{XFORMS}label"))
            for item in control.iter(f"{XFORMS}item")
        }
        for itemset in control.iter(f"{XFORMS}itemset"):
            found.update(self._listed(itemset.get("nodeset", "")))
        return found

    def _listed(self, nodeset: str) -> Iterator[tuple[str, Texts]]:
        name = _LIST.match(nodeset)
        instance = self.model.find(f"{XFORMS}instance[@id='{name[1]}']") if name else None
        for item in instance.iter(f"{XFORMS}item") if instance is not None else ():
            value = item.findtext(f"{XFORMS}name", "")
            itext = item.findtext(f"{XFORMS}itextId", "")
            label = item.findtext(f"{XFORMS}label", "")
            yield value, self.itext.get(itext, {}) if itext else {"": label}

    def _texts(self, label: ET.Element | None) -> Texts:
        if label is None:
            return {}
        itext = _ITEXT.fullmatch(label.get("ref", ""))
        return self.itext.get(itext[1], {}) if itext else {"": plain(label)}

    def _itext(self) -> Iterator[tuple[str, Texts]]:
        found: dict[str, Texts] = {}
        for translation in self.model.iterfind(f"{XFORMS}itext/{XFORMS}translation"):
            for text in translation.iterfind(f"{XFORMS}text"):
                words = found.setdefault(text.get("id", ""), {})
                for value in text.iterfind(f"{XFORMS}value"):
                    if not value.get("form"):
                        words[translation.get("lang", "")] = plain(value)
        yield from found.items()


def plain(element: ET.Element) -> str:
    """The words of a label, with an ellipsis where the form puts in a value."""
    parts = [element.text or ""]
    for child in element:
        parts += ["…", child.tail or ""]
    return " ".join("".join(parts).split())
