"""The choices of a question as they are offered now."""

from collections.abc import Iterator

from kiosk.forms.body import Control
from kiosk.forms.errors import AnswerError
from kiosk.forms.labels import Labels, plain
from kiosk.forms.model import Form
from kiosk.forms.question import Choice
from kiosk.forms.state import Instance
from kiosk.forms.tree import Node
from kiosk.forms.xpath import Environment


class Choices:
    """Choices written out in the form, and those filtered from lists."""

    def __init__(self, form: Form, instance: Instance, env: Environment, labels: Labels) -> None:
        self.form = form
        self.instance = instance
        self.env = env
        self.labels = labels

    def of(self, node: Node, control: Control) -> list[Choice]:
        """The choices of a question now."""
        if control.path in self.form.itemsets:
            return [self._listed(item, node) for item in self._items(node, control)]
        return list(self._written(node, control))

    def values(self, node: Node, control: Control) -> list[str]:
        """Only the values, which is quicker."""
        itemset = self.form.itemsets.get(control.path)
        if itemset is None:
            return [each.value for each in self._written(node, control)]
        return [itemset.value.string(each, self.env) for each in self._items(node, control)]

    def _items(self, node: Node, control: Control) -> list[Node]:
        found = self.form.itemsets[control.path].nodeset.evaluate(node, self.env)
        return [each for each in found if not each.hidden] if isinstance(found, list) else []

    def _listed(self, item: Node, node: Node) -> Choice:
        itemset = self.form.itemsets[node.state.path]
        value = itemset.value.string(item, self.env)
        if itemset.label is None:
            return Choice(value, value, {}, value)
        label = itemset.label.string(item, self.env)
        id = item.find("itextId")
        media = self.labels.media_of(id.text) if id is not None else {}
        return Choice(value, plain(label), media, label)

    def _written(self, node: Node, control: Control) -> Iterator[Choice]:
        for item in control.element.all("item"):
            value, label = item.find("value"), item.find("label")
            words = self.labels.text(label, node)
            name = value.text if value is not None else ""
            yield Choice(name, plain(words), self.labels.media(label), words)

    def fitting(self, node: Node, control: Control, kind: str, value: str) -> str:
        """A chosen value as the form keeps it; raises AnswerError for what is not offered."""
        ref, offered = self.instance.ref(node), self.values(node, control)
        picked = [value] if kind == "select_one" and value else value.split()
        for each in picked:
            if each not in offered:
                raise AnswerError(f"{ref}: this choice is not offered.", ref)
        if len(set(picked)) != len(picked):
            raise AnswerError(f"{ref}: a choice can be made once only.", ref)
        if kind == "rank" and picked and len(picked) != len(offered):
            raise AnswerError(f"{ref}: please put all of them in order.", ref)
        return " ".join(_arranged(kind, picked, offered))

    def still_offered(self, node: Node, control: Control) -> str:
        """The value without what is no longer offered."""
        offered, text = self.values(node, control), node.text
        if control.tag == "select1":
            return text if text in offered else ""
        kept = [each for each in text.split() if each in offered]
        kind = "rank" if control.tag == "rank" else "select_multiple"
        return " ".join(_arranged(kind, kept, offered))

    def name(self, value: str, question: str) -> str:
        """``jr:choice-name``: the label of a value of a question."""
        here = self.env.current if self.env.current is not None else self.instance.root
        found = self.form.compile(question).evaluate(here, self.env)
        node = found[0] if isinstance(found, list) and found else None
        control = self.form.controls.get(node.state.path) if node is not None else None
        if node is None or control is None:
            return ""
        return next((each.markup for each in self.of(node, control) if each.value == value), "")


def _arranged(kind: str, picked: list[str], offered: list[str]) -> list[str]:
    """Choices in the order they are kept in: a rank's own with the rest behind, else the form's."""
    if kind == "rank":
        return [*picked, *(each for each in offered if each not in picked)] if picked else []
    return [each for each in offered if each in picked] if kind == "select_multiple" else picked
