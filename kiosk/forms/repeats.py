"""Occurrences of repeats: added, taken away, and brought to the number a form asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.forms import actions, paths
from kiosk.forms.tree import Node
from kiosk.forms.xpath import to_number

if TYPE_CHECKING:
    from kiosk.forms.answers import Answers

MOST = 500
"""Occurrences of one repeat in one place."""


class Repeats:
    """The repeats of one set of answers."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def add(self, path: paths.Path, parent: Node) -> Node:
        """One more at the end."""
        made = self.answers.form.templates[path].copy()
        same = parent.all(path[-1])
        place = parent.children.index(same[-1]) + 1 if same else self._place(path, parent)
        made.parent = parent
        parent.children.insert(place, made)
        self.answers.instance.adopt(made)
        self.answers.instance.changed_shape()
        self.answers.instance.refresh(made)
        self.answers.recalculation.everything(made)
        self.answers.recalculation.subtree_changed(path)
        self.answers.recalculation.run()
        actions.run(self.answers, {"odk-new-repeat"}, made)
        return made

    def _place(self, path: paths.Path, parent: Node) -> int:
        """Where the first of a repeat goes: after what stands before it in the form."""
        order = self.answers.form.order_of(path[:-1])
        before = set(order[: order.index(path[-1])]) if path[-1] in order else set()
        places = [at for at, each in enumerate(parent.children) if each.name in before]
        return max(places) + 1 if places else 0

    def remove(self, node: Node) -> None:
        """Take one away."""
        assert node.parent is not None
        node.parent.children = [each for each in node.parent.children if each is not node]
        self.answers.instance.changed_shape()
        self.answers.recalculation.subtree_changed(node.state.path)

    def count(self) -> bool:
        """Give counted repeats their number; whether anything came or went."""
        changed = False
        for path, count in self.answers.form.counts.items():
            for parent in list(self.answers.instance.nodes(path[:-1])):
                if not parent.hidden:
                    context = self._counting(path, parent)
                    changed |= self._to_count(
                        path, parent, count.evaluate(context, self.answers.env)
                    )
        return changed

    def _counting(self, path: paths.Path, parent: Node) -> Node:
        """The node a count is worked out for: an occurrence, or what one would be."""
        here = parent.all(path[-1])
        if here:
            return here[0]
        made = self.answers.form.templates[path].copy()
        made.parent = parent
        return made

    def _to_count(self, path: paths.Path, parent: Node, value: object) -> bool:
        number = to_number(value, self.answers.env.zone)
        wanted = min(int(number), MOST) if number == number and number > 0 else 0
        here = parent.all(path[-1])
        for node in here[wanted:]:
            self.remove(node)
        for _ in range(wanted - len(here)):
            self.add(path, parent)
        return wanted != len(here)
