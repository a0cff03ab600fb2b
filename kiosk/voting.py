"""Which forms take one voice each, and whether a token may still be used here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.visit import VoiceError
from sync import voices
from sync.voices import VoicesItem

if TYPE_CHECKING:
    from kiosk.parts import Parts


class Voting:
    """Looks at what the council has sent, and at what was heard at this kiosk."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def forms(self) -> frozenset[str]:
        """The ids of forms that ask for a token."""
        return frozenset(each.form_id for each in self._items(voices.ISSUED))

    def voice(self, form_id: str, token: bytes) -> bytes:
        """The voice of a token that may be used; raises VoiceError."""
        voice = voices.of(token, form_id)
        if not self._holds(voices.ISSUED, form_id, voice):
            raise VoiceError(spent=False)
        if self._holds(voices.SPENT, form_id, voice) or self._parts.outbox.spent(voice):
            raise VoiceError(spent=True)
        return voice

    def _holds(self, kind: str, form_id: str, voice: bytes) -> bool:
        those = (each for each in self._items(kind) if each.form_id == form_id)
        return any(voice in each.voices for each in those)

    def _items(self, kind: str) -> list[VoicesItem]:
        return self._parts.content.read(kind, VoicesItem.decode)
