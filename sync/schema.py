"""The order of values in a form: what packs an instance into a list, and unpacks it again.

The schema is read from the XForm alone, so both ends find the same one. An element of the primary
instance becomes one place in its parent's list; a repeat becomes a list of its occurrences.
"""

import re
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any

from sync import markup
from sync.errors import CodecError

_NUMBER = re.compile(r"-?[1-9][0-9]{0,14}|0")
_UUID = re.compile(r"uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Node:
    """One element of a form's primary instance."""

    tag: str
    """Name with its namespace, but for that of XForms itself: instances travel without it."""
    path: str
    repeat: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, "Node"] = field(default_factory=dict)

    def pack(self, element: ET.Element) -> Any:
        """What stands in the parent's list for this element."""
        inner = self._pack_children(element) if self.children else packed_text(element.text or "")
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
            element.text = unpacked_text(packed) or None
        return element

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
    return _node(markup.primary(root), "", repeats)


def _node(element: ET.Element, above: str, repeats: set[str]) -> Node:
    path = f"{above}/{markup.local(element.tag)}"
    attributes = {
        name: value for name, value in element.attrib.items() if name != f"{markup.ROSA}template"
    }
    node = Node(element.tag.removeprefix(markup.XFORMS), path, path in repeats, attributes)
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
