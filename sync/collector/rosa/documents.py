"""What the server says, as OpenRosa XML; every text is escaped by the tree that it stands in."""

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from sync.collector.models import Form

RESPONSE = "http://openrosa.org/http/response"


def message(text: str) -> bytes:
    """A sentence for the person at the client."""
    root = ET.Element("OpenRosaResponse", xmlns=RESPONSE)
    ET.SubElement(root, "message").text = text
    return _written(root)


def form_list(forms: Iterable[tuple[Form, bool]], base: str) -> bytes:
    """The forms, each with whether it has files; ``base`` is the address before ``forms/``."""
    root = ET.Element("xforms", xmlns="http://openrosa.org/xforms/xformsList")
    for form, with_files in forms:
        each = ET.SubElement(root, "xform")
        where = f"{base}forms/{form.pk}/"
        says = {
            "formID": form.form_id, "name": form.title, "version": form.version,
            "hash": _md5(form.xml.encode()), "downloadUrl": where + "form.xml",
        }  # fmt: skip
        says |= {"manifestUrl": where + "manifest"} if with_files else {}
        for name, text in says.items():
            ET.SubElement(each, name).text = text
    return _written(root)


def manifest(files: Mapping[str, bytes], base: str) -> bytes:
    """The files of a form; ``base`` is the address before their names."""
    root = ET.Element("manifest", xmlns="http://openrosa.org/xforms/xformsManifest")
    for name, content in sorted(files.items()):
        each = ET.SubElement(root, "mediaFile")
        ET.SubElement(each, "filename").text = name
        ET.SubElement(each, "hash").text = _md5(content)
        ET.SubElement(each, "downloadUrl").text = base + name
    return _written(root)


def _md5(content: bytes) -> str:
    """As the standard wants it, to notice a change; it protects nothing."""
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def _written(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
