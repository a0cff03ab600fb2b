"""An index in place of a search: ``item[region = current()/../region]`` over many items.

The items of a secondary instance never change, so the first search by a child makes a table of its
values. What is compared may only depend on the question, not on the item.
"""

from collections.abc import Callable
from typing import Any

from kiosk.forms.tree import Node
from kiosk.forms.xpath.ast import Binary, Call, Expr, Literal, Negate, Path, Step, Union
from kiosk.forms.xpath.environment import Environment

FEWEST = 12
"""With fewer children than this a search is as quick."""
Quick = Callable[[Node, Environment], list[Node] | None]


def lookup(step: Step, spaces: dict[str, str], compiled: Any) -> Quick | None:
    """A quick way to the nodes that the first predicate keeps; None where there is none."""
    if step.axis != "child" or step.test.endswith(("*", ")")) or not step.predicates:
        return None
    pair = _pair(step.predicates[0])
    if pair is None:
        return None
    key, wanted = pair[0], compiled(pair[1], spaces)
    name = step.test.rpartition(":")[2]

    def quick(node: Node, env: Environment) -> list[Node] | None:
        if node.index is None or len(node.children) < FEWEST:
            return None
        value = wanted(env.current or node, 1, 1, env)
        if type(value) is str:
            return list(_table(node, name, key).get(value, ()))
        if type(value) is list and len(value) == 1:
            return list(_table(node, name, key).get(value[0].text, ()))
        return None

    return quick


def _table(node: Node, name: str, key: str) -> dict[str, list[Node]]:
    assert node.index is not None
    table: dict[str, list[Node]] | None = node.index.get((name, key))
    if table is None:
        table = node.index[name, key] = {}
        for child in node.children:
            if child.kind == "element" and child.name == name:
                for text in {each.text for each in child.children if each.name == key}:
                    table.setdefault(text, []).append(child)
    return table


def _pair(predicate: Expr) -> tuple[str, Expr] | None:
    """The child that is compared, and with what; None when it is not of that kind."""
    if not isinstance(predicate, Binary) or predicate.operator != "=":
        return None
    for child, other in (
        (predicate.left, predicate.right), (predicate.right, predicate.left),
    ):  # fmt: skip
        name = _child(child)
        if name and independent(other):
            return name, other
    return None


def _child(expr: Expr) -> str:
    """The name, when the expression is one plain child step."""
    if not isinstance(expr, Path) or expr.absolute or expr.base is not None or len(expr.steps) != 1:
        return ""
    step = expr.steps[0]
    plain = step.axis == "child" and not step.predicates and not step.test.endswith(("*", ")"))
    return step.test if plain and ":" not in step.test else ""


def independent(expr: Expr) -> bool:
    """Whether an expression is the same for every node a predicate looks at."""
    if isinstance(expr, Literal):
        return True
    if isinstance(expr, (Binary, Union)):
        return independent(expr.left) and independent(expr.right)
    if isinstance(expr, Negate):
        return independent(expr.operand)
    if isinstance(expr, Call):
        simple = expr.name in ("current", "true", "false", "instance") or bool(expr.arguments)
        return (
            simple
            and expr.name not in ("position", "last")
            and all(independent(each) for each in expr.arguments)
        )
    return expr.absolute or (expr.base is not None and independent(expr.base))
