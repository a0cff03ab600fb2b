"""What an expression is made of, as the parser reads it (XPath 1.0, section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Literal:
    """A string or a number."""

    value: str | float


@dataclass(frozen=True)
class Call:
    """A function call."""

    name: str
    arguments: "tuple[Expr, ...]"


@dataclass(frozen=True)
class Binary:
    """Two operands and what is between them."""

    operator: str
    left: "Expr"
    right: "Expr"


@dataclass(frozen=True)
class Negate:
    """A minus sign in front."""

    operand: "Expr"


@dataclass(frozen=True)
class Step:
    """One step of a path."""

    axis: str
    test: str
    """A name, ``prefix:name``, ``prefix:*``, ``*``, or a node type with brackets."""
    predicates: "tuple[Expr, ...]" = ()


@dataclass(frozen=True)
class Path:
    """Steps from the root, the context node, or what another expression gives."""

    steps: tuple[Step, ...]
    absolute: bool = False
    base: "Expr | None" = None
    predicates: "tuple[Expr, ...]" = field(default=())
    """Predicates on the base itself."""


@dataclass(frozen=True)
class Union:
    """Two sets of nodes together."""

    left: "Expr"
    right: "Expr"


Expr = Literal | Call | Binary | Negate | Path | Union


def below(expr: Expr) -> Iterator[Expr]:
    """The expression and every one inside it, without going into predicates of steps twice."""
    yield expr
    for part in _parts(expr):
        yield from below(part)


def _parts(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Call):
        yield from expr.arguments
    elif isinstance(expr, (Binary, Union)):
        yield expr.left
        yield expr.right
    elif isinstance(expr, Negate):
        yield expr.operand
    elif isinstance(expr, Path):
        if expr.base is not None:
            yield expr.base
        yield from expr.predicates
        for step in expr.steps:
            yield from step.predicates
