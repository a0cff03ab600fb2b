"""Questions that are answered with a picture or by voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.screens import Action, Block, Notice, Picture, Text

if TYPE_CHECKING:
    from kiosk.visit.asking import Asking
    from kiosk.visit.machine import Visit

CAPTURED = {"image", "audio"}
LETS_RECORD = {"stop", "over", "close", "size", "theme", "here", "fill"}
"""What may be touched while something is being recorded; anything else ends it."""


def able(visit: Visit, kind: str) -> bool:
    """Whether this kiosk has what such a question needs."""
    device = visit.services.take_picture if kind == "image" else visit.services.recorder
    return device is not None


def captured(visit: Visit, asking: Asking, question: Any, alone: bool) -> list[Block]:
    """The question, what is wrong, and what was taken so far."""
    words = visit.words
    blocks: list[Block] = [] if alone else [Text(question.label, "lead")]
    if question.hint:
        blocks.append(Text(question.hint))
    if problem := asking.problems.get(question.ref):
        blocks.append(Notice(problem, "problem"))
    content = asking.answers.file(question.ref)
    if visit.recording == question.ref:
        blocks.append(Notice(words("Listening. Speak now.")))
    elif content and visit.hidden:
        blocks.append(Notice(words("Answered. It is hidden."), "good"))
    elif content and question.kind == "image":
        blocks.append(Picture("", words("Your picture"), content))
    elif content:
        blocks.append(Notice(words("Your voice is recorded."), "good"))
    return blocks


def captures(visit: Visit, question: Any, alone: bool) -> list[Action]:
    """What can be done about such a question; nothing for any other."""
    if question.kind not in CAPTURED or question.readonly or not able(visit, question.kind):
        return []
    words, ref = visit.words, question.ref
    named = "" if alone else question.label
    if visit.recording == ref:
        return [Action(f"stop:{ref}", words("Stop recording"), "choice", named, "tick")]
    if question.kind == "image":
        again = words("Take another picture") if question.value else words("Take a picture")
        actions = [Action(f"photo:{ref}", again, "choice", named)]
    else:
        again = words("Record again") if question.value else words("Start recording")
        actions = [Action(f"record:{ref}", again, "choice", named, "listen")]
    if question.value:
        actions.append(Action(f"discard:{ref}", words("Take it away"), "choice", named, "delete"))
    return actions


def be_quiet(visit: Visit) -> None:
    """Stop listening, and forget what was heard."""
    if visit.recording and visit.services.recorder is not None:
        visit.services.recorder.cancel()
    visit.recording = ""


# What the controls do.


def _photo(visit: Visit, ref: str, value: Any) -> None:
    if visit.services.take_picture is not None:
        _keep(visit, ref, visit.services.take_picture, "jpg")


def _record(visit: Visit, ref: str, value: Any) -> None:
    assert visit.services.recorder is not None
    try:
        visit.services.recorder.start()
        visit.recording = ref
    except Exception:
        _did_not_work(visit, ref)


def _stop(visit: Visit, ref: str, value: Any) -> None:
    if visit.services.recorder is not None and visit.recording == ref:
        visit.recording = ""
        _keep(visit, ref, visit.services.recorder.stop, "ogg")


def _discard(visit: Visit, ref: str, value: Any) -> None:
    assert visit.asking is not None
    visit.asking.answers.attach(ref, b"", "")


def _keep(visit: Visit, ref: str, capture: Callable[[], bytes], suffix: str) -> None:
    """Take what a device gives; whatever it does, the visit goes on."""
    assert visit.asking is not None
    visit.asking.problems.pop(ref, None)
    try:
        visit.asking.answers.attach(ref, capture(), suffix)
    except Exception:
        _did_not_work(visit, ref)


def _did_not_work(visit: Visit, ref: str) -> None:
    assert visit.asking is not None
    visit.asking.problems[ref] = visit.words(
        "That did not work. You can try again, or go on without it."
    )


DOES: dict[str, Callable[[Visit, str, Any], None]] = {
    "photo": _photo, "record": _record, "stop": _stop, "discard": _discard,
}  # fmt: skip
