"""Answers kept for later, between a visit and the store: their bytes and their reference."""

import logging
from dataclasses import dataclass, field
from typing import Any

import msgpack

from kiosk.store import Drafts, Place, StoreError
from kiosk.visit import Draft, KeptError, SaveError, Slip
from sync import reference
from sync.errors import SealingError

log = logging.getLogger("kiosk")


@dataclass(frozen=True)
class Token:
    """A draft that is open in a visit, so that it can be kept again or forgotten."""

    reference: bytes = field(repr=False)
    place: Place


class Keeping:
    """Keeps, opens and forgets what is not finished."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def keep(self, draft: Draft, token: Token | None) -> Slip:
        """Keep it; under the reference it had, so that the paper in the hand stays right.

        Raises:
            SaveError: it is not kept.
        """
        said = token.reference if token else reference.new()
        try:
            place = token.place if token else self._drafts.place(said)
            self._drafts.keep(place, _written(draft))
        except StoreError as error:
            log.error("answers could not be kept for later: %s", type(error).__name__)
            raise SaveError(str(error)) from None
        return Slip(reference.words(said), reference.digits(said), None)

    def open(self, said: bytes) -> tuple[Draft, Token] | None:
        """What is kept under a reference; raises KeptError."""
        try:
            place = self._drafts.place(said)
            plain = self._drafts.open(place)
            return (_read(plain), Token(said, place)) if plain is not None else None
        except (StoreError, SealingError, ValueError, TypeError) as error:
            log.error("a draft could not be opened: %s", type(error).__name__)
            raise KeptError from None

    def forget(self, token: Token) -> None:
        """Leave nothing of it; raises StoreError."""
        self._drafts.forget(token.place)


def _written(draft: Draft) -> bytes:
    made: bytes = msgpack.packb(
        [
            draft.form_key, draft.instance_xml, draft.language, draft.assisted, draft.hidden,
            draft.place, dict(draft.files), dict(draft.drawn),
        ]
    )  # fmt: skip
    return made


def _read(plain: bytes) -> Draft:
    values: list[Any] = msgpack.unpackb(plain)
    return Draft(*values)
