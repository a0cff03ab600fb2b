"""Which forms take one voice each, and whether a token may still be used here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.visit import VoiceError
from sync import voices

if TYPE_CHECKING:
    from kiosk.app import Parts


class Voting:
    """Looks at what the council has sent, and at what was heard at this kiosk."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def forms(self) -> frozenset[str]:
        """The ids of forms that ask for a token."""
        return frozenset(self._of("voices"))

    def voice(self, form_id: str, token: bytes) -> bytes:
        """The voice of a token that may be used; raises VoiceError."""
        voice = voices.of(token, form_id)
        if voice not in self._of("voices").get(form_id, frozenset()):
            raise VoiceError(spent=False)
        elsewhere = voice in self._of("spent").get(form_id, frozenset())
        if elsewhere or self._parts.outbox.spent(voice):
            raise VoiceError(spent=True)
        return voice

    def _of(self, kind: str) -> dict[str, frozenset[bytes]]:
        return voices.gathered(self._parts.content.bodies(kind))
