"""Turns a parsed expression into closures, once; each then runs without looking at it again."""

import math
from collections.abc import Callable
from typing import Any

from kiosk.forms.errors import ExpressionError
from kiosk.forms.tree import Node
from kiosk.forms.xpath import values
from kiosk.forms.xpath.ast import Binary, Call, Expr, Literal, Negate, Path, Step, Union
from kiosk.forms.xpath.axes import AXES, REVERSE, in_order, nearest, node_test
from kiosk.forms.xpath.environment import Environment
from kiosk.forms.xpath.functions import LAZY, PLAIN, WITH_CONTEXT
from kiosk.forms.xpath.lookup import lookup
from kiosk.forms.xpath.values import to_boolean, to_number

Run = Callable[[Node, int, int, Environment], Any]
"""Context node, position, size, environment -> value."""
Spaces = dict[str, str]
OF_NODES = {
    "area", "concat", "count", "count-non-empty", "distance", "indexed-repeat", "join", "max",
    "min", "randomize", "sum",
}  # fmt: skip
"""Functions that want sets of nodes, and not the one node nearest to the question."""


def compiled(expr: Expr, spaces: Spaces) -> Run:
    """The closure of an expression."""
    if isinstance(expr, Literal):
        value = expr.value
        return lambda node, at, size, env: value
    if isinstance(expr, Call):
        return _call(expr, spaces)
    if isinstance(expr, Binary):
        return _binary(expr, spaces)
    if isinstance(expr, Negate):
        inner = compiled(expr.operand, spaces)
        return lambda node, at, size, env: -to_number(inner(node, at, size, env), env.zone)
    if isinstance(expr, Union):
        return _union(expr, spaces)
    return _path(expr, spaces)


def _binary(expr: Binary, spaces: Spaces) -> Run:
    left, right = compiled(expr.left, spaces), compiled(expr.right, spaces)
    operator = expr.operator
    if operator == "and":
        return lambda node, at, size, env: (
            to_boolean(left(node, at, size, env)) and to_boolean(right(node, at, size, env))
        )
    if operator == "or":
        return lambda node, at, size, env: (
            to_boolean(left(node, at, size, env)) or to_boolean(right(node, at, size, env))
        )
    if operator in _ARITHMETIC:
        work = _ARITHMETIC[operator]
        return lambda node, at, size, env: work(
            to_number(left(node, at, size, env), env.zone),
            to_number(right(node, at, size, env), env.zone),
        )
    return lambda node, at, size, env: values.compare(
        operator, left(node, at, size, env), right(node, at, size, env), env.zone
    )


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    if a != a or a == 0 or b != b:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1, b)


def _modulo(a: float, b: float) -> float:
    return math.fmod(a, b) if b and math.isfinite(a) and b == b else math.nan


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": _divide,
    "mod": _modulo,
}


def _union(expr: Union, spaces: Spaces) -> Run:
    left, right = compiled(expr.left, spaces), compiled(expr.right, spaces)

    def run(node: Node, at: int, size: int, env: Environment) -> Any:
        found = (left(node, at, size, env), right(node, at, size, env))
        if any(type(each) is not list for each in found):
            raise ExpressionError("Only sets of nodes can be joined with '|'.")
        return in_order([*found[0], *found[1]])

    return run


def _call(expr: Call, spaces: Spaces) -> Run:
    name, count = expr.name, len(expr.arguments)
    make = _whole if name in OF_NODES else compiled
    inner = [make(each, spaces) for each in expr.arguments]
    known = LAZY.get(name) or WITH_CONTEXT.get(name) or PLAIN.get(name)
    if known is None or not known.least <= count <= known.most:
        reason = f"{name}() takes another number of values" if known else f"{name}() is not known"
        return _failing(f"The function {reason}.")
    function: Any = known.function
    if name in LAZY:
        return lambda node, at, size, env: function(node, at, size, env, inner)
    if name in WITH_CONTEXT:
        return _guarded(
            name,
            lambda node, at, size, env: function(
                (node, at, size, env), *(each(node, at, size, env) for each in inner)
            ),
        )
    return _guarded(
        name,
        lambda node, at, size, env: function(*(each(node, at, size, env) for each in inner)),
    )


def _failing(message: str) -> Run:
    """An error in a part that is never reached does no harm, as in other engines."""

    def run(node: Node, at: int, size: int, env: Environment) -> Any:
        raise ExpressionError(message)

    return run


def _guarded(name: str, run: Run) -> Run:
    def guarded(node: Node, at: int, size: int, env: Environment) -> Any:
        env.spend()
        try:
            return run(node, at, size, env)
        except (TypeError, ValueError, ArithmeticError, IndexError) as error:
            raise ExpressionError(f"The function {name}() cannot work with this value.") from error

    return guarded


def _whole(expr: Expr, spaces: Spaces) -> Run:
    """An argument that wants all the nodes of a path, in whatever occurrence of a repeat."""
    return _path(expr, spaces, whole=True) if isinstance(expr, Path) else compiled(expr, spaces)


def _path(expr: Path, spaces: Spaces, whole: bool = False) -> Run:
    start = _start(expr, spaces)
    steps = [_step(step, spaces, expr, place) for place, step in enumerate(expr.steps)]
    orders = _orders(expr)
    plain = expr.absolute and not whole and not any(step.predicates for step in expr.steps)

    def run(node: Node, at: int, size: int, env: Environment) -> Any:
        found = start(node, at, size, env)
        for step, order in zip(steps, orders, strict=True):
            found = step(found, env)
            if order and len(found) > 1:
                found = in_order(found)
        if plain and env.near and len(found) > 1 and env.current is not None:
            return nearest(found, env.current)
        return found

    return run


def _start(expr: Path, spaces: Spaces) -> Run:
    if expr.absolute:
        return lambda node, at, size, env: [env.root if env.root is not None else node.top()]
    if expr.base is None:
        return lambda node, at, size, env: [node]
    base = compiled(expr.base, spaces)
    filters = [compiled(each, spaces) for each in expr.predicates]

    def run(node: Node, at: int, size: int, env: Environment) -> Any:
        found = base(node, at, size, env)
        if type(found) is not list:
            raise ExpressionError("A path can only go on from a set of nodes.")
        for each in filters:
            found = _kept(found, each, env)
        return found

    return run


def _orders(expr: Path) -> list[bool]:
    """After which steps the nodes must be put in order again."""
    flat = expr.base is None
    orders = []
    for step in expr.steps:
        if flat and step.axis in ("child", "self", "attribute"):
            orders.append(False)
        elif flat and step.axis in ("descendant", "descendant-or-self"):
            orders.append(False)
            flat = False
        else:
            orders.append(True)
            flat = False
    return orders


def _step(step: Step, spaces: Spaces, path: Path, place: int) -> Callable[[Any, Environment], Any]:
    axis, test = AXES[step.axis], node_test(step.axis, step.test, spaces)
    filters = [compiled(each, spaces) for each in step.predicates]
    quick = lookup(step, spaces, compiled)
    reverse = step.axis in REVERSE

    def run(found: list[Node], env: Environment) -> list[Node]:
        result: list[Node] = []
        for node in found:
            rest = filters
            if quick is not None and (hit := quick(node, env)) is not None:
                kept, rest = hit, filters[1:]
            else:
                kept = [each for each in axis(node) if test(each)]
            env.spend(1 + len(kept))
            for each in rest:
                kept = _kept(kept, each, env)
            result += reversed(kept) if reverse else kept
        return result

    return run


def _kept(found: list[Node], keep: Run, env: Environment) -> list[Node]:
    """The nodes a predicate keeps: a number is a position, anything else is true or false."""
    size, kept = len(found), []
    env.spend(size)
    for at, node in enumerate(found, 1):
        value = keep(node, at, size, env)
        if value == at if type(value) is float else to_boolean(value):
            kept.append(node)
    return kept
