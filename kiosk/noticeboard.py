"""The noticeboard of this kiosk: what the feed brought, and what staff wrote here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync import codec, notices, reference
from sync.notices import NoticeItem, Posted

if TYPE_CHECKING:
    from kiosk.parts import Parts

DAY = 86_400
MOST = 200
"""Notices shown at most, those that stay longest first."""


class Noticeboard:
    """Reads and writes notices; one of the same id shows once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def shown(self) -> list[NoticeItem]:
        """The notices that hold today, the newest of the hub first."""
        read = self._parts.content.read("notice", NoticeItem.decode)
        fed = {each.id: each for each in read}
        own = self._own(fed)
        now = self._parts.today()
        every = [*own.values(), *(each for each in fed.values() if each.id not in own)]
        live = [each for each in every if each.until > now]
        return sorted(live, key=lambda each: (-each.until, each.id))[:MOST]

    def _own(self, fed: dict[bytes, NoticeItem]) -> dict[bytes, NoticeItem]:
        """Those written here that the feed has not answered yet."""
        with self._parts.database.use() as db:
            rows = list(db.query("select id, body, until from own_notices"))
        own = {}
        for row in rows:
            item, id = NoticeItem.decode(row["body"]), bytes(row["id"])
            theirs = fed.get(id)
            if theirs is None or (item.until == 0 and theirs.until):
                own[id] = item
        return own

    def write(self, title: str, text: str, days: int, everywhere: bool, language: str) -> None:
        """Show a notice here and put it on its way; raises StoreError, CodecError."""
        until = self._parts.now() + days * DAY
        self._post(Posted(notices.new_id(), language, title, text, until, everywhere))

    def take_down(self, id: bytes) -> None:
        """Show a notice no more, here and, when it was written in this hub, elsewhere."""
        self._post(Posted(id, "", "", "", 0, False))

    def _post(self, posted: Posted) -> None:
        instance, parts = posted.instance(), self._parts
        record = codec.Record(reference.new(), parts.now(), posted.language, False, instance)
        plain = codec.encode(notices.FORM_KEY, notices.FORM, notices.DICTIONARY, record)
        parts.outbox.post(plain)
        self._keep(posted.item(parts.identity.enrolled.hub))

    def _keep(self, item: NoticeItem) -> None:
        now = self._parts.today()
        with self._parts.database.write() as db:
            db.table("own_notices").delete_where("until > 0 and until < ?", [now])
            row = {"id": item.id, "body": item.encode(), "until": item.until}
            db.table("own_notices").insert(row, pk="id", replace=True)
