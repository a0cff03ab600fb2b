"""XPath 1.0 with the functions of the ODK XForms specification.

>>> from kiosk.forms.tree import parse
>>> from kiosk.forms.xpath import Environment, compile_expression
>>> form = parse(b"<data><age>17</age></data>")
>>> compile_expression("/data/age < 18").evaluate(form, Environment())
True
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kiosk.forms.tree import Node
from kiosk.forms.xpath import ast
from kiosk.forms.xpath.compiler import Run, compiled
from kiosk.forms.xpath.environment import STEPS, Environment
from kiosk.forms.xpath.functions import LAZY, PLAIN, WITH_CONTEXT
from kiosk.forms.xpath.parser import parse
from kiosk.forms.xpath.values import to_boolean, to_number, to_string

VOLATILE = {"now", "today", "random", "uuid"}
FUNCTIONS = frozenset({*LAZY, *PLAIN, *WITH_CONTEXT})


@dataclass(frozen=True)
class Expression:
    """A compiled expression."""

    text: str
    tree: ast.Expr
    _run: Run = field(repr=False)

    def evaluate(self, node: Node, env: Environment, at: int = 1, size: int = 1) -> Any:
        """The value with a node as context; raises ExpressionError."""
        before, env.current = env.current, node
        env.left = STEPS
        try:
            return self._run(node, at, size, env)
        finally:
            env.current = before

    def string(self, node: Node, env: Environment) -> str:
        """The value as a text."""
        return to_string(self.evaluate(node, env))

    def boolean(self, node: Node, env: Environment) -> bool:
        """The value as true or false."""
        return to_boolean(self.evaluate(node, env))

    @cached_property
    def calls(self) -> frozenset[str]:
        """Names of the functions it calls."""
        return frozenset(each.name for each in ast.below(self.tree) if isinstance(each, ast.Call))

    @property
    def volatile(self) -> bool:
        """Whether clock or chance has a part in it."""
        return bool(self.calls & VOLATILE)


def compile_expression(text: str, spaces: Mapping[str, str] | None = None) -> Expression:
    """Read and compile; raises ExpressionError. ``spaces`` are the prefixes that are declared."""
    tree = parse(text)
    return Expression(text, tree, compiled(tree, dict(spaces or {})))


__all__ = [
    "FUNCTIONS", "Environment", "Expression", "compile_expression", "to_boolean", "to_number",
    "to_string",
]  # fmt: skip
