"""A submission as an OpenRosa server wants it: with a name that is the same each time."""

import xml.etree.ElementTree as ET

from sync import markup, schema
from sync.collector.models import Submission

ROSA = "http://openrosa.org/xforms"


def instance(submission: Submission) -> bytes:
    """The bytes as they came; with an ``instanceID`` from its hash where its form has none."""
    content = submission.instance.encode()
    root = markup.parse(content)
    if any(markup.local(each.tag) == "instanceID" and each.text for each in root.iter()):
        return content
    meta = ET.SubElement(root, f"{{{ROSA}}}meta")
    hashed = bytes.fromhex(submission.record or submission.head)
    ET.SubElement(meta, f"{{{ROSA}}}instanceID").text = f"uuid:{schema.identity(hashed)}"
    return bytes(ET.tostring(root, encoding="utf-8"))
