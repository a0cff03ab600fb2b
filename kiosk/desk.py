"""What a visit needs of the rest of the kiosk: forms to offer, and a place that keeps answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kiosk import capture, forms
from kiosk.bell import Bell
from kiosk.commons import Commons
from kiosk.hearing import Hearing
from kiosk.keeping import Keeping
from kiosk.noticeboard import Noticeboard
from kiosk.printing import Printer
from kiosk.standing import HubStanding
from kiosk.store import Incident, StoreError, VoiceSpentError
from kiosk.visit import Finished, FormOffer, SaveError, Services, Slip, Status, VoiceError
from kiosk.voting import Voting
from sync import attachments, codec, papers, reference
from sync.errors import CodecError
from sync.feed import FormItem

if TYPE_CHECKING:
    from kiosk.backroom import Backroom
    from kiosk.parts import Parts

log = logging.getLogger("kiosk")


class Desk:
    """What a visit needs of the kiosk: forms to offer, and a place that keeps the answers."""

    def __init__(self, parts: Parts, posted: Callable[[], None] = lambda: None) -> None:
        """``posted`` is called after each submission, as to wake the sync."""
        self._parts = parts
        self._posted = posted
        self._items: dict[bytes, FormItem] = {}
        self.hearing = Hearing(parts)
        self.standing = HubStanding(parts)
        self.board = Noticeboard(parts)
        self._printer = self._made_printer()
        self.commons = Commons(parts, self.board, self._printer)
        self.voting = Voting(parts)

    def services(self) -> Services:
        """The plain callables a visit gets."""
        return Services(
            forms=self.offers, open_form=self.open_form, submit=self.submit,
            state=self._parts.outbox.state, status=self.status,
            take_picture=self._camera(), recorder=self._recorder(), bell=self._bell(),
            printer=self._printer,
            drafts=Keeping(self._parts.drafts), council=self._parts.identity.enrolled.council,
            voice=self.voice, ask=self.hearing.ask, outcomes=self.hearing.outcomes,
            failed=self.failed, rooms=self.commons.rooms, life=self.commons.life,
            staff=lambda: self.backroom.door(),
            standing=self.standing.now, ended=self.standing.ended,
            of_paper=self.of_paper, end_practice=lambda: self.standing.set_practice(False),
        )  # fmt: skip

    @cached_property
    def backroom(self) -> Backroom:
        """The kiosk as staff see it, made when the first of them comes."""
        from kiosk.backroom import Backroom

        return Backroom(self._parts, self.standing, self.board, self._posted)

    def wait(self) -> None:
        """Return once nothing is being read for a resident nor copied for staff."""
        self.hearing.wait()
        if "backroom" in vars(self):
            self.backroom.wait()

    def failed(self, error: BaseException) -> None:
        """Count an error that ended a visit, for staff to see."""
        self._keep(Incident.of(error, self._parts.now()))

    def ended_by_itself(self, how: str) -> None:
        """Count the end of the window before this one; empty when it ended as it should."""
        if how:
            self._keep(Incident(self._parts.now(), how, "window"))

    def _keep(self, incident: Incident) -> None:
        try:
            self._parts.incidents.add(incident)
        except StoreError as error:  # the disk may be what failed; the log still says it
            log.error("an incident could not be kept: %s", type(error).__name__)

    def _camera(self) -> Callable[[], bytes] | None:
        command = self._parts.settings.camera
        return (lambda: capture.picture(command)) if command else None

    def _recorder(self) -> capture.Recorder | None:
        command = self._parts.settings.microphone
        return capture.Recorder(command) if command else None

    def _made_printer(self) -> Printer | None:
        settings = self._parts.settings
        if not settings.printer:
            return None
        made = Printer(settings.printer, settings.printer_width)
        self._parts.health.watch(made)
        return made

    def _bell(self) -> Bell | None:
        command = self._parts.settings.call
        return Bell(command, self._parts.calls, self._parts.now) if command else None

    def offers(self) -> list[FormOffer]:
        """The tasks the council has published."""
        if self._parts.outbox.status().revoked:
            return []  # nothing more may be said to be saved
        self._items, one_voice = dict(self._parts.content.forms()), self.voting.forms()
        return [
            FormOffer(
                key, _by_code(item.titles), _by_code(item.descriptions), item.icon,
                item.form_id in one_voice,
            )
            for key, item in self._items.items()
        ]  # fmt: skip

    def of_paper(self, code: str) -> FormOffer | None:
        """The form whose key begins with the code of a paper: the very version that was printed."""
        begun, _ = papers.read(code)
        named = [each for each in self.offers() if begun and each.key.hex().startswith(begun)]
        return named[0] if len(named) == 1 else None

    def voice(self, key: bytes, token: bytes) -> bytes:
        """The voice of a token for a form; raises VoiceError."""
        return self.voting.voice(self._items[key].form_id, token)

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
                finished.instance_xml, cut.files, codec.PAPER if finished.paper else "",
            )  # fmt: skip
            plain = codec.encode(finished.form_key, item.xml, item.dictionary, record)
            token = finished.draft
            draft = token.place.id if token else b""
            posted = self._parts.outbox.post(plain, cut.parts, draft, finished.voice)
        except VoiceSpentError:
            raise VoiceError(spent=True) from None
        except (StoreError, CodecError) as error:
            log.error("a submission could not be saved: %s", type(error).__name__)
            raise SaveError(str(error)) from None
        self._posted()
        self.hearing.remember(said, posted.seq)
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
