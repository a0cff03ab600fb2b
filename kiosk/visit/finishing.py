"""Finish: the answers are kept, or stay on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.forms.errors import FormError
from kiosk.visit import one_voice
from kiosk.visit.services import Finished, SaveError, Slip, VoiceError
from sync.protocol import VOICE_META

if TYPE_CHECKING:
    from kiosk.visit.asking import Asking
    from kiosk.visit.machine import Visit
    from kiosk.visit.services import FormOffer


def finish(visit: Visit, rest: str, value: Any) -> None:
    """Keep the answers; back to a question that is not answered yet, or to the slip of a vote."""
    asking, offer = visit.asking, visit.offer
    assert asking is not None and offer is not None
    if asking.first_problem(visit.words):
        visit.step = "question"
        return
    if one_voice.wanted(visit):
        one_voice.ask(visit)
        return
    try:
        slip = _submit(visit, asking, offer)
    except VoiceError as error:
        one_voice.ask_again(visit, error)
    # Whatever goes wrong here, the answers must stay: so nothing is let through.
    except Exception as error:
        known = isinstance(error, (SaveError, FormError))
        visit.trouble = str(error) if known else ""
        visit.step = "unsaved"
        visit.counts["failed"] += 1
    else:
        _finished(visit, slip)


def _finished(visit: Visit, slip: Slip) -> None:
    visit.asking, visit.draft, visit.voice = None, None, b""
    visit.slip = None if visit.practice else slip
    visit.step = "practised" if visit.practice else "saved"
    visit.counts["finished"] += 1
    visit.counts["assisted"] += visit.assisted


def _submit(visit: Visit, asking: Asking, offer: FormOffer) -> Slip:
    if visit.voice:
        asking.answers.note(VOICE_META, visit.voice.hex())
    instance = asking.answers.finish()
    language = visit.paper_language or visit.words.language.code
    return visit.services.submit(
        Finished(
            offer.key, instance, language, visit.assisted, asking.answers.files(), visit.draft,
            visit.voice, visit.paper,
        )
    )  # fmt: skip


DOES = {"finish": finish}
