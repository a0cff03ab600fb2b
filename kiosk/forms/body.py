"""The body of a form: its questions, in groups and repeats (ODK XForms, "Body Elements")."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.forms import paths
from kiosk.forms.errors import FormError
from kiosk.forms.tree import Node

CONTROLS = {"input", "select", "select1", "rank", "range", "upload", "trigger", "secret"}
JR = "http://openrosa.org/javarosa"


@dataclass
class Control:
    """One question as the body describes it."""

    path: paths.Path
    element: Node
    appearance: frozenset[str]

    @property
    def tag(self) -> str:
        """``input``, ``select1`` and so on."""
        return self.element.name

    @property
    def itemset(self) -> Node | None:
        """Where its choices come from, unless they are written out."""
        return self.element.find("itemset")


@dataclass
class Group:
    """Questions that belong together; with ``repeat`` they may be asked several times."""

    path: paths.Path
    element: Node | None
    appearance: frozenset[str] = frozenset()
    repeat: Node | None = None
    children: "list[Group | Control]" = field(default_factory=list)

    @property
    def fields(self) -> bool:
        """Whether its questions share one page."""
        return "field-list" in self.appearance

    def walk(self) -> "Iterator[Group | Control]":
        """Every group and control below, in order."""
        for child in self.children:
            yield child
            if isinstance(child, Group):
                yield from child.walk()


def read(body: Node | None, root: str) -> Group:
    """The tree of questions; raises FormError for a control without a place."""
    top = Group((root,), body)
    if body is not None:
        _fill(top, body)
    return top


def _fill(group: Group, element: Node) -> None:
    for child in element.elements():
        if child.name in CONTROLS:
            group.children.append(Control(_path(child, group), child, _appearance(child)))
        elif child.name == "group":
            _add_group(group, child)
        elif child.name == "repeat":
            _add_repeat(group, child, None)


def _add_group(group: Group, element: Node) -> None:
    repeats = element.all("repeat")
    if len(repeats) == 1 and not any(
        each.name in CONTROLS or each.name == "group" for each in element.elements()
    ):
        _add_repeat(group, repeats[0], element)
        return
    path = _path(element, group) if element.has("ref") or element.has("nodeset") else group.path
    made = Group(path, element, _appearance(element))
    group.children.append(made)
    _fill(made, element)


def _add_repeat(group: Group, element: Node, around: Node | None) -> None:
    appearance = _appearance(element) | (_appearance(around) if around is not None else set())
    labelled = around if around is not None else element
    made = Group(_path(element, group), labelled, appearance, element)
    group.children.append(made)
    _fill(made, element)


def _appearance(element: Node) -> frozenset[str]:
    return frozenset(element.attribute("appearance").split())


def _path(element: Node, group: Group) -> paths.Path:
    ref = element.attribute("ref") or element.attribute("nodeset") or element.attribute("bind")
    if not ref:
        raise FormError(f"A '{element.name}' of the form does not say which answer it is for.")
    if ref.startswith("/"):
        return paths.of(ref)
    path = list(group.path)
    for part in ref.split("/"):
        if part == "..":
            path.pop()
        elif part not in (".", "current()", ""):
            path.append(part.rpartition(":")[2])
    return tuple(path)
