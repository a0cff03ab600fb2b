"""Puts answers given before into a fresh instance of their form."""

from kiosk.forms.errors import FormError
from kiosk.forms.state import Instance
from kiosk.forms.tree import Node


def restore(instance: Instance, before: Node) -> None:
    """Take over every value; what is missing was not relevant and keeps the form's own.

    Raises:
        FormError: the answers belong to another form.
    """
    if before.name != instance.root.name or before.attribute("id") != instance.form.form_id:
        raise FormError("These answers belong to another form.")
    _take(instance, instance.root, before)
    instance.adopt(instance.root)
    instance.changed_shape()


def _take(instance: Instance, node: Node, before: Node) -> None:
    for each in before.attributes:
        node.set_attribute(each.name, each.value, each.space, each.prefix)
    names = dict.fromkeys(child.name for child in before.elements())
    if not names:
        if not any(True for _ in node.elements()):
            node.set_text(before.text)
        return
    for name in names:
        _take_all(instance, node, name, before.all(name))


def _take_all(instance: Instance, node: Node, name: str, before: list[Node]) -> None:
    here = node.all(name)
    path = (*node.state.path, name)
    if path in instance.form.repeats:
        here = _occurrences(instance, node, here, path, len(before))
    elif not here:  # such as metadata that the form has no place for
        made = before[0].copy()
        node.append(made)
        instance.adopt(made)
        return
    for mine, given in zip(here, before, strict=False):
        _take(instance, mine, given)


def _occurrences(
    instance: Instance, node: Node, here: list[Node], path: tuple[str, ...], count: int
) -> list[Node]:
    place = node.children.index(here[-1]) + 1 if here else len(node.children)
    for extra in here[count:]:
        node.children.remove(extra)
    for _ in range(count - len(here)):
        made = instance.form.templates[path].copy()
        made.parent = node
        node.children.insert(place, made)
        instance.adopt(made)
        place += 1
    return node.all(path[-1])
