"""XML of forms and instances, read with document types, entities and deep nesting refused."""

import xml.etree.ElementTree as ET
from typing import Any
from xml.parsers import expat

from sync.errors import CodecError

DEEPEST = 100
XFORMS = "{http://www.w3.org/2002/xforms}"
HTML = "{http://www.w3.org/1999/xhtml}"
ROSA = "{http://openrosa.org/javarosa}"

for _prefix, _space in (
    ("orx", "http://openrosa.org/xforms"),
    ("jr", "http://openrosa.org/javarosa"),
    ("entities", "http://www.opendatakit.org/xforms/entities"),
):
    ET.register_namespace(_prefix, _space)


class _Reader:
    """Feeds expat's events to a tree builder and stops at what has no place in a form."""

    def __init__(self) -> None:
        self.builder = ET.TreeBuilder()
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.builder.data
        self.parser.StartDoctypeDeclHandler = self.refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CodecError("The XML is nested too deeply.")
        self.builder.start(_name(name), {_name(key): text for key, text in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_name(name))

    def refuse(self, *_: Any) -> None:
        raise CodecError("XML with a document type is refused.")


def _name(name: str) -> str:
    return "{" + name if "}" in name else name


def parse(xml: bytes) -> ET.Element:
    """The root element; raises CodecError."""
    reader = _Reader()
    try:
        reader.parser.Parse(xml, True)
        return reader.builder.close()
    except expat.ExpatError as error:
        raise CodecError("The XML is not well formed.") from error


def model(xform: ET.Element) -> ET.Element:
    """The model of an XForm; raises CodecError when it has none."""
    found = xform.find(f"{HTML}head/{XFORMS}model")
    if found is None:
        raise CodecError("This XML is not an XForm: it has no model.")
    return found


def primary(xform: ET.Element) -> ET.Element:
    """The root element of the primary instance; raises CodecError."""
    instance = model(xform).find(f"{XFORMS}instance")
    if instance is None or len(instance) == 0:
        raise CodecError("This XForm has no primary instance.")
    return instance[0]


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def own(element: ET.Element) -> list[ET.Element]:
    """The child elements, without comments."""
    return [child for child in element if isinstance(child.tag, str)]
