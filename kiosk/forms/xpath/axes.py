"""The thirteen axes and the node tests (XPath 1.0, sections 2.2 and 2.3)."""

from collections.abc import Callable, Iterable, Iterator

from kiosk.forms.errors import ExpressionError
from kiosk.forms.tree import Node, number

Axis = Callable[[Node], Iterable[Node]]
Test = Callable[[Node], bool]
XHTML = "http://www.w3.org/1999/xhtml"
REVERSE = {"ancestor", "ancestor-or-self", "preceding", "preceding-sibling", "parent"}


def _parent(node: Node) -> Iterator[Node]:
    if node.parent is not None:
        yield node.parent


def _ancestors(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _descendants(node: Node) -> Iterator[Node]:
    if node.kind in ("element", "root"):
        walk = node.walk()
        next(walk)
        yield from walk


def _place(node: Node) -> tuple[list[Node], int]:
    """Siblings and the place among them; attributes and roots have none."""
    if node.parent is None or node.kind in ("attribute", "namespace"):
        return [], 0
    siblings = node.parent.children
    return siblings, next(at for at, each in enumerate(siblings) if each is node)


def _following_siblings(node: Node) -> Iterator[Node]:
    siblings, place = _place(node)
    yield from siblings[place + 1 :]


def _preceding_siblings(node: Node) -> Iterator[Node]:
    siblings, place = _place(node)
    yield from reversed(siblings[:place])


def _following(node: Node) -> Iterator[Node]:
    if node.kind in ("attribute", "namespace"):
        node = node.parent or node
        yield from _descendants(node)
    for each in (node, *_ancestors(node)):
        for sibling in _following_siblings(each):
            yield from sibling.walk()


def _preceding(node: Node) -> Iterator[Node]:
    if node.kind in ("attribute", "namespace"):
        node = node.parent or node
    for each in (node, *_ancestors(node)):
        for sibling in _preceding_siblings(each):
            yield from reversed(list(sibling.walk()))


def _namespaces(node: Node) -> Iterator[Node]:
    if node.kind == "element":
        for prefix, uri in node.scope.items():
            if uri:
                made = Node("namespace", prefix, value=uri)
                made.parent, made.order = node, node.order
                yield made


AXES: dict[str, Axis] = {
    "child": lambda node: node.children,
    "attribute": lambda node: node.attributes,
    "self": lambda node: (node,),
    "parent": _parent,
    "descendant": _descendants,
    "descendant-or-self": lambda node: node.walk() if node.kind in ("element", "root") else (node,),
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: (node, *_ancestors(node)),
    "following": _following,
    "following-sibling": _following_siblings,
    "preceding": _preceding,
    "preceding-sibling": _preceding_siblings,
    "namespace": _namespaces,
}


def node_test(axis: str, test: str, spaces: dict[str, str]) -> Test:
    """Whether a node passes; names without a prefix match in any namespace but XHTML.

    ODK's forms put the XForms namespace on their instances by default and name nodes without a
    prefix, so a name alone means the local name.
    """
    principal = {"attribute": "attribute", "namespace": "namespace"}.get(axis, "element")
    if test.endswith(")"):
        return _type_test(test)
    if test == "*":
        return lambda node: node.kind == principal
    prefix, colon, name = test.rpartition(":")
    if not colon:
        if principal == "attribute":
            return lambda node: node.kind == "attribute" and node.name == name and not node.prefix
        return lambda node: node.kind == principal and node.name == name and node.space != XHTML
    space = spaces.get(prefix)
    if space is None:
        raise ExpressionError(f"The prefix '{prefix}' is not declared in this form.")
    if name == "*":
        return lambda node: node.kind == principal and node.space == space
    return lambda node: node.kind == principal and node.name == name and node.space == space


def _type_test(test: str) -> Test:
    kind, _, inner = test.rstrip(")").partition("(")
    if kind == "node":
        return lambda node: True
    if kind == "processing-instruction":
        return lambda node: node.kind == "instruction" and inner in ("", node.name)
    return lambda node: node.kind == kind


def in_order(found: Iterable[Node]) -> list[Node]:
    """Each node once, in document order."""
    unique = list({id(node): node for node in found}.values())
    if len(unique) > 1:
        tops = {id(node.top()): node.top() for node in unique}
        if any(top.order == 0 for top in tops.values()):
            for top in tops.values():
                number(top)
        places = {key: place for place, key in enumerate(tops)}
        if len(tops) > 1:
            unique.sort(key=lambda node: (places[id(node.top())], node.order))
        else:
            unique.sort(key=lambda node: node.order)
    return unique


def nearest(found: list[Node], here: Node) -> list[Node]:
    """The nodes that share the closest element with ``here``; all, when that is only the root.

    ODK XForms reads an absolute path to a node in a repeat as if it were relative to the occurrence
    of the repeat in which it is used (a deviation from XForms 1.0 that its change log names).
    """
    above = {id(each): depth for depth, each in enumerate(AXES["ancestor-or-self"](here))}
    depths = [
        next(
            (above[id(each)] for each in (node, *_ancestors(node)) if id(each) in above), len(above)
        )
        for node in found
    ]
    least = min(depths)
    return [node for node, depth in zip(found, depths, strict=True) if depth == least]
