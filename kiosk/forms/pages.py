"""Which questions are asked together, in which order (ODK XForms, "Appearances": field-list)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.forms.body import JR, Control, Group
from kiosk.forms.question import Page
from kiosk.forms.state import below
from kiosk.forms.tree import Node

if TYPE_CHECKING:
    from kiosk.forms.answers import Answers


def pages(answers: Answers) -> list[Page]:
    """The relevant pages: one for each question, or for each group with ``field-list``."""
    return list(_pages(answers, answers.form.body, answers.instance.root))


def _pages(answers: Answers, group: Group, node: Node) -> Iterator[Page]:
    for child in group.children:
        for inner in below(node, child.path[len(group.path) :]):
            if inner.hidden:
                continue
            if isinstance(child, Control):
                ref = answers.instance.ref(inner)
                yield Page(ref, "", (ref,))
            elif child.fields:
                yield from _page(answers, child, inner)
            else:
                yield from _pages(answers, child, inner)
        if isinstance(child, Group) and child.repeat is not None and _asks(child):
            yield from _more(answers, child, node, group)


def _page(answers: Answers, group: Group, node: Node) -> Iterator[Page]:
    refs = tuple(_refs(answers, group, node))
    if refs:
        yield Page(answers.instance.ref(node), _title(answers, group, node), refs)


def _refs(answers: Answers, group: Group, node: Node) -> Iterator[str]:
    for child in group.children:
        for inner in below(node, child.path[len(group.path) :]):
            if inner.hidden:
                continue
            if isinstance(child, Control):
                yield answers.instance.ref(inner)
            else:
                yield from _refs(answers, child, inner)


def _asks(group: Group) -> bool:
    """Whether people may add to a repeat."""
    assert group.repeat is not None
    fixed = group.repeat.attribute("noAddRemove", JR)
    return not group.repeat.has("count", JR) and fixed != "true()"


def _more(answers: Answers, group: Group, node: Node, above: Group) -> Iterator[Page]:
    parents = list(below(node, group.path[len(above.path) : -1]))
    for parent in parents:
        here = parent.all(group.path[-1])
        if not parent.hidden and not (here and all(each.hidden for each in here)):
            ref = f"{answers.instance.ref(parent)}/{group.path[-1]}"
            yield Page(ref, _title(answers, group, here[-1] if here else parent), (), "repeat")


def _title(answers: Answers, group: Group, node: Node) -> str:
    label = group.element.find("label") if group.element is not None else None
    return answers.labels.text(label, node)
