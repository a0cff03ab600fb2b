"""The screens of a form's own pages, and the summary of what was said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from kiosk.screens import Action, Block, Choice, Field, Notice, Picture, Row, Screen, Summary, Text
from kiosk.visit import later
from kiosk.visit.asking import DRAWN
from kiosk.visit.captures import CAPTURED, able, captured, captures
from kiosk.visit.overlays import bar
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.visit.asking import Asking
    from kiosk.visit.machine import Visit

Kind = Literal["text", "number", "date", "time", "moment", "one", "many", "rank", "tick", "draw"]
KINDS: dict[str, Kind] = {
    "text": "text",
    "barcode": "text",
    "geopoint": "text",
    "integer": "number",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "time": "time",
    "dateTime": "moment",
    "select_one": "one",
    "select_multiple": "many",
    "rank": "rank",
    "trigger": "tick",
    "signature": "draw",
    "draw": "draw",
}
LONGEST_RANGE = 12


def page(visit: Visit, asking: Asking) -> Screen:
    """The page where the resident is."""
    now = asking.page
    if now.kind == "repeat":
        return _repeat(visit, now)
    asked = [asking.answers.question(ref) for ref in now.questions]
    alone = len(asked) == 1
    blocks: list[Block] = []
    for question in asked:
        blocks.extend(_blocks(visit, asking, question, alone))
    return Screen(
        "question",
        asked[0].label if alone else now.title,
        title_language=visit.asks_in,
        kicker=_kicker(visit, asking, asked[0] if alone else None),
        blocks=tuple(blocks),
        choices=tuple(each for question in asked for each in captures(visit, question, alone)),
        actions=(*later.offered(visit), Action("next", visit.words("Next"), "primary")),
        bar=bar(visit),
    )


def _kicker(visit: Visit, asking: Asking, question: Any) -> str:
    """Which question this is, and whether it may be left out."""
    number = visit.words("Question {number}", number=asking.number)
    optional = question is not None and question.kind in KINDS and not question.required
    return f"{number}. {visit.words('You can leave this empty.')}" if optional else number


def _repeat(visit: Visit, now: Any) -> Screen:
    words = visit.words
    return Screen(
        "repeat",
        now.title,
        title_language=visit.asks_in,
        blocks=(Text(words("Do you want to add one more?"), "lead"),),
        actions=(
            Action("add", words("Yes, add one")),
            Action("next", words("No, go on"), "primary"),
        ),
        bar=bar(visit),
    )


def _blocks(visit: Visit, asking: Asking, question: Any, alone: bool) -> list[Block]:
    if question.kind == "note":
        texts = [] if alone else [question.label]
        theirs = visit.asks_in
        shown = [Text(text, "lead", theirs) for text in (*texts, question.hint) if text]
        return [*shown, *_pictured(asking, question)]
    if question.kind in CAPTURED and able(visit, question.kind) and not question.readonly:
        return captured(visit, asking, question, alone)
    if "label" in question.appearance:
        # The head of a grid; its rows have the choices.
        return [Text(question.label, language=visit.asks_in)]
    if question.kind not in KINDS or question.readonly:
        return _unanswerable(visit.words, question, alone)
    field = replace(_field(visit.words, asking, question, alone), language=visit.asks_in)
    return [*_pictured(asking, question), field]


def _pictured(asking: Asking, question: Any) -> list[Block]:
    """The picture that the form shows with a question."""
    shown = asking.answers.resource(question.media.get("image", ""))
    return [Picture("", "", shown)] if shown else []


def _unanswerable(words: Words, question: Any, alone: bool) -> list[Block]:
    """A question that shows only, or that needs what this kiosk does not have."""
    texts: list[Block] = [] if alone else [Text(question.label, "lead")]
    if question.readonly:
        return [*texts, Text(question.value)]
    return [*texts, Notice(words("This screen cannot take this answer. Please go on."))]


def _field(words: Words, asking: Asking, question: Any, alone: bool) -> Field:
    choices = tuple(
        Choice(
            each.value,
            each.label,
            asking.answers.resource(each.media.get("image", "")),
            asking.answers.resource(each.media.get("audio", "")),
        )
        for each in question.choices
    )
    kind = KINDS[question.kind]
    if question.kind == "range":
        choices = _steps(question)
        kind = "one" if choices else "number"
    if question.kind == "trigger":
        choices = (Choice("OK", words("Yes")),)
    hint = question.hint
    return Field(
        question.ref,
        kind,
        question.label,
        hint=hint,
        value=_plain(question, asking.value(question.ref)),
        choices=choices,
        problem=asking.problems.get(question.ref, ""),
        required=question.required,
        decimal=question.kind == "decimal",
        long="multiline" in question.appearance,
        digits="numbers" in question.appearance,
        postcode=_postcode(question),
        heading=alone,
        audio=asking.answers.resource(question.media.get("audio", "")),
    )


def _postcode(question: Any) -> bool:
    """Whether a text is a postcode: a form says so by its appearance, or by its name."""
    name = question.ref.rpartition("/")[2].lower().replace("_", "")
    return question.kind == "text" and ("postcode" in question.appearance or name == "postcode")


def _plain(question: Any, value: str) -> str:
    """A value of a range as its choices write it: a decimal one is kept as ``4.0``."""
    return value.removesuffix(".0") if question.kind == "range" else value


def _steps(question: Any) -> tuple[Choice, ...]:
    """A short range as choices; a long one is typed."""
    try:
        start, end, step = (float(each) for each in (question.start, question.end, question.step))
    except (TypeError, ValueError):
        return ()
    count = int((end - start) / step) + 1 if step else 0
    if not 0 < count <= LONGEST_RANGE:
        return ()
    values = (start + step * place for place in range(count))
    return tuple(Choice(f"{value:g}", f"{value:g}") for value in values)


def summary(visit: Visit, asking: Asking) -> Summary:
    """Every question that was asked with what was said."""
    rows = []
    for each in asking.answers.pages():
        for ref in each.questions if each.kind == "questions" else ():
            question = asking.answers.question(ref)
            if question.kind in {*KINDS, *CAPTURED} and not question.readonly:
                rows.append(_row(visit, question))
    return Summary(tuple(rows))


def _row(visit: Visit, question: Any) -> Row:
    words, theirs = visit.words, visit.asks_in
    change = Action(
        f"change:{question.ref}", words("Change"), "quiet", detail=question.label,
        detail_language=theirs,
    )  # fmt: skip
    said = spoken_value(words, question)
    chosen = theirs if said and question.choices else ""
    return Row(question.label, said or words("Not answered"), change, theirs, chosen)


def spoken_value(words: Words, question: Any) -> str:
    """A value as a resident reads it."""
    value = str(question.value)
    if question.kind == "trigger":
        return words("Yes") if value else ""
    if question.kind in CAPTURED:
        taken = {"image": words("A picture"), "audio": words("A recording")}
        return taken[question.kind] if value else ""
    if question.kind in DRAWN:
        return words("A drawing") if value else ""
    if question.kind in ("date", "dateTime") and value:
        day, _, clock = value.partition("T")
        return " ".join(["/".join(reversed(day.split("-"))), clock[:5]]).strip()
    if question.kind == "time":
        return value[:5]
    if not question.choices:
        return value
    labels = {each.value: each.label for each in question.choices}
    picked = [value] if question.kind == "select_one" else value.split()
    return ", ".join(labels.get(each, each) for each in picked if each)
