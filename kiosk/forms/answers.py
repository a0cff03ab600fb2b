"""One person's answers to a form, from the first question to the finished instance."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping

from kiosk.forms import actions, paths, tree
from kiosk.forms.body import Control
from kiosk.forms.choices import Choices
from kiosk.forms.errors import AnswerError, ExpressionError, FormError
from kiosk.forms.labels import Labels, code_of, plain
from kiosk.forms.model import Form
from kiosk.forms.pages import pages
from kiosk.forms.question import Page, Problem, Question, kind_of
from kiosk.forms.recalculation import Recalculation
from kiosk.forms.repeats import MOST, Repeats
from kiosk.forms.restoring import restore
from kiosk.forms.state import Instance
from kiosk.forms.tree import Node
from kiosk.forms.values import taken
from kiosk.forms.xpath import Environment, to_number

META = "http://openrosa.org/xforms"
DRAWN = ("signature", "draw", "image", "audio")
"""Questions that are answered with a file made at the kiosk."""
OF_CHOICE = ("select_one", "select_multiple", "rank")


class Answers:
    """Answers in memory; nothing of them is written anywhere."""

    def __init__(
        self, form: Form, language: str | None = None,
        now: Callable[[], datetime.datetime] | None = None, before: Node | None = None,
        edit: bool = False,
    ) -> None:  # fmt: skip
        self.form = form
        self._files: dict[str, bytes] = {}
        self.instance = Instance(form)
        if before is not None:
            restore(self.instance, next(before.elements()))
        self.env = Environment(spaces=form.spaces, root=self.instance.top, near=True)
        if now is not None:
            self.env.now = now
            self.env.zone = now().tzinfo or self.env.zone
        self.env.instance = form.secondary.get
        self.labels = Labels(form, self.env, form.default_language)
        self.choices = Choices(form, self.instance, self.env, self.labels)
        self.env.language = lambda: code_of(self.labels.language)
        self.env.itext = lambda id: self.labels.itext(id)
        self.env.choice_name = self.choices.name
        self.recalculation = Recalculation(self.instance, self.env, self._drop_choices)
        self.repeats = Repeats(self)
        self._begin(language, before is None, edit)

    def _begin(self, language: str | None, new: bool, edit: bool) -> None:
        if language and language in self.form.languages:
            self.labels.language = language
        if self._instance_id() is None:
            self._meta("instanceID", f"uuid:{uuid.uuid4()}")
        actions.state(self.instance, self.env)
        if new:
            actions.preload(self.instance, self.env)
        if edit:
            self._deprecate()
        self.recalculation.everything()
        self.settle()
        first = {"odk-instance-first-load"} if new else set()
        actions.run(self, {"odk-instance-load", *first}, None)
        self.settle()
        self.recalculation.take_changed()

    def attach(self, ref: str, content: bytes, suffix: str) -> set[str]:
        """Answer with a drawing, a picture or a sound: keep it, and make its name the value.

        ``suffix`` is the kind of file, such as ``png``; no content takes the answer away. Raises
        AnswerError as ``answer`` does.
        """
        node, control = self._asked(ref)
        if kind_of(control, node.state) not in DRAWN:
            raise AnswerError(f"{ref} does not take a file.", ref)
        self._files.pop(node.text, None)
        name = f"{uuid.uuid4().hex[:12]}.{suffix}" if content else ""
        changed = self._answer(ref, node, name)
        if content:
            self._files[name] = content
        return changed

    def files(self) -> dict[str, bytes]:
        """The files that belong to what is relevant, by the names the instance gives them."""
        named = {node.text for node in self.instance.root.walk() if node.kind == "element"}
        return {name: content for name, content in self._files.items() if name in named}

    def put_back(self, files: Mapping[str, bytes]) -> None:
        """Files of answers that were taken up again, by the names the instance gives them."""
        self._files.update(files)

    def file(self, ref: str) -> bytes:
        """The file a question is answered with; empty when there is none."""
        return self._files.get(self._asked(ref)[0].text, b"")

    def resource(self, name: str) -> bytes:
        """A file of the form, such as a picture of a choice; empty when it is not there."""
        return self.form.resources.get(name, b"")

    def pages(self) -> list[Page]:
        """The pages that are relevant now, in order."""
        return pages(self)

    def question(self, ref: str) -> Question:
        """A question as it reads now; raises AnswerError when there is none."""
        node, control = self._asked(ref)
        element, state = control.element, node.state
        label, hint = element.find("label"), element.find("hint")
        words = self.labels.text(label, node)
        kind = kind_of(control, state)
        return Question(
            ref, kind, control.appearance, plain(words), words, plain(self.labels.text(hint, node)),
            self._guidance(hint, node), self.labels.media(label), node.text,
            tuple(self.choices.of(node, control)) if kind in OF_CHOICE else (),
            state.required, not node.hidden, self.instance.readonly(node),
            element.attribute("start"), element.attribute("end"), element.attribute("step"),
        )  # fmt: skip

    def answer(self, ref: str, value: str) -> set[str]:
        """Give an answer; gives the references of all that changed.

        Raises:
            AnswerError: the question is not asked now, or the answer does not fit it; then
                nothing has changed.
        """
        node, control = self._asked(ref)
        if kind_of(control, node.state) in DRAWN and value:
            raise AnswerError(
                f"{ref} takes a drawing, a picture or a sound; it cannot be written.", ref
            )
        if node.hidden or self.instance.readonly(node):
            return self._answer(ref, node, value)
        return self._answer(ref, node, self._fitting(ref, node, control, value))

    def _answer(self, ref: str, node: Node, text: str) -> set[str]:
        if node.hidden:
            raise AnswerError(f"{ref} is not asked now.", ref)
        if self.instance.readonly(node):
            raise AnswerError(f"{ref} can only be read.", ref)
        before = node.text
        try:
            self._write(node, text)
        except ExpressionError as error:
            self.recalculation.set_text(node, before)
            self.settle()
            raise AnswerError(str(error), ref) from error
        return {self.instance.ref(each) for each in self.recalculation.take_changed()}

    def _write(self, node: Node, text: str) -> None:
        if node.text == text:
            return
        self.recalculation.set_text(node, text)
        self.recalculation.run()
        actions.run(self, {"xforms-value-changed"}, node)
        self.settle()

    def _fitting(self, ref: str, node: Node, control: Control, value: str) -> str:
        kind = kind_of(control, node.state)
        if kind == "note":
            raise AnswerError(f"{ref} can only be read.", ref)
        if kind in OF_CHOICE:
            return self.choices.fitting(node, control, kind, value)
        if kind == "trigger":
            return "" if value.strip() in ("", "false") else "OK"
        bind = node.state.bind
        text = taken(value, bind.type if bind else "string", self.env.zone, ref)
        return self._in_range(ref, control, text) if kind == "range" and text else text

    def _in_range(self, ref: str, control: Control, text: str) -> str:
        element = control.element
        start, end, step = (to_number(element.attribute(a)) for a in ("start", "end", "step"))
        value, low, high = to_number(text), min(start, end), max(start, end)
        steps = (value - start) / step if step else 0
        if not low <= value <= high or abs(steps - round(steps)) > 1e-9:
            raise AnswerError(f"{ref} takes a value from {low:g} to {high:g}.", ref)
        return text

    def check(self, refs: Iterable[str] | None = None) -> list[Problem]:
        """What is wrong with the answers at these references, or with any."""
        wanted = set(refs) if refs is not None else None
        found = []
        for path in self.form.controls:
            for node in self.instance.nodes(path):
                if not node.hidden and (wanted is None or self.instance.ref(node) in wanted):
                    found += self._problems(node)
        order = {id(each): at for at, each in enumerate(self.instance.root.walk())}
        found.sort(key=lambda pair: order.get(id(pair[0]), 0))
        return [problem for _, problem in found]

    def _problems(self, node: Node) -> list[tuple[Node, Problem]]:
        bind, text = node.state.bind, node.text
        if bind is None or self.instance.readonly(node):
            return []
        ref = self.instance.ref(node)
        if not text.strip():
            if not node.state.required:
                return []
            message = self.labels.message(bind.required_message, node)
            return [(node, Problem(ref, message, "required"))]
        constraint = bind.expressions.get("constraint")
        if constraint is None or constraint.boolean(node, self.env):
            return []
        message = self.labels.message(bind.constraint_message, node)
        return [(node, Problem(ref, message, "constraint"))]

    def add_repeat(self, ref: str) -> str:
        """Add one more at the end of a repeat; gives its reference."""
        path = tuple(name for name, _ in paths.parts(ref))
        parent = self.instance.at(ref.rpartition("/")[0]) or self.instance.top
        if path not in self.form.repeats or parent.hidden:
            raise AnswerError(f"{ref} is not something that repeats.", ref)
        if len(parent.all(path[-1])) >= MOST:
            raise AnswerError(f"There can be {MOST} of {ref} at most.", ref)
        made = self.repeats.add(path, parent)
        self.settle()
        return self.instance.ref(made)

    def remove_repeat(self, ref: str) -> None:
        """Take one away; raises AnswerError when there is none."""
        node = self.instance.at(ref)
        if node is None or node.parent is None or node.state.path not in self.form.repeats:
            raise AnswerError(f"{ref} is not something that repeats.", ref)
        self.repeats.remove(node)
        self.settle()

    def set_language(self, name: str) -> None:
        """Read everything in another language; raises AnswerError when the form has it not."""
        if name not in self.form.languages:
            raise AnswerError(f"The form has no language named {name}.")
        self.labels.language = name
        self.recalculation.everything()
        self.settle()

    def settle(self) -> None:
        """Work out what is open, and give counted repeats their number."""
        self.recalculation.run()
        for _ in range(20):
            if not self.repeats.count():
                return
            self.recalculation.run()
        raise ExpressionError("The number of repeats of this form does not come to rest.")

    def finish(self) -> bytes:
        """The finished OpenRosa instance.

        Raises:
            FormError: an answer is missing or does not do; the message names the question.
        """
        problems = self.check()
        if problems:
            raise FormError(f"{problems[0].ref} is not answered as it must be.", problems[0].ref)
        actions.finish(self.instance, self.env)
        id = self._instance_id()
        if id is not None and not id.text:
            id.set_text(f"uuid:{uuid.uuid4()}")
        return tree.serialise(self.instance.finished()).encode()

    def note(self, name: str, value: str) -> None:
        """Set a part of the form's metadata (OpenRosa metadata schema), such as ``voice``."""
        self._meta(name, value)

    def unfinished(self) -> bytes:
        """The whole instance as it is, to be taken up again by ``Form.start``."""
        return tree.serialise(self.instance.root).encode()

    def _drop_choices(self, node: Node) -> None:
        control = self.form.controls[node.state.path]
        if node.children and not node.hidden:
            self.recalculation.set_text(node, self.choices.still_offered(node, control))

    def _asked(self, ref: str) -> tuple[Node, Control]:
        node = self.instance.at(ref)
        control = self.form.controls.get(node.state.path) if node is not None else None
        if node is None or control is None:
            raise AnswerError(f"The form has no question {ref}.", ref)
        return node, control

    def _guidance(self, hint: Node | None, node: Node) -> str:
        ref = hint.attribute("ref") if hint is not None else ""
        if not ref.startswith("jr:itext("):
            return ""
        return plain(self.labels.itext(ref[9:].strip("')\" "), node, "guidance"))

    def _instance_id(self) -> Node | None:
        return self.instance.root.find("meta", "instanceID")

    def _deprecate(self) -> None:
        """Make the answers a new version of the submission they came from."""
        id = self._instance_id()
        assert id is not None
        self._meta("deprecatedID", id.text)
        self._meta("instanceID", f"uuid:{uuid.uuid4()}")

    def _meta(self, name: str, value: str) -> None:
        """Set a part of the form's metadata, making a place for it where there is none."""
        root = self.instance.root
        meta = root.find("meta")
        if meta is None:
            meta = Node("element", "meta", META, "orx")
            root.append(meta)
        node = meta.find(name)
        if node is None:
            node = Node("element", name, meta.space, meta.prefix)
            meta.append(node)
        node.set_text(value)
        self.instance.adopt(meta)
        self.instance.changed_shape()
