"""Functions of nodes, of position and of choice between values (XPath 1.0, section 4.1; ODK)."""

from typing import Any

from kiosk.forms.errors import ExpressionError
from kiosk.forms.tree import Node
from kiosk.forms.xpath.environment import Environment
from kiosk.forms.xpath.functions.registry import MANY, At, context, lazy, plain, texts
from kiosk.forms.xpath.values import nodes, to_boolean, to_number, to_string


@lazy("if", 3)
def choose(node: Node, at: int, size: int, env: Environment, parts: list[Any]) -> Any:
    env.spend()
    chosen = parts[1] if to_boolean(parts[0](node, at, size, env)) else parts[2]
    return chosen(node, at, size, env)


@lazy("once", 1)
def once(node: Node, at: int, size: int, env: Environment, parts: list[Any]) -> Any:
    env.spend()
    here = env.current if env.current is not None else node
    return here.text or to_string(parts[0](node, at, size, env))


@lazy("coalesce", 1, MANY)
def coalesce(node: Node, at: int, size: int, env: Environment, parts: list[Any]) -> Any:
    env.spend()
    text = ""
    for part in parts:
        text = to_string(part(node, at, size, env))
        if text and text != "NaN":
            return text
    return text


@context("last")
def last(at: At) -> float:
    return float(at[2])


@context("position", 0, 1)
def position(at: At, *value: Any) -> float:
    if not value:
        return float(at[1])
    found = nodes(value[0])
    if not found or found[0].parent is None:
        return 1.0 if found else 0.0
    node = found[0]
    same = [each for each in node.parent.children if each.name == node.name]  # type: ignore[union-attr]
    return float(next(place for place, each in enumerate(same, 1) if each is node))


@plain("count", 1)
def count(value: Any) -> float:
    return float(len(nodes(value)))


@plain("count-non-empty", 1)
def count_non_empty(value: Any) -> float:
    return float(sum(1 for node in nodes(value) if node.text))


@context("id", 1)
def by_id(at: At, value: Any) -> list[Node]:
    wanted = {word for text in texts((value,)) for word in text.split()}
    everything = at[0].top().walk()
    at[3].spend(1000)
    return [
        node
        for node in everything
        if any(each.name in ("id", "nodeid") and each.value in wanted for each in node.attributes)
    ]


def _named(at: At, value: tuple[Any, ...]) -> Node | None:
    if not value:
        return at[0]
    found = nodes(value[0])
    return found[0] if found else None


@context("local-name", 0, 1)
def local_name(at: At, *value: Any) -> str:
    node = _named(at, value)
    return node.name if node else ""


@context("name", 0, 1)
def name(at: At, *value: Any) -> str:
    node = _named(at, value)
    if node is None:
        return ""
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


@context("namespace-uri", 0, 1)
def namespace_uri(at: At, *value: Any) -> str:
    node = _named(at, value)
    return node.space if node else ""


@context("current")
def current(at: At) -> list[Node]:
    return [at[3].current if at[3].current is not None else at[0]]


@context("instance", 1)
def instance(at: At, wanted: Any) -> list[Node]:
    found = at[3].instance(to_string(wanted))
    if found is None:
        raise ExpressionError(f"The form has no list named '{to_string(wanted)}'.")
    return [found]


@plain("indexed-repeat", 3, 7)
def indexed_repeat(target: Any, *groups: Any) -> list[Node]:
    """The target inside the n-th of a repeat, inside the m-th of one within it, and so on."""
    if len(groups) % 2:
        raise ExpressionError("indexed-repeat() needs a number for each repeat.")
    found = nodes(target)
    within: Node | None = None
    for group, place in zip(groups[::2], groups[1::2], strict=True):
        inside = [each for each in nodes(group) if within is None or _is_in(each, within)]
        wanted = to_number(place)
        if not 1 <= wanted <= len(inside):
            return []
        within = inside[int(wanted) - 1]
    return [each for each in found if within is not None and _is_in(each, within)]


def _is_in(node: Node | None, above: Node) -> bool:
    while node is not None:
        if node is above:
            return True
        node = node.parent
    return False


@plain("depend", 1, MANY)
def depend(*values: Any) -> str:
    return to_string(values[0])


@plain("randomize", 1, 2)
def randomize(value: Any, *seed: Any) -> list[Node]:
    """The nodes shuffled: Park and Miller's generator and Fisher and Yates' way (ODK XForms)."""
    found = list(nodes(value))
    state = _seed(seed[0]) if seed else _chance()
    for place in range(len(found) - 1, 0, -1):
        state = state * 16807 % 2147483647
        other = int((state - 1) / 2147483646 * (place + 1))
        found[place], found[other] = found[other], found[place]
    return found


def _seed(value: Any) -> int:
    number = to_number(value)
    if number != number or abs(number) == float("inf"):
        raise ExpressionError("randomize() needs a number as its seed.")
    state = int(number)
    state = state % 2147483647 if state >= 0 else -(-state % 2147483647)
    return state + 2147483646 if state <= 0 else state


def _chance() -> int:
    import secrets

    return 1 + secrets.randbelow(2147483646)


@context("pulldata", 4)
def pulldata(at: At, wanted: Any, column: Any, key: Any, value: Any) -> str:
    """A cell of a table: where the key column has the value, what the other column has."""
    root = at[3].instance(to_string(wanted))
    if root is None:
        raise ExpressionError(f"The form has no table named '{to_string(wanted)}'.")
    rows = root.find("root")
    for row in rows.elements() if rows is not None else ():
        at[3].spend()
        if _cell(row, to_string(key)) == to_string(value):
            return _cell(row, to_string(column)) or ""
    return ""


def _cell(row: Node, name: str) -> str | None:
    """A cell of a row by its column; an attribute where the name begins with ``@``."""
    if name.startswith("@"):
        return row.attribute(name[1:]) if row.has(name[1:]) else None
    cell = row.find(name)
    return cell.text if cell is not None else None


@context("jr:itext", 1)
def itext(at: At, wanted: Any) -> str:
    return at[3].itext(to_string(wanted))


@context("jr:choice-name", 2)
def choice_name(at: At, value: Any, question: Any) -> str:
    return at[3].choice_name(to_string(value), to_string(question))


@context("intersects", 1)
def intersects(at: At, value: Any) -> bool:
    from kiosk.forms.xpath.functions.geo import crosses_itself

    return crosses_itself(to_string(value))
