"""The answers as they stand: nodes with what holds for each, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.forms import paths
from kiosk.forms.binds import Bind
from kiosk.forms.body import JR
from kiosk.forms.model import Form
from kiosk.forms.tree import Node, number


@dataclass
class State:
    """What holds for one node now."""

    path: paths.Path
    bind: Bind | None
    relevant: bool = True
    """Its own; a node in a group that is not relevant is hidden too."""
    required: bool = False
    readonly: bool = False


class Instance:
    """A primary instance that is being filled in."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.top = form.primary.copy()
        self.root = next(self.top.elements())
        self._found: dict[paths.Path, list[Node]] = {}
        self.adopt(self.root)
        self.changed_shape()

    def adopt(self, node: Node) -> None:
        """Give a node and all below it their states."""
        path = paths.path_of(node)
        path = path[path.index(self.root.name) :] if path[0] != self.root.name else path
        self._adopt(node, path)

    def _adopt(self, node: Node, path: paths.Path) -> None:
        node.state = State(path, self.form.binds.get(path))
        for each in node.attributes:
            inner = (*path, f"@{each.name}")
            each.state = State(inner, self.form.binds.get(inner))
        for child in node.elements():
            self._adopt(child, (*path, child.name))

    def changed_shape(self) -> None:
        """Forget where nodes were, after one came or went."""
        self._found.clear()
        number(self.top)

    def nodes(self, path: paths.Path) -> list[Node]:
        """Every node of a path, in order."""
        found = self._found.get(path)
        if found is None:
            found = self._found[path] = list(below(self.top, path))
        return found

    def within(self, node: Node, path: paths.Path) -> list[Node]:
        """The nodes of a path inside a node whose own path begins it."""
        return list(below(node, path[len(node.state.path) :]))

    def at(self, ref: str) -> Node | None:
        """The node of a reference such as ``/data/person[2]/name``."""
        here: Node | None = self.top
        for name, place in paths.parts(ref):
            if here is None:
                return None
            if name.startswith("@"):
                here = next((each for each in here.attributes if each.name == name[1:]), None)
                continue
            same = here.all(name)
            at = (place or 1) - 1
            here = same[at] if 0 <= at < len(same) else None
        return here

    def ref(self, node: Node) -> str:
        """The reference of a node; positions stand only where something repeats."""
        names: list[str] = []
        here: Node = node
        while here is not self.top and here.parent is not None:
            names.append(self._step(here))
            here = here.parent
        return "/" + "/".join(reversed(names))

    def _step(self, node: Node) -> str:
        if node.kind == "attribute":
            return f"@{node.name}"
        name = f"{node.prefix}:{node.name}" if node.prefix else node.name
        if node.state.path not in self.form.repeats or node.parent is None:
            return name
        same = node.parent.all(node.name)
        return f"{name}[{next(at for at, each in enumerate(same, 1) if each is node)}]"

    def refresh(self, node: Node) -> list[Node]:
        """Work out again what is hidden below a node; gives the elements that changed."""
        above = node.parent is not None and node.parent.kind == "element" and node.parent.hidden
        changed: list[Node] = []
        _refresh(node, above and node is not self.root, changed)
        return changed

    def readonly(self, node: Node) -> bool:
        """Whether a node or something around it is read-only."""
        here: Node | None = node
        while here is not None and here.state is not None:
            if here.state.readonly:
                return True
            here = here.parent
        return False

    def finished(self) -> Node:
        """A copy for sending: without what is not relevant."""
        return _kept(self.root)


def below(node: Node, path: paths.Path) -> Iterator[Node]:
    """The nodes along a way of names."""
    here = [node]
    for name in path:
        if name.startswith("@"):
            here = [each for up in here for each in up.attributes if each.name == name[1:]]
        else:
            here = [each for up in here for each in up.elements() if each.name == name]
    return iter(here)


def _refresh(node: Node, above: bool, changed: list[Node]) -> None:
    hidden = above or not node.state.relevant
    if hidden != node.hidden:
        node.hidden = hidden
        changed.append(node)
    for child in node.elements():
        _refresh(child, hidden, changed)


def _kept(node: Node) -> Node:
    made = Node(node.kind, node.name, node.space, node.prefix, node.value)
    for each in node.attributes:
        if (each.name, each.space) != ("template", JR):
            made.set_attribute(each.name, each.value, each.space, each.prefix)
    leaf = not any(True for _ in node.elements())
    for child in node.children:
        if (child.kind == "text" and leaf) or (child.kind == "element" and not child.hidden):
            made.append(_kept(child))
    return made
