"""What is said, as JSON or XML; every text is escaped by what writes it."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2)."""
SINGLE = {"services": "service", "service_requests": "request", "errors": "error",
          "attributes": "attribute", "values": "value", "endpoints": "endpoint",
          "formats": "format"}  # fmt: skip
"""What one item of each list is called."""


class Wrong(Exception):
    """Something that whoever asks has to be told."""

    def __init__(self, status: int, text: str, wait: int = 0) -> None:
        super().__init__(text)
        self.status, self.text, self.wait = status, text, wait
        """``wait`` says after how many seconds they may ask again."""


@dataclass(frozen=True)
class Document:
    """A list or a mapping under the name of its root."""

    root: str
    said: Any

    def response(self, kind: str, status: int = 200) -> HttpResponse:
        """As ``json`` or ``xml``; JSON has no root."""
        if kind == "json":
            content = json.dumps(self.said, ensure_ascii=False).encode()
        else:
            content = bytes(ET.tostring(self._tree(), encoding="utf-8", xml_declaration=True))
        return HttpResponse(content, status=status, content_type=TYPES[kind])

    def _tree(self) -> ET.Element:
        root = ET.Element(self.root)
        _fill(root, self.said)
        return root


def wrong(error: Wrong, kind: str) -> HttpResponse:
    """An error as the specification has it."""
    said = [{"code": error.status, "description": error.text}]
    response = Document("errors", said).response(kind, error.status)
    if error.status == 405:
        response["Allow"] = "GET, HEAD"
    if error.wait:
        response["Retry-After"] = str(error.wait)
    return response


def _fill(above: ET.Element, said: Any) -> None:
    if isinstance(said, Mapping):
        for name, value in said.items():
            _fill(ET.SubElement(above, name), value)
    elif isinstance(said, list):
        for each in said:
            _fill(ET.SubElement(above, SINGLE[above.tag]), each)
    elif said is not None:
        text = str(said).lower() if isinstance(said, bool) else str(said)
        above.text = NOT_XML.sub("", text)
