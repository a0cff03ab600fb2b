"""A form that is loaded: everything that is the same for whoever answers it."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kiosk.forms import binds, body, itext, paths, secondary, tree
from kiosk.forms.body import JR, Control, Group
from kiosk.forms.errors import FormError
from kiosk.forms.graph import Computation, Graph
from kiosk.forms.tree import Node
from kiosk.forms.xpath import Expression, compile_expression

MOST_NODES = 400_000


@dataclass(frozen=True)
class Itemset:
    """Where the choices of a question come from."""

    nodeset: Expression
    value: Expression
    label: Expression | None


@dataclass(frozen=True)
class Action:
    """A value that is set when something happens (``setvalue``)."""

    events: frozenset[str]
    target: paths.Path
    value: Expression | None
    text: str
    trigger: paths.Path
    """The question or repeat it stands in; empty when it stands in the model."""
    exact: Expression | None = None
    """The target, when positions are given in it."""


class Form:
    """An XForm, ready to be answered as often as wanted.

    >>> from kiosk.forms import load
    >>> form = load(EXAMPLE)
    >>> form.title
    'Example'
    """

    def __init__(self, xml: bytes, resources: Mapping[str, bytes] | None = None) -> None:
        document = tree.parse(xml)
        html = next(document.elements())
        model = html.find("head", "model")
        if model is None:
            raise FormError("This XML is not an XForm: it has no model.")
        self.resources = dict(resources or {})
        self.spaces = {**_SPACES, **html.scope, **model.scope}
        self.model = model
        self._compiled: dict[str, Expression] = {}
        self.texts = itext.read(model)
        self.primary = self._primary(model)
        self.root = next(self.primary.elements())
        self._orders = dict(_orders(self.root, ()))
        self.title = (html.find("head", "title") or Node("text")).text.strip()
        self.form_id = self.root.attribute("id")
        self.version = self.root.attribute("version")
        self.secondary = secondary.read(model, resources or {})
        self.binds = binds.read(model, self.compile)
        self.body = body.read(html.find("body"), self.root.name)
        self._read_body()
        self.templates = self._take_templates()
        self.outputs = self._outputs(html)
        self.actions = [*self._actions(model, ()), *self._body_actions()]
        self.graph = Graph.build(self._computations())

    @property
    def languages(self) -> tuple[str, ...]:
        """Names of the form's languages; empty when it has one only."""
        return self.texts.languages

    @property
    def default_language(self) -> str:
        """The language a visit begins in unless another is asked for."""
        return self.texts.default

    def start(
        self,
        language: str | None = None,
        now: Callable[[], datetime.datetime] | None = None,
        instance: bytes | None = None,
        edit: bool = False,
    ) -> "answers.Answers":
        """Begin to answer; ``now`` gives the time, with its zone.

        With ``instance`` go on from answers that were given before; with ``edit`` too they become a
        new version of a finished submission, which names the old one (``deprecatedID``).
        """
        before = tree.parse(instance) if instance is not None else None
        return answers.Answers(self, language, now, before, edit)

    def compile(self, text: str) -> Expression:
        """An expression of this form; the same text is read only once."""
        found = self._compiled.get(text)
        if found is None:
            found = self._compiled[text] = compile_expression(text, self.spaces)
        return found

    def _primary(self, model: Node) -> Node:
        instances = model.all("instance")
        if not instances or next(instances[0].elements(), None) is None:
            raise FormError("This form has no place for its answers (no primary instance).")
        return instances[0]

    def _read_body(self) -> None:
        self.controls: dict[paths.Path, Control] = {}
        self.groups: dict[paths.Path, Group] = {}
        self.repeats: dict[paths.Path, Group] = {}
        self.counts: dict[paths.Path, Expression] = {}
        self.itemsets: dict[paths.Path, Itemset] = {}
        for each in self.body.walk():
            if isinstance(each, Control):
                self._add_control(each)
            elif each.repeat is not None:
                self.repeats[each.path] = each
                if count := each.repeat.attribute("count", JR):
                    self.counts[each.path] = binds.checked(
                        self.compile, count, _ref(each.path), "repeat_count"
                    )
            else:
                self.groups[each.path] = each

    def _add_control(self, control: Control) -> None:
        ref = _ref(control.path)
        if not self.declared(control.path):
            raise FormError(f"The question {ref} has no place in the form's answers.", ref)
        self.controls.setdefault(control.path, control)
        itemset = control.itemset
        if itemset is None:
            return
        value, label = itemset.find("value"), itemset.find("label")
        self.itemsets[control.path] = Itemset(
            binds.checked(self.compile, itemset.attribute("nodeset"), ref, "choice_filter"),
            binds.checked(self.compile, value.attribute("ref") if value else "name", ref),
            binds.checked(self.compile, label.attribute("ref"), ref) if label else None,
        )

    def declared(self, path: paths.Path) -> bool:
        """Whether the primary instance has a place for a path."""
        here: list[Node] = [self.primary]
        for name in path:
            if name.startswith("@"):
                here = [each for node in here for each in node.attributes if each.name == name[1:]]
            else:
                here = [each for node in here for each in node.all(name)]
        return bool(here)

    def _take_templates(self) -> dict[paths.Path, Node]:
        """What a new occurrence of each repeat begins as; templates leave the answers."""
        found: dict[paths.Path, Node] = {}
        for path in sorted(self.repeats, key=len):
            for parent in self._declared_nodes(path[:-1]):
                for node in parent.all(path[-1]):
                    if node.has("template", JR):
                        parent.children.remove(node)
                        found[path] = node
            if path not in found:
                first = next(iter(self._declared_nodes(path)), None)
                if first is not None:
                    found[path] = first
        return {path: _bare(node.copy()) for path, node in found.items()}

    def _declared_nodes(self, path: paths.Path) -> list[Node]:
        here = [self.primary]
        for name in path:
            here = [each for node in here for each in node.all(name)]
        return here

    def _outputs(self, html: Node) -> dict[int, Expression]:
        """The expressions inside labels, by the element that holds them."""
        found: dict[int, Expression] = {}
        for node in html.walk():
            if node.kind == "element" and node.name == "output":
                text = node.attribute("value") or node.attribute("ref")
                if text.strip():
                    found[id(node)] = binds.checked(self.compile, text, "a label")
        return found

    def _actions(self, element: Node, trigger: paths.Path) -> list[Action]:
        found = []
        for node in element.all("setvalue"):
            value = node.attribute("value").strip()
            target = node.attribute("ref") or node.attribute("bind")
            events = node.attribute("event") or node.attribute("event", _EVENTS)
            found.append(
                Action(
                    frozenset(events.split()), _absolute(target, trigger),
                    binds.checked(self.compile, value, target) if value else None,
                    node.text, trigger,
                    binds.checked(self.compile, target, target) if "[" in target else None,
                )
            )  # fmt: skip
        return found

    def _body_actions(self) -> list[Action]:
        found: list[Action] = []
        for each in self.body.walk():
            if isinstance(each, Control):
                found += self._actions(each.element, each.path)
            elif each.repeat is not None:
                found += self._actions(each.repeat, each.path)
        return found

    def _computations(self) -> list[Computation]:
        found = [
            Computation(bind.path, kind, bind.expressions[kind])
            for bind in self.binds.values()
            for kind in binds.COMPUTED
            if kind in bind.expressions
        ]
        found += [
            Computation(path, "choices", itemset.nodeset)
            for path, itemset in self.itemsets.items()
            if any(True for _ in paths.uses(itemset.nodeset.tree, path))
        ]
        return found

    @cached_property
    def repeat_paths(self) -> frozenset[paths.Path]:
        """The paths of all repeats."""
        return frozenset(self.repeats)

    def order_of(self, path: paths.Path) -> list[str]:
        """Names of the children of a path, in the form's order."""
        return self._orders.get(path, [])

    def enclosing_repeats(self, path: paths.Path) -> list[paths.Path]:
        """The repeats a path lies in, the outermost first."""
        return [path[:size] for size in range(1, len(path) + 1) if path[:size] in self.repeats]


def _absolute(ref: str, context: paths.Path) -> paths.Path:
    if ref.startswith("/") or not context:
        return paths.of(ref)
    here = list(context)
    for part in ref.split("/"):
        if part == "..":
            here.pop()
        elif part not in (".", "current()", ""):
            here.append(part.rpartition(":")[2])
    return tuple(here)


def _orders(node: Node, above: paths.Path) -> Iterator[tuple[paths.Path, list[str]]]:
    """Path of each element, and the names of its children in their order."""
    path = (*above, node.name)
    yield path, [each.name for each in node.elements()]
    for child in node.elements():
        yield from _orders(child, path)


def _bare(node: Node) -> Node:
    """A template without the marks that say it is one."""
    for each in node.walk():
        each.attributes = [a for a in each.attributes if (a.name, a.space) != ("template", JR)]
    return node


def _ref(path: paths.Path) -> str:
    return "/" + "/".join(path)


_EVENTS = "http://www.w3.org/2001/xml-events"
_SPACES = {
    "jr": JR,
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "h": "http://www.w3.org/1999/xhtml",
    "xsd": "http://www.w3.org/2001/XMLSchema",
}

from kiosk.forms import answers  # noqa: E402  (the two know each other; answers needs Form above)
