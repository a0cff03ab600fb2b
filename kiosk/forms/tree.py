"""The XML tree that expressions walk: small nodes over expat, with document types refused."""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from kiosk.forms.errors import FormError

DEEPEST = 200
LARGEST = 16 * 1024 * 1024
"""Bytes of XML taken."""
MOST = 150_000
"""Elements taken; a form with 20,000 choices in two languages has fewer."""
LONGEST = 100_000
"""Characters of one text taken."""
XML_NS = "http://www.w3.org/XML/1998/namespace"


class Node:
    """A node of the XPath data model.

    ``kind`` is ``root``, ``element``, ``attribute``, ``text``, ``comment``, ``instruction`` or
    ``namespace``. ``hidden`` marks what is not relevant: its value reads as empty.
    """

    __slots__ = (
        "attributes", "children", "hidden", "index", "kind", "name", "order", "parent", "prefix",
        "scope", "space", "state", "value",
    )  # fmt: skip

    def __init__(
        self, kind: str, name: str = "", space: str = "", prefix: str = "", value: str = ""
    ) -> None:
        self.kind, self.name, self.space, self.prefix, self.value = kind, name, space, prefix, value
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = []
        self.scope: dict[str, str] = {}
        self.hidden = False
        self.order = 0
        self.index: dict[Any, Any] | None = None
        self.state: Any = None

    def append(self, child: "Node") -> None:
        """Add a child at the end."""
        child.parent = self
        self.children.append(child)

    def attribute(self, name: str, space: str = "") -> str:
        """Value of an attribute; empty when it is not there."""
        for each in self.attributes:
            if each.name == name and each.space == space:
                return each.value
        return ""

    def has(self, name: str, space: str = "") -> bool:
        """Whether an attribute is there."""
        return any(each.name == name and each.space == space for each in self.attributes)

    def set_attribute(self, name: str, value: str, space: str = "", prefix: str = "") -> None:
        """Set or add an attribute."""
        for each in self.attributes:
            if each.name == name and each.space == space:
                each.value = value
                return
        made = Node("attribute", name, space, prefix, value)
        made.parent = self
        self.attributes.append(made)

    def elements(self) -> Iterator["Node"]:
        """The child elements."""
        return (child for child in self.children if child.kind == "element")

    def find(self, *names: str) -> "Node | None":
        """The first element along a way of local names."""
        here: Node | None = self
        for name in names:
            if here is None:
                return None
            here = next((each for each in here.elements() if each.name == name), None)
        return here

    def all(self, name: str) -> list["Node"]:
        """Child elements with a local name."""
        return [each for each in self.elements() if each.name == name]

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, without attributes, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def text(self) -> str:
        """The string value (XPath 1.0, section 5); empty for what is hidden."""
        if self.kind not in ("element", "root"):
            return self.value
        if self.hidden or not self.children:
            return ""
        if len(self.children) == 1 and self.children[0].kind == "text":
            return self.children[0].value
        return "".join(each.value for each in self.walk() if each.kind == "text" and shown(each))

    def set_text(self, text: str) -> None:
        """Make a text the only child."""
        self.children = []
        if text:
            self.append(Node("text", value=text))

    def copy(self) -> "Node":
        """This node and all below it, without a parent."""
        made = Node(self.kind, self.name, self.space, self.prefix, self.value)
        made.scope = self.scope
        for each in self.attributes:
            made.set_attribute(each.name, each.value, each.space, each.prefix)
        for child in self.children:
            made.append(child.copy())
        return made

    def top(self) -> "Node":
        """The root of the tree."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node


def shown(text: Node) -> bool:
    """Whether the element around a text is relevant."""
    return text.parent is None or not text.parent.hidden


def number(root: Node) -> None:
    """Give every node below a root its place in document order."""
    place = 0
    for node in root.walk():
        node.order = place = place + 1
        for each in node.attributes:
            each.order = place = place + 1


class _Builder:
    def __init__(self) -> None:
        self.root = Node("root")
        self.here = self.root
        self.depth = 0
        self.count = 0
        self.scopes: list[dict[str, str]] = [{"xml": XML_NS}]
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.CommentHandler = lambda text: self.here.append(Node("comment", value=text))
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartNamespaceDeclHandler = self.declare
        parser.StartDoctypeDeclHandler = self.refuse
        self.parser = parser
        self.declared: dict[str, str] = {}

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.count > MOST:
            raise FormError(
                f"The form has more than {MOST:,} parts; put long lists of choices into a CSV file."
            )
        if self.depth > DEEPEST:
            raise FormError("The XML is nested too deeply to be a form.")
        scope = self.scopes[-1]
        if self.declared:
            scope, self.declared = {**scope, **self.declared}, {}
        self.scopes.append(scope)
        node = Node("element", *_split(name))
        node.scope = scope
        for key, value in attributes.items():
            local, space, prefix = _split(key)
            node.set_attribute(local, value, space, prefix)
        self.here.append(node)
        self.here = node

    def end(self, name: str) -> None:
        self.depth -= 1
        self.scopes.pop()
        assert self.here.parent is not None
        self.here = self.here.parent

    def data(self, text: str) -> None:
        last = self.here.children[-1] if self.here.children else None
        if last is not None and last.kind == "text":
            last.value += text
        else:
            last = Node("text", value=text)
            self.here.append(last)
        if len(last.value) > LONGEST:
            raise FormError(f"A text of the form has more than {LONGEST:,} letters; shorten it.")

    def instruction(self, target: str, text: str) -> None:
        self.here.append(Node("instruction", target, value=text))

    def refuse(self, *_: Any) -> None:
        raise FormError("XML with a document type is refused; it could hide other files in it.")


def _split(name: str) -> tuple[str, str, str]:
    """Local name, namespace and prefix as expat joins them."""
    parts = name.split("\n")
    if len(parts) == 1:
        return parts[0], "", ""
    return parts[1], parts[0], parts[2] if len(parts) > 2 else ""


def parse(xml: bytes) -> Node:
    """The root of a document; raises FormError."""
    if len(xml) > LARGEST:
        raise FormError("The form is too large; 16 MB at most are taken.")
    builder = _Builder()
    try:
        builder.parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise FormError(f"The XML is not well formed: {error}.") from error
    number(builder.root)
    return builder.root


def serialise(node: Node) -> str:
    """XML of an element and what is below it; namespaces are declared at its top."""
    spaces: dict[str, str] = {}
    for each in node.walk():
        for part in (each, *each.attributes):
            if part.space and part.prefix and part.space != XML_NS:
                spaces.setdefault(part.prefix, part.space)
    declared = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in spaces.items())
    return _written(node, declared)


def _written(node: Node, declared: str = "") -> str:
    if node.kind == "text":
        return escape(node.value)
    if node.kind != "element":
        return ""
    name = f"{node.prefix}:{node.name}" if node.prefix else node.name
    attributes = "".join(
        f" {each.prefix + ':' if each.prefix else ''}{each.name}={quoteattr(each.value)}"
        for each in node.attributes
    )
    inner = "".join(_written(child) for child in node.children)
    start = f"<{name}{declared}{attributes}"
    return f"{start}>{inner}</{name}>" if inner else f"{start}/>"
