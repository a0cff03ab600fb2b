"""Values that come by themselves: preloads and ``setvalue`` (ODK XForms, "Actions", "Preload")."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from kiosk.forms.errors import ExpressionError
from kiosk.forms.model import Action
from kiosk.forms.state import Instance, below
from kiosk.forms.tree import Node
from kiosk.forms.values import calculated, stated
from kiosk.forms.xpath import Environment
from kiosk.forms.xpath.values import Moment

if TYPE_CHECKING:
    from kiosk.forms.answers import Answers


def state(instance: Instance, env: Environment) -> None:
    """Write the values that stand in the form as their types do."""
    for path, bind in instance.form.binds.items():
        for node in instance.nodes(path):
            if node.kind == "element" and node.text and not any(True for _ in node.elements()):
                node.set_text(stated(node.text, bind.type, env.zone))


def preload(instance: Instance, env: Environment) -> None:
    """Fill in what a form wants to know of its beginning: the time and the day."""
    now = Moment(env.moment(), True)
    values = {("timestamp", "start"): str(now), ("date", "today"): str(now.at.date())}  # type: ignore[union-attr]
    for path, bind in instance.form.binds.items():
        text = values.get(bind.preload) or (
            f"uuid:{uuid.uuid4()}" if bind.preload[0] == "uid" else ""
        )
        for node in instance.nodes(path) if text else ():
            node.set_text(text or "")


def finish(instance: Instance, env: Environment) -> None:
    """Fill in the time of the end."""
    for path, bind in instance.form.binds.items():
        if bind.preload == ("timestamp", "end"):
            for node in instance.nodes(path):
                node.set_text(str(Moment(env.moment(), True)))


def run(answers: Answers, events: set[str], cause: Node | None) -> None:
    """Do what the form wants done at these events; ``cause`` is the node they happened to."""
    for action in answers.form.actions:
        if action.events & events:
            for target in _targets(answers, action, cause):
                _set(answers, action, target)


def _targets(answers: Answers, action: Action, cause: Node | None) -> list[Node]:
    if cause is None:
        nodes = answers.instance.nodes(action.target)
        return nodes if action.trigger else nodes[:1]
    if action.trigger != cause.state.path:
        return []
    if action.exact is not None:
        return list(action.exact.evaluate(cause, answers.env))
    here: Node | None = cause
    while here is not None and here.state is not None:
        path = here.state.path
        if path in answers.form.repeats and action.target[: len(path)] == path:
            return list(below(here, action.target[len(path) :]))
        here = here.parent
    nodes = answers.instance.nodes(action.target)
    if len(nodes) > 1:
        raise ExpressionError("A setvalue of this form does not say which of several it means.")
    return nodes


def _set(answers: Answers, action: Action, target: Node) -> None:
    if target.hidden and not action.trigger:
        return
    value = action.value.string(target, answers.env) if action.value else action.text
    kind = target.state.bind.type if target.state.bind else "string"
    answers.recalculation.set_text(target, calculated(value, kind, answers.env.zone))
    answers.recalculation.run()
