"""What a question looks like from outside."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.forms.body import Control
from kiosk.forms.state import State


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    label: str
    media: dict[str, str] = field(default_factory=dict)
    """File names by kind: image, big-image, audio, video."""
    markup: str = ""
    """The label as the form has it, with Markdown's marks."""


@dataclass(frozen=True)
class Question:
    """A question as it reads now. Its value is left out of its representation, and so of logs."""

    ref: str
    kind: str
    """text, integer, decimal, date, time, dateTime, select_one, select_multiple, rank, range,
    trigger, note, image, audio, signature, draw, barcode, geopoint or file."""
    appearance: frozenset[str]
    label: str
    """Without Markdown's marks."""
    markup: str
    """As the form has it."""
    hint: str
    guidance: str
    media: dict[str, str]
    value: str = field(repr=False)
    choices: tuple[Choice, ...]
    required: bool
    relevant: bool
    readonly: bool
    start: str = ""
    """Of a range: its first value, last value and step."""
    end: str = ""
    step: str = ""
    problem: str | None = None


@dataclass(frozen=True)
class Problem:
    """Why an answer does not do."""

    ref: str
    message: str
    """As the form has it; may be empty."""
    kind: Literal["required", "constraint", "type"]


@dataclass(frozen=True)
class Page:
    """Questions that are asked together."""

    ref: str
    title: str
    questions: tuple[str, ...]
    kind: Literal["questions", "repeat"] = "questions"
    """``repeat`` asks whether there is one more of a group."""


_INPUTS = {
    "int": "integer", "integer": "integer", "long": "integer", "decimal": "decimal",
    "double": "decimal", "float": "decimal", "date": "date", "time": "time",
    "dateTime": "dateTime", "geopoint": "geopoint", "barcode": "barcode", "geotrace": "file",
    "geoshape": "file", "binary": "file",
}  # fmt: skip
_TAGS = {"select1": "select_one", "select": "select_multiple", "rank": "rank", "range": "range",
         "trigger": "trigger"}  # fmt: skip


def kind_of(control: Control, state: State) -> str:
    """How a question is answered."""
    if control.tag in _TAGS:
        return _TAGS[control.tag]
    if control.tag == "upload":
        return _upload(control)
    bind = state.bind
    kind = _INPUTS.get(bind.type if bind else "string", "text")
    fixed = bind is not None and "readonly" in bind.expressions
    if kind == "text" and fixed and bind is not None:
        return "note" if bind.expressions["readonly"].text.strip() == "true()" else "text"
    return kind


def _upload(control: Control) -> str:
    media = control.element.attribute("mediatype")
    if media.startswith("image/"):
        drawn = control.appearance & {"signature", "draw", "annotate"}
        return {"annotate": "draw"}.get(min(drawn), min(drawn)) if drawn else "image"
    return "audio" if media.startswith("audio/") else "file"
