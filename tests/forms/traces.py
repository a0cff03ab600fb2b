"""Plays a recorded run of a form against ours and says where the two part ways."""

import datetime
import math
import re
from collections.abc import Iterator
from typing import Any

from kiosk.forms import AnswerError, Answers, load
from kiosk.forms.tree import Node, serialise
from kiosk.forms.xpath.values import written

FLAGS = ("required", "readonly")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}-07:00")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Replay:
    """One trace."""

    def __init__(
        self, trace: dict[str, Any], xml: str, zone: datetime.tzinfo, before: "Replay | None" = None
    ) -> None:
        """``before`` is the trace that this one goes on from, played to its end."""
        self.trace = trace
        self.now_ms = trace.get("now_ms") or (before.now_ms if before else 0)
        now = datetime.datetime.fromtimestamp(self.now_ms / 1000, zone)
        instance = serialise(before.answers.instance.finished()).encode() if before else None
        edit = any(each["ref"].endswith("deprecatedID") for each in trace["initial"])
        self.answers: Answers = load(xml.encode()).start(
            now=lambda: now, instance=instance, edit=edit and before is not None
        )

    def differences(self) -> Iterator[tuple[int, str]]:
        """Step (-1 for the beginning) and what differs; steps marked "maybe" are left out."""
        yield from ((-1, text) for text in self.compared(self.trace["initial"]))
        for number, step in enumerate(self.trace["steps"]):
            if step.get("upstream_known_failing") == "maybe":
                continue
            yield from ((number, text) for text in self.step(step))

    def step(self, step: dict[str, Any]) -> Iterator[str]:
        operation, args, at = step["op"], step.get("args", []), step.get("at", "")
        if "error" in step:
            yield from self.refused(step, args, at)
            return
        try:
            if operation == "answer":
                ref, *value = args if len(args) > 1 else (at, *args)
                self.answer(ref, said(value[0] if len(value) == 1 else value), step)
            elif operation == "createNewRepeat":
                self.answers.add_repeat(args[0] if isinstance(args[0], str) else at)
            elif operation == "removeRepeat":
                self.answers.remove_repeat(args[0] if isinstance(args[0], str) else at)
            elif operation == "setLanguage":
                self.answers.set_language(args[0])
            else:
                yield from self.observed(step, args)
        except AnswerError as error:
            yield f"{operation} {args} was refused: {error}"
            return
        yield from self.compared(step.get("changed", []))
        for ref in step.get("gone", []):
            if self.answers.instance.at(ref) is not None:
                yield f"{ref} should be gone"

    def refused(self, step: dict[str, Any], args: list[Any], at: str) -> Iterator[str]:
        """Upstream ends in an error here, and so must we."""
        ref, *value = args if len(args) > 1 else (at, *args)
        try:
            self.answers.answer(ref, said(value[0] if len(value) == 1 else value))
        except AnswerError:
            return
        yield f"answer {args} should be refused: {step['error']}"

    def answer(self, ref: str, value: str, step: dict[str, Any]) -> None:
        """Answer; where upstream turns what does not fit into nothing, we refuse it and clear."""
        try:
            self.answers.answer(ref, value)
        except AnswerError:
            ends = [each for each in step.get("changed", []) if each["ref"] == ref]
            if ends and ends[0].get("value") != "":
                raise
            self.answers.answer(ref, "")

    def observed(self, step: dict[str, Any], args: list[Any]) -> Iterator[str]:
        if step["what"] == "answerOf" and isinstance(args[0], str):
            node = self.answers.instance.at(args[0])
            mine = node.text if node is not None else None
            if not same(mine, step["value"]):
                yield f"answer of {args[0]} is {mine!r}, not {step['value']!r}"

    def compared(self, nodes: list[dict[str, Any]]) -> Iterator[str]:
        for wanted in nodes:
            node = self.answers.instance.at(wanted["ref"])
            if wanted["type"].startswith("repeat-range"):
                continue
            if node is None:
                yield f"{wanted['ref']} is missing"
            else:
                yield from self.one(wanted, node)

    def one(self, wanted: dict[str, Any], node: Node) -> Iterator[str]:
        ref = wanted["ref"]
        if "value" in wanted and not same(node.text, wanted["value"]):
            yield f"{ref} value {node.text!r}, not {wanted['value']!r}"
        if node.hidden == wanted.get("relevant", True):
            yield f"{ref} relevant {not node.hidden}"
        if self.answers.instance.readonly(node) != wanted.get("readonly", False):
            yield f"{ref} readonly {self.answers.instance.readonly(node)}"
        if node.state.required != wanted.get("required", False):
            yield f"{ref} required {node.state.required}"
        yield from self.words(wanted, node, ref)

    def words(self, wanted: dict[str, Any], node: Node, ref: str) -> Iterator[str]:
        control = self.answers.form.controls.get(node.state.path)
        if control is None or node.hidden:
            return
        question = self.answers.question(ref)
        if "label" in wanted and squeezed(question.markup) != squeezed(wanted["label"]):
            yield f"{ref} label {question.markup!r}, not {wanted['label']!r}"
        if "options" in wanted:
            mine = [[each.value, squeezed(each.markup)] for each in question.choices]
            if mine != [[value, squeezed(label)] for value, label in wanted["options"]]:
                yield f"{ref} options {mine}, not {wanted['options']}"


def said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return written(float(value)) if math.isfinite(value) else ""
    return " ".join(map(said, value)) if isinstance(value, list) else str(value)


def same(mine: str | None, wanted: Any) -> bool:
    text = said(wanted)
    if mine is not None and _MOMENT.fullmatch(text) and _MOMENT.fullmatch(mine):
        return mine[:19] == text[:19]  # the clock of the recording went on by milliseconds
    if mine is not None and _UUID.search(text):
        return _UUID.sub("uuid", mine) == _UUID.sub("uuid", text)
    return mine == text


def squeezed(text: str) -> str:
    return " ".join(str(text).split())
