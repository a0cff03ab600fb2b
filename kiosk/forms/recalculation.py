"""Works out again what depends on what changed, and nothing else, in the form's order."""

import heapq
from collections.abc import Callable, Iterable

from kiosk.forms import paths
from kiosk.forms.graph import Computation
from kiosk.forms.paths import Use
from kiosk.forms.state import Instance
from kiosk.forms.tree import Node
from kiosk.forms.values import calculated
from kiosk.forms.xpath import Environment

Chosen = Callable[[Node], None]


class Recalculation:
    """What is out of date in one set of answers."""

    def __init__(self, instance: Instance, env: Environment, drop_choices: Chosen) -> None:
        """``drop_choices`` takes away from a select what is no longer offered."""
        self.instance = instance
        self.env = env
        self.drop_choices = drop_choices
        self.changed: set[int] = set()
        self._nodes: dict[int, Node] = {}
        self._heap: list[int] = []
        self._targets: dict[int, dict[int, Node]] = {}
        self._by_order = {each.order: each for each in instance.form.graph.computations}

    def everything(self, inside: Node | None = None) -> None:
        """Mark every computation, or those of the nodes inside one."""
        for each in self._by_order.values():
            if inside is None:
                self._add(each, self.instance.nodes(each.path))
            elif each.path[: len(inside.state.path)] == inside.state.path:
                self._add(each, self.instance.within(inside, each.path))

    def value_changed(self, node: Node) -> None:
        """Mark what looks at a node's value."""
        self._note(node)
        for each, use in self.instance.form.graph.after_value(node.state.path):
            self._add(each, self._reached(node, each, use))

    def subtree_changed(self, path: paths.Path) -> None:
        """Mark what looks at a path or below it, as after a repeat came or went."""
        for each, _ in self.instance.form.graph.after_subtree(path):
            self._add(each, self.instance.nodes(each.path))

    def set_text(self, node: Node, text: str) -> None:
        """Write a value; marks what follows from it when it is another."""
        if (node.value if node.kind == "attribute" else _text(node)) == text:
            return
        if node.kind == "attribute":
            node.value = text
        else:
            node.set_text(text)
        self.value_changed(node)

    def run(self) -> None:
        """Work out what is marked, until nothing is."""
        while self._heap:
            order = heapq.heappop(self._heap)
            targets = self._targets.pop(order, {})
            for node in targets.values():
                self._compute(self._by_order[order], node)

    def take_changed(self) -> list[Node]:
        """The nodes that changed since the last call."""
        nodes = [self._nodes[key] for key in self.changed]
        self.changed.clear()
        self._nodes.clear()
        return nodes

    def _note(self, node: Node) -> None:
        self.changed.add(id(node))
        self._nodes[id(node)] = node

    def _add(self, each: Computation, nodes: Iterable[Node]) -> None:
        targets = self._targets.get(each.order)
        if targets is None:
            targets = self._targets[each.order] = {}
            heapq.heappush(self._heap, each.order)
        targets.update((id(node), node) for node in nodes)

    def _reached(self, node: Node, each: Computation, use: Use) -> list[Node]:
        """The nodes of a computation a change reaches: only those in its repeat, where sure."""
        repeats = self.instance.form.repeats
        here: Node | None = node
        while here is not None and here.state is not None:
            path = here.state.path
            if path in repeats and each.path[: len(path)] == path:
                if use.anchor >= len(path):
                    return self.instance.within(here, each.path)
                break
            here = here.parent
        return self.instance.nodes(each.path)

    def _compute(self, each: Computation, node: Node) -> None:
        if each.kind == "relevant":
            self._relevance(node, each.expression.boolean(node, self.env))
        elif each.kind == "calculate":
            self._calculate(each, node)
        elif each.kind == "choices":
            self.drop_choices(node)
        else:
            value = each.expression.boolean(node, self.env)
            if getattr(node.state, each.kind) != value:
                setattr(node.state, each.kind, value)
                self._note(node)

    def _calculate(self, each: Computation, node: Node) -> None:
        if node.hidden:
            return
        value = each.expression.string(node, self.env)
        kind = node.state.bind.type if node.state.bind else "string"
        self.set_text(node, calculated(value, kind, self.env.zone))

    def _relevance(self, node: Node, relevant: bool) -> None:
        if node.kind == "attribute" or node.state.relevant == relevant:
            return
        node.state.relevant = relevant
        for turned in self.instance.refresh(node):
            self._note(turned)
            if not turned.hidden:
                self._calculations_of(turned)
        for each, use in self.instance.form.graph.after_subtree(node.state.path):
            self._add(each, self._reached(node, each, use))

    def _calculations_of(self, node: Node) -> None:
        for each in self.instance.form.graph.computations:
            if each.path == node.state.path and each.kind in ("calculate", "choices"):
                self._add(each, [node])


def _text(node: Node) -> str:
    """The value, whether it is hidden or not."""
    return node.children[0].value if node.children else ""
