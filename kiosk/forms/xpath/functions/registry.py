"""Where functions are written down: name, how many values they take, and what they do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kiosk.forms.tree import Node
from kiosk.forms.xpath.environment import Environment
from kiosk.forms.xpath.values import to_string

MANY = 10_000
At = tuple[Node, int, int, Environment]
"""Context node, position, size, environment."""


@dataclass(frozen=True)
class Function:
    """A function and how many values it takes."""

    function: Callable[..., Any]
    least: int
    most: int


PLAIN: dict[str, Function] = {}
"""Functions of their values alone."""
WITH_CONTEXT: dict[str, Function] = {}
"""Functions that get the context in front of their values."""
LAZY: dict[str, Function] = {}
"""Functions that get the context and unevaluated values."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _register(table: dict[str, Function], name: str, least: int, most: int | None) -> Decorator:
    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        table[name] = Function(function, least, least if most is None else most)
        return function

    return keep


def plain(name: str, least: int = 0, most: int | None = None) -> Decorator:
    """Register a function of its values alone."""
    return _register(PLAIN, name, least, most)


def context(name: str, least: int = 0, most: int | None = None) -> Decorator:
    """Register a function that needs the context."""
    return _register(WITH_CONTEXT, name, least, most)


def lazy(name: str, least: int = 0, most: int | None = None) -> Decorator:
    """Register a function that works out its values itself."""
    return _register(LAZY, name, least, most)


def texts(values: tuple[Any, ...]) -> Iterator[str]:
    """All values as strings; a set of nodes gives one for each node."""
    for value in values:
        if type(value) is list:
            yield from (node.text for node in value)
        else:
            yield to_string(value)
