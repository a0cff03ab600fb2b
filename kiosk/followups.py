"""People to call: the sealed list of this hub, opened for a moment, and what came of each call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.store import HubState
from kiosk.visit.reference import Pace
from sync import codec, followups, reference, sealing
from sync.errors import FeedError, ReferenceError
from sync.followups import Called, FollowUp

if TYPE_CHECKING:
    from kiosk.parts import Parts

DONE = ("called", "wrong")
"""After these nobody calls again."""


class Followups:
    """Keeps nothing of what it opens; of a call only the entry's random id."""

    def __init__(self, parts: Parts, pace: Pace | None = None) -> None:
        self._parts, self._state = parts, HubState(parts.database)
        self._pace = pace or Pace()

    def there(self) -> bool:
        """Whether the council lets this hub call anybody."""
        return self._parts.content.has("calls")

    def pause(self) -> int:
        """Seconds until another code may be tried."""
        return self._pace.left()

    def open(self, typed: str) -> list[FollowUp] | None:
        """Whom to call; None when the code opens nothing, or has a slip in it."""
        if self._pace.left():
            return None
        try:
            key = sealing.calls_key(reference.read(typed))
        except ReferenceError:
            return None
        found = self._opened(key)
        if found is None:
            self._pace.missed()
            return None
        self._pace.found()
        done = self._done() & {each.id.hex() for each in found}
        self._state.put(called=" ".join(sorted(done)))
        live = [each for each in found if each.until > self._parts.today()]
        return [each for each in live if each.id.hex() not in done]

    def _opened(self, key: bytes) -> list[FollowUp] | None:
        for body in self._parts.content.bodies("calls"):
            try:
                found = followups.opened(body, key)
            except FeedError:
                continue
            if found is not None:
                return found
        return None

    def _done(self) -> set[str]:
        return set(self._state.get("called").split())

    def mark(self, id: bytes, outcome: str) -> None:
        """Send what came of a call; raises StoreError, CodecError."""
        parts, instance = self._parts, Called(id, outcome).instance()
        record = codec.Record(reference.new(), parts.now(), "en", False, instance)
        form, words = followups.FORM, followups.DICTIONARY
        parts.outbox.post(codec.encode(followups.FORM_KEY, form, words, record))
        if outcome in DONE:
            self._state.put(called=" ".join(sorted(self._done() | {id.hex()})))
