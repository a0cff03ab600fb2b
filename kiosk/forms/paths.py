"""Paths of a form's nodes: where they are, and which of them an expression looks at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.forms.tree import Node
from kiosk.forms.xpath import ast

Path = tuple[str, ...]
"""Local names from the root element down, without positions; an attribute begins with ``@``."""
_PART = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")


def of(text: str) -> Path:
    """The path a nodeset such as ``/data/group/name`` names, without prefixes."""
    return tuple(_local(part) for part in text.strip().strip("/").split("/") if part)


def _local(name: str) -> str:
    mark = "@" if name.startswith("@") else ""
    return mark + name.lstrip("@").rpartition(":")[2].partition("[")[0].strip()


def path_of(node: Node) -> Path:
    """The path of a node of the primary instance."""
    names: list[str] = []
    here: Node | None = node
    while here is not None and here.kind in ("element", "attribute"):
        names.append(f"@{here.name}" if here.kind == "attribute" else here.name)
        here = here.parent
    return tuple(reversed(names))


def parts(ref: str) -> list[tuple[str, int | None]]:
    """Names and positions of a reference such as ``/data/person[2]/name``."""
    return [
        (match[1].rpartition(":")[2], int(match[2]) if match[2] else None)
        for match in _PART.finditer(ref.strip("/"))
    ]


@dataclass(frozen=True)
class Use:
    """A path that an expression looks at."""

    path: Path
    anchor: int
    """How many names at the path's start are certainly the same nodes as the question's own."""
    below: bool = False
    """Whether everything under the path counts, as for ``//`` and ``*``."""


def uses(expr: ast.Expr, context: Path) -> Iterator[Use]:
    """The paths in the primary instance an expression looks at, read without running it."""
    yield from _uses(expr, context, context)


def _uses(expr: ast.Expr, context: Path | None, current: Path) -> Iterator[Use]:
    if isinstance(expr, ast.Call):
        for each in expr.arguments:
            yield from _uses(each, context, current)
    elif isinstance(expr, (ast.Binary, ast.Union)):
        yield from _uses(expr.left, context, current)
        yield from _uses(expr.right, context, current)
    elif isinstance(expr, ast.Negate):
        yield from _uses(expr.operand, context, current)
    elif isinstance(expr, ast.Path):
        yield from _path_uses(expr, context, current)


def _path_uses(expr: ast.Path, context: Path | None, current: Path) -> Iterator[Use]:
    here, anchor = context, len(context or ())
    if expr.absolute:
        here, anchor = (), 0
    elif expr.base is not None:
        is_current = isinstance(expr.base, ast.Call) and expr.base.name == "current"
        here, anchor = (current, len(current)) if is_current else (None, 0)
        if not is_current:
            yield from _uses(expr.base, context, current)
            here = _base_path(expr.base, context, current)
        for each in expr.predicates:
            yield from _uses(each, here, current)
    below = False
    for step in expr.steps:
        here, below = _stepped(here, step, below)
        anchor = min(anchor, len(here or ())) if step.axis in ("parent", "self") else anchor
        if step.axis not in ("child", "parent", "self", "attribute"):
            anchor = 0
        for each in step.predicates:
            anchor = min(anchor, max(len(here or ()) - 1, 0))
            yield from _uses(each, here, current)
    if here is not None:
        yield Use(here, anchor, below)


def _base_path(base: ast.Expr, context: Path | None, current: Path) -> Path | None:
    """Where a base such as ``randomize(/data/x)`` leads; None outside the primary instance."""
    if isinstance(base, ast.Call) and base.name != "instance":
        found = [
            each.path for argument in base.arguments for each in _uses(argument, context, current)
        ]
        return found[0] if len(found) == 1 else None
    return None


def _stepped(here: Path | None, step: ast.Step, below: bool) -> tuple[Path | None, bool]:
    if here is None or below:
        return here, below
    if step.axis == "parent":
        return here[:-1], False
    if step.axis == "self":
        return here, False
    name = step.test.rpartition(":")[2]
    if step.axis == "child" and not step.test.endswith(("*", ")")):
        return (*here, name), False
    if step.axis == "attribute" and step.test != "*":
        return (*here, f"@{name}"), False
    if step.axis in ("child", "descendant", "descendant-or-self", "attribute"):
        return here, True
    if step.axis.endswith("sibling"):
        named = not step.test.endswith(("*", ")"))
        return ((*here[:-1], name), False) if named else (here[:-1], True)
    return (), True
