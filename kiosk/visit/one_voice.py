"""One voice each: the token that staff hand out, asked for before the first question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Text
from kiosk.visit import reference
from kiosk.visit.reference import PURPOSES, Purpose
from kiosk.visit.services import FormOffer, VoiceError
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit

PURPOSE = "voice"


def wanted(visit: Visit) -> bool:
    """Whether a token must still be asked for; in practice none is."""
    asked = visit.offer is not None and visit.offer.one_voice and visit.services.voice is not None
    return asked and not visit.voice


def told(offer: FormOffer | None, words: Words) -> tuple[Text, ...]:
    """What a resident is told of it before they start."""
    if offer is None or not offer.one_voice:
        return ()
    return (
        Text(words("Everybody has one say here. You need a slip of paper from the desk for it.")),
        Text(words("Nobody knows who has which slip.")),
    )


def ask(visit: Visit) -> None:
    """Ask for the token; what comes then goes on from where it was."""
    reference.begin(visit, PURPOSE, None)


def ask_again(visit: Visit, error: VoiceError) -> None:
    """The token was used elsewhere in the meantime; the answers stay."""
    visit.voice = b""
    ask(visit)
    assert visit.typing is not None
    visit.typing.problem = _problem(visit.words, error)


def before(visit: Visit) -> str:
    """The step that going back leads to."""
    return "check" if visit.asking is not None else "privacy"


def _title(words: Words) -> str:
    return words("Your slip of paper")


def _opened(visit: Visit, token: bytes) -> str:
    assert visit.offer is not None and visit.services.voice is not None
    try:
        visit.voice = visit.services.voice(visit.offer.key, token)
    except VoiceError as error:
        if not error.spent:
            visit.pace.missed()
        return _problem(visit.words, error)
    visit.pace.found()
    if visit.asking is None:
        visit.go_on()
    else:
        visit.step = "check"
    return ""


def _problem(words: Words, error: VoiceError) -> str:
    if error.spent:
        return words("This slip was used before. Each slip counts once.")
    return words("This slip is not for these questions. Please ask at the desk.")


PURPOSES[PURPOSE] = Purpose(_title, _opened)
