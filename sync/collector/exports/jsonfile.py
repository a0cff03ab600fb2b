"""Submissions as JSON: nested as the form is, repeats as lists, numbers as numbers."""

import functools
import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

from sync import markup, schema
from sync.collector.exports.table import Table, moment
from sync.collector.models import Form, Submission
from sync.schema import Node


def whole(table: Table) -> Iterator[str]:
    """One JSON array, an item a line."""
    front = "["
    for line in _items(table):
        yield f"{front}\n{line}"
        front = ","
    yield "[]\n" if front == "[" else "\n]\n"


def by_line(table: Table) -> Iterator[str]:
    """NDJSON: an object on each line."""
    for line in _items(table):
        yield line + "\n"


def _items(table: Table) -> Iterator[str]:
    for form, submission in table.submissions():
        yield json.dumps(item(form, submission), ensure_ascii=False)


def item(form: Form, submission: Submission) -> dict[str, Any]:
    """One submission; choices by their names, which the data dictionary explains."""
    return {
        "submission": submission.head[:16],
        "received": moment(submission.received_at),
        "finished": moment(submission.finished_at),
        "hub": submission.hub.name,
        "form": form.form_id,
        "version": form.version,
        "language": submission.language,
        "assisted": submission.assisted,
        **({"counts": submission.counts} if form.one_voice else {}),
        "answers": answers(form, submission),
    }


def answers(form: Form, submission: Submission) -> Any:
    """What was said, as the form is nested."""
    return _said(_schema(form.xml), markup.parse(submission.instance.encode()))


@functools.lru_cache(maxsize=64)
def _schema(xml: str) -> Node:
    return schema.schema(xml.encode())


def _said(node: Node, element: ET.Element) -> Any:
    if not node.children:
        return value(node, element.text or "")
    inside: dict[str, list[ET.Element]] = {}
    for child in markup.own(element):
        inside.setdefault(markup.local(child.tag), []).append(child)
    return {
        name: [_said(child, each) for each in inside.get(name, [])] if child.repeat
        else _said(child, inside[name][0]) if name in inside else None
        for name, child in node.children.items()
    }  # fmt: skip


def value(node: Node, text: str) -> Any:
    """A value of its type; its text where it is none of that type, null where it is empty."""
    if node.kind == "select":
        return text.split()
    if not text:
        return None
    try:
        if node.kind == "int":
            return int(text)
        if node.kind == "decimal" and math.isfinite(float(text)):
            return float(text)
    except ValueError:
        pass
    return text
