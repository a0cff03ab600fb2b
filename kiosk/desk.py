"""What a visit needs of the rest of the kiosk: forms to offer, and a place that keeps answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk import capture, forms
from kiosk.backroom import Backroom
from kiosk.commons import Commons
from kiosk.store import StoreError
from kiosk.visit import Finished, FormOffer, SaveError, Services, Slip, Status
from sync import attachments, codec, reference
from sync.errors import CodecError
from sync.feed import FormItem

if TYPE_CHECKING:
    from kiosk.app import Parts

log = logging.getLogger("kiosk")


class Desk:
    """What a visit needs of the kiosk: forms to offer, and a place that keeps the answers."""

    def __init__(self, parts: Parts, posted: Callable[[], None] = lambda: None) -> None:
        """``posted`` is called after each submission, as to wake the sync."""
        self._parts = parts
        self._posted = posted
        self._items: dict[bytes, FormItem] = {}
        self.backroom = Backroom(parts, posted)
        self.commons = Commons(parts, self.backroom.board)

    def services(self) -> Services:
        """The plain callables a visit gets."""
        return Services(
            forms=self.offers, open_form=self.open_form, submit=self.submit,
            state=self._parts.outbox.state, status=self.status,
            take_picture=self._camera(), recorder=self._recorder(),
            rooms=self.commons.rooms, staff=self.backroom.door, standing=self.backroom.standing,
            ended=self.backroom.ended,
        )  # fmt: skip

    def _camera(self) -> Callable[[], bytes] | None:
        command = self._parts.settings.camera
        return (lambda: capture.picture(command)) if command else None

    def _recorder(self) -> capture.Recorder | None:
        command = self._parts.settings.microphone
        return capture.Recorder(command) if command else None

    def offers(self) -> list[FormOffer]:
        """The tasks the council has published."""
        if self._parts.outbox.status().revoked:
            return []  # nothing more may be said to be saved
        self._items = dict(self._parts.content.forms())
        return [
            FormOffer(key, _by_code(item.titles), _by_code(item.descriptions), item.icon)
            for key, item in self._items.items()
        ]

    def open_form(self, key: bytes) -> Any:
        """The form, ready to be started."""
        item = self._items[key]
        return forms.load(item.xml, item.resources)

    def submit(self, finished: Finished) -> Slip:
        """Seal and save; raises SaveError, and then nothing is saved."""
        item, said = self._items[finished.form_key], reference.new()
        try:
            cut = attachments.cut(finished.files)
            record = codec.Record(
                said, self._parts.now(), finished.language, finished.assisted,
                finished.instance_xml, cut.files,
            )  # fmt: skip
            plain = codec.encode(finished.form_key, item.xml, item.dictionary, record)
            posted = self._parts.outbox.post(plain, cut.parts)
        except (StoreError, CodecError) as error:
            log.error("a submission could not be saved: %s", type(error).__name__)
            raise SaveError(str(error)) from None
        self._posted()
        return Slip(reference.words(said), reference.digits(said), posted.seq)

    def status(self) -> Status:
        """How much has reached the council."""
        status = self._parts.outbox.status()
        return Status(status.waiting, status.arrived, status.server_time or None)


def _by_code(texts: Any) -> dict[str, str]:
    """Texts by language code: a form names its languages as ``English (en)``."""
    return {_code(name): text for name, text in texts.items()}


def _code(name: str) -> str:
    inner = name.rpartition("(")[2].rstrip(") ") if "(" in name else name
    return "" if name in ("", "default") else inner.lower()
