"""The order of values in a form: what packs an instance into a list, and unpacks it again.

The schema is read from the XForm alone, so both ends find the same one. An element of the primary
instance becomes one place in its parent's list; a repeat becomes a list of its occurrences; a
choice becomes its place among the choices.
"""

import itertools
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync import fields, markup
from sync.errors import CodecError

_NUMBER = re.compile(r"-?[1-9][0-9]{0,14}|0")
MOST_CHOICES = 48
"""Choices that one integer can tell of."""
_UUID = re.compile(r"uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Node:
    """One element of a form's primary instance."""

    tag: str
    """Name with its namespace, but for that of XForms itself: instances travel without it."""
    path: str
    repeat: bool = False
    kind: str = "string"
    """Type of its bind; ``select1`` and ``select`` where one or several of ``choices`` are said."""
    choices: tuple[str, ...] = ()
    identity: bool = False
    """Whether it is the ``instanceID``, and no expression of the form names it."""
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, "Node"] = field(default_factory=dict)

    def pack(self, element: ET.Element) -> Any:
        """What stands in the parent's list for this element."""
        inner = self._pack_children(element) if self.children else self.said(element.text or "")
        return [self._pack_attributes(element), inner] if self.attributes else inner

    def unpack(self, packed: Any) -> ET.Element:
        """The element again; raises CodecError when the values do not fit."""
        element = ET.Element(self.tag, dict(self.attributes))
        if self.attributes:
            changed, packed = _list(packed, 2)
            for name, value in zip(self.attributes, _list(changed), strict=False):
                if value is not None:
                    element.set(name, unpacked_text(value))
        if self.children:
            self._unpack_children(element, _list(packed))
        else:
            element.text = self.text(packed) or None
        return element

    def said(self, text: str) -> Any:
        """A value: the places of choices, or what is shortest; nil for a name that is made anew."""
        if self.identity and _UUID.fullmatch(text):
            return None
        if not self.choices:
            return packed_text(text)
        if self.kind == "select1":
            return self.choices.index(text) if text in self.choices else text
        chosen = [name in text.split() for name in self.choices]
        whole = " ".join(itertools.compress(self.choices, chosen)) == text
        return sum(1 << place for place, is_in in enumerate(chosen) if is_in) if whole else text

    def text(self, said: Any) -> str:
        """The text of a value again; raises CodecError."""
        if not self.choices or type(said) is not int:
            return unpacked_text(said)
        count = len(self.choices)
        if not 0 <= said < (count if self.kind == "select1" else 1 << count):
            raise CodecError(f"{self.path} has a choice that the form does not have.")
        if self.kind == "select1":
            return self.choices[said]
        return " ".join(name for place, name in enumerate(self.choices) if said >> place & 1)

    def _pack_attributes(self, element: ET.Element) -> list[Any]:
        changed = [
            None if element.get(name) == value else packed_text(element.get(name, ""))
            for name, value in self.attributes.items()
        ]
        return _trimmed(changed)

    def _pack_children(self, element: ET.Element) -> list[Any]:
        found: dict[str, list[ET.Element]] = {}
        for child in markup.own(element):
            name = markup.local(child.tag)
            if name not in self.children:
                raise CodecError(f"The form has no place for {name}.")
            found.setdefault(name, []).append(child)
        nodes = self.children.items()
        return _trimmed([node.pack_all(found.get(name, [])) for name, node in nodes])

    def pack_all(self, elements: list[ET.Element]) -> Any:
        """All occurrences: a list for a repeat, else the one there may be."""
        if self.repeat:
            return [self.pack(each) for each in elements]
        if len(elements) > 1:
            raise CodecError(f"{self.path} stands more than once.")
        return self.pack(elements[0]) if elements else None

    def _unpack_children(self, element: ET.Element, packed: list[Any]) -> None:
        if len(packed) > len(self.children):
            raise CodecError(f"{self.path} has more values than the form.")
        for node, value in zip(self.children.values(), packed, strict=False):
            if node.repeat:
                element.extend(node.unpack(each) for each in _list(value))
            elif value is not None:
                element.append(node.unpack(value))


def schema(xform: bytes) -> Node:
    """Read a form's schema; raises CodecError when it is not an XForm."""
    root = markup.parse(xform)
    repeats = {
        each.get("nodeset", "") for each in root.iter(f"{markup.XFORMS}repeat")
    }  # nodesets are absolute: pyxform and the specification's examples write them so
    top = _node(markup.primary(root), "", repeats)
    _tell(top, root, {each.path: each for each in fields.fields(xform)})
    return top


def _tell(node: Node, root: ET.Element, asked: Mapping[str, fields.FieldInfo]) -> None:
    """What the questions and binds of a form say of each place."""
    binds = {bind.get("nodeset", ""): bind for bind in root.iter(f"{markup.XFORMS}bind")}
    places = [node]
    for each in places:
        places += each.children.values()
        bind, question = binds.get(each.path), asked.get(each.path)
        each.kind = bind.get("type", "string").rpartition(":")[2] if bind is not None else "string"
        if question and question.kind in ("select1", "select"):
            names = tuple(question.choices)
            if question.kind == "select1" or len(names) <= MOST_CHOICES:
                each.kind, each.choices = question.kind, names
    name = node.children.get("meta", node).children.get("instanceID")
    if name is not None:
        name.identity = not _named(root)


def _named(root: ET.Element) -> bool:
    """Whether an expression of the form names its instanceID."""
    return any(
        "instanceID" in text
        for element in root.iter()
        for name, text in element.attrib.items()
        if name != "nodeset" or element.tag != f"{markup.XFORMS}bind"
    )


def name(element: ET.Element, node: Node, digest: bytes) -> None:
    """Give an instance its ``instanceID`` from the hash of its record, where the form has one."""
    place = node.children.get("meta", node).children.get("instanceID")
    meta = next((each for each in element if markup.local(each.tag) == "meta"), None)
    if place is None or not place.identity or meta is None or meta.find(place.tag) is not None:
        return
    made = ET.Element(place.tag, place.attributes)
    made.text = f"uuid:{identity(digest)}"
    meta.insert(0, made)


def identity(digest: bytes) -> uuid.UUID:
    """A UUID of version 8 (RFC 9562, section 5.8) from the first 122 bits of use of a hash."""
    made = bytearray(digest[:16])
    made[6] = made[6] & 0x0F | 0x80
    made[8] = made[8] & 0x3F | 0x80
    return uuid.UUID(bytes=bytes(made))


def _node(element: ET.Element, above: str, repeats: set[str]) -> Node:
    path = f"{above}/{markup.local(element.tag)}"
    attributes = {
        name: value for name, value in element.attrib.items() if name != f"{markup.ROSA}template"
    }
    tag = element.tag.removeprefix(markup.XFORMS)
    node = Node(tag, path, path in repeats, attributes=attributes)
    for child in markup.own(element):
        name = markup.local(child.tag)
        if name not in node.children:  # a template and a first occurrence are one place
            node.children[name] = _node(child, path, repeats)
    return node


def packed_text(text: str) -> Any:
    """The shortest thing that gives this text back: a number, 16 bytes of a UUID, or itself."""
    if _NUMBER.fullmatch(text):
        return int(text)
    if _UUID.fullmatch(text):
        return uuid.UUID(text[5:]).bytes
    return text


def unpacked_text(value: Any) -> str:
    """The text again; raises CodecError for what no text packs to."""
    if type(value) is int:
        return str(value)
    if type(value) is bytes and len(value) == 16:
        return f"uuid:{uuid.UUID(bytes=value)}"
    if type(value) is not str:
        raise CodecError("A packed value is of a kind that no text packs to.")
    return value


def _list(value: Any, size: int | None = None) -> list[Any]:
    if type(value) is not list or (size is not None and len(value) != size):
        raise CodecError("The packed values do not fit the form.")
    return value


def _trimmed(values: list[Any]) -> list[Any]:
    while values and values[-1] is None:
        values.pop()
    return values
