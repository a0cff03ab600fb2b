"""Runs one XPath case of a public suite; a case counts only when the value is compared."""

import datetime
import math
import re
import zoneinfo
from typing import Any

from kiosk.forms import FormError
from kiosk.forms.itext import read as read_itext
from kiosk.forms.tree import Node, parse
from kiosk.forms.xpath import Environment, compile_expression, to_boolean, to_number, to_string

XFORMS = "http://www.w3.org/2002/xforms"
SPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
RECORDED = datetime.datetime.fromisoformat("2026-11-23T18:04:31-07:00")
"""When the cases with a clock in them were recorded."""


def document(text: str) -> Node:
    """A document; its type is taken out, for we refuse documents with one."""
    return parse(re.sub(r"<!DOCTYPE[^>]*>", "", text).encode())


def passes(case: dict[str, Any], root: Node) -> bool:
    """Whether our value is the expected one."""
    try:
        value, env = evaluated(case, root)
    except FormError:
        return bool(case["kind"] == "error")
    return case["kind"] != "error" and same(case["kind"], case["expected"], value, env)


def evaluated(case: dict[str, Any], root: Node) -> tuple[Any, Environment]:
    """The value of a case's expression."""
    spaces = dict(SPACES)
    for node in root.walk():
        spaces = {**node.scope, **spaces}
    env = environment(case, root)
    context = compile_expression(case["context"], spaces).evaluate(root, env)[0]
    env.root = primary(root)
    return compile_expression(case["expr"], spaces).evaluate(context, env), env


def environment(case: dict[str, Any], root: Node) -> Environment:
    env = Environment(zone=zoneinfo.ZoneInfo(case["tz"]), now=lambda: RECORDED)
    found = {node.attribute("id"): node for node in instances(root)}
    env.instance = found.get
    models = [node for node in root.walk() if node.name == "model" and node.kind == "element"]
    texts = read_itext(models[0]) if models else None
    if texts is not None:
        env.itext = lambda id: (texts.values(id, texts.default).get("") or Node("text")).text
    return env


def instances(root: Node) -> list[Node]:
    return [
        node
        for node in root.walk()
        if node.name == "instance" and node.space == XFORMS and node.kind == "element"
    ]


def primary(root: Node) -> Node | None:
    found = instances(root)
    return found[0] if found and found[0].parent and found[0].parent.name == "model" else None


def same(kind: str, expected: Any, value: Any, env: Environment) -> bool:
    if kind.startswith("number"):
        return same_number(kind, expected, to_number(value, env.zone))
    if kind == "boolean":
        return to_boolean(value) is expected
    if kind.startswith("nodeset"):
        mine = [place(node) for node in value] if isinstance(value, list) else None
        wanted = [each for each in expected if not each.startswith("/?10")]  # the document type
        return mine == wanted if kind == "nodeset" else sorted(mine or []) == sorted(wanted)
    text = to_string(value)
    if kind == "string-matches":
        return re.search(str(expected).strip("/"), text) is not None
    return len(text) == expected if kind == "string-length" else text == expected


def same_number(kind: str, expected: Any, mine: float) -> bool:
    wanted = math.nan if expected is None else float(str(expected).replace("Infinity", "inf"))
    if mine != mine or wanted != wanted:
        return mine != mine and wanted != wanted
    if kind == "number-rounded":
        return abs(mine - wanted) <= 0.006
    return mine == wanted or abs(mine - wanted) <= 1e-12 * abs(wanted)


def place(node: Node) -> str:
    """Where a node is, as the cases write it."""
    steps: list[str] = []
    while node.parent is not None:
        same_kind = [each for each in node.parent.children if each.kind == node.kind]
        at = next((at for at, each in enumerate(same_kind, 1) if each is node), 0)
        name = f"{node.prefix}:{node.name}" if node.prefix else node.name
        steps.append({
            "element": f"*[{at}]", "attribute": f"@{name}", "namespace": f"namespace::{node.name}",
            "text": f"text()[{at}]", "comment": f"comment()[{at}]",
            "instruction": f"processing-instruction()[{at}]",
        }[node.kind])  # fmt: skip
        node = node.parent
    return "/" + "/".join(reversed(steps))
