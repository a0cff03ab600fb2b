"""Stop now, go on later: answers are kept on this kiosk, and only their reference opens them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.screens import Action, Block, Notice, Screen, Text
from kiosk.visit import handing, overlays
from kiosk.visit.asking import Asking
from kiosk.visit.overlays import bar
from kiosk.visit.reference import PURPOSES, Purpose
from kiosk.visit.services import Draft, KeptError, SaveError
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit

log = logging.getLogger("kiosk.visit")


def offered(visit: Visit) -> tuple[Action, ...]:
    """The control that stops and keeps, at the foot of a question."""
    return tuple(Action(each.id, each.label) for each in overlays.later_choice(visit))


def begun(visit: Visit) -> tuple[Action, ...]:
    """The control that goes on with what was kept."""
    if visit.services.drafts is None:
        return ()
    words = visit.words
    detail = words("With the reference that you have for it.")
    return (Action("reference:draft", _title(words), "choice", detail, icon="again"),)


def kept(visit: Visit) -> Screen:
    """The reference that opens it again."""
    words = visit.words
    assert visit.slip is not None
    blocks: tuple[Block, ...] = (
        Notice(words("Nothing is sent yet. Your answers are locked until you come back."), "good"),
        Text(words("You need this reference to go on. Nobody can open it without.")),
        *handing.reference(visit),
        Text(words("Come back to this same screen within two weeks.")),
    )
    return Screen(
        "kept",
        words("Your answers are kept here."),
        blocks=blocks,
        choices=handing.ways(visit),
        actions=(Action("clear", words("Done"), "primary"),),
        bar=bar(visit),
    )


def unkept(visit: Visit) -> Screen:
    """It did not work, and nothing is lost."""
    words = visit.words
    blocks: list[Block] = [
        Notice(words("Your answers could not be kept for later. They are still here."), "problem"),
        Text(words("Go on and finish now, or get a person to help you.")),
    ]
    return Screen(
        "unkept", words("Not kept"), blocks=tuple(blocks),
        actions=(
            Action("over:help", words("Get a person")),
            Action("close", words("Go on"), "primary"),
        ),
    )  # fmt: skip


def _title(words: Words) -> str:
    return words("Go on with what you began")


# What the controls do.


def keep(visit: Visit, rest: str, value: Any) -> None:
    """Seal what was said so far and hand out the reference; whatever goes wrong, it stays."""
    asking, offer, drafts = visit.asking, visit.offer, visit.services.drafts
    assert asking is not None and offer is not None and drafts is not None
    asking.take_all()
    place = "" if visit.step in ("check", "unsaved") or asking.empty else asking.page.ref
    draft = Draft(
        offer.key, asking.answers.unfinished(), visit.words.language.code, visit.assisted,
        visit.hidden, place, asking.answers.files(), dict(asking.drawn),
    )  # fmt: skip
    try:
        visit.slip = drafts.keep(draft, visit.draft)
    except Exception as error:
        if not isinstance(error, SaveError):
            log.error("answers could not be kept for later: %s", type(error).__name__)
        visit.over = "unkept"
        return
    visit.over, visit.step = "", "kept"
    visit.asking = visit.offer = visit.draft = None


def go_on(visit: Visit, reference: bytes) -> str:
    """Open what was kept under a reference and be where it was left."""
    words, drafts = visit.words, visit.services.drafts
    assert drafts is not None
    try:
        found = drafts.open(reference)
    except KeptError:
        return words("What is kept under this reference is damaged. Please begin anew.")
    if found is None:
        visit.pace.missed()
        return words("Nothing is kept here under it. It opens only on the screen where you began.")
    visit.pace.found()
    return _resume(visit, *found)


def _resume(visit: Visit, draft: Draft, token: Any) -> str:
    gone = visit.words("These questions are not asked any more. You can begin with new ones.")
    offer = next((each for each in visit.services.forms() if each.key == draft.form_key), None)
    if offer is None:
        return gone
    try:
        answers = visit.services.open_form(offer.key).start(instance=draft.instance_xml)
    except Exception as error:  # whatever the form does, the resident gets a sentence
        log.error("a draft could not be taken up again: %s", type(error).__name__)
        return gone
    answers.put_back(draft.files)
    visit.speak_form(answers, offer)
    visit.offer, visit.asking, visit.draft = offer, Asking(answers), token
    visit.assisted, visit.hidden = draft.assisted, draft.hidden
    visit.asking.take_up(draft.place, draft.drawn)
    visit.step = "question" if draft.place else "check"
    return ""


def forget(visit: Visit) -> None:
    """The resident clears what was kept, too."""
    if visit.draft is None or visit.services.drafts is None:
        return
    try:
        visit.services.drafts.forget(visit.draft)
    except Exception as error:
        log.error("a draft could not be cleared: %s", type(error).__name__)


PURPOSES["draft"] = Purpose(_title, go_on)
DOES: dict[str, Callable[[Visit, str, Any], None]] = {"later": keep}
