"""Each entry of a council's audit log holds the hash of itself and of the one before it.

Entries are linked once a minute and not as they are written, so that nobody waits for anybody else
to be written down. Whoever changes the database can link it anew from there on; that shows against
the ends that ``notes`` keeps beside it and in the journal of the machine.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sync.collector.models import Audit, AuditCut, Council

AT_ONCE = 500
"""Entries in one transaction, so that no kiosk waits long for its own."""
ROUNDS = 20
"""Transactions for one council in one round."""


def link_all() -> None:
    """Link what was written since."""
    for council in Council.objects.all():
        for _ in range(ROUNDS):
            if _link_some(council) < AT_ONCE:
                break


def _link_some(council: Council) -> int:
    with transaction.atomic():
        # One after the other; ``no_key``, for who writes an entry shares the key of the council.
        Council.objects.select_for_update(no_key=True).get(pk=council.pk)
        place, link = end(council)
        found = list(Audit.objects.filter(council=council, place=None).order_by("pk")[:AT_ONCE])
        for entry in found:
            place += 1
            link = linked(link, place, entry)
            Audit.objects.filter(pk=entry.pk, council=council).update(place=place, link=link)
        return len(found)


def linked(before: str, place: int, entry: Audit) -> str:
    """The link of an entry, by BLAKE2b (RFC 7693)."""
    at = entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    said = [before, entry.council_id, place, entry.user_id, entry.token_id, entry.action]
    body = json.dumps([*said, entry.subject, at]).encode()
    return hashlib.blake2b(body, digest_size=32).hexdigest()


def end(council: Council) -> tuple[int, str]:
    """Place and link of the newest linked entry; what was erased last where there is none."""
    last = Audit.objects.filter(council=council).exclude(place=None).order_by("-place").first()
    if last is not None and last.place is not None:
        return last.place, last.link
    return cut(council)


def cut(council: Council) -> tuple[int, str]:
    """Place and link of the last entry that was erased; 0 where none was."""
    found = AuditCut.objects.filter(council=council).first()
    return (found.place, found.link) if found else (0, "")


def walked(council: Council) -> Iterator[tuple[int, str, bool]]:
    """Every entry by its place: its link, and whether it is whole and follows the one before."""
    place, link = cut(council)
    rows = Audit.objects.filter(council=council).exclude(place=None).order_by("place")
    for entry in rows.iterator(chunk_size=2000):
        place += 1
        link = linked(link, place, entry)
        yield place, link, (entry.place, entry.link) == (place, link)


def forget_old() -> None:
    """Erase what was kept long enough; where the chain goes on from is kept."""
    if settings.AUDIT_KEPT is None:
        return
    before = timezone.now() - settings.AUDIT_KEPT
    for council in Council.objects.all():
        mine = Audit.objects.filter(council=council)
        with transaction.atomic():
            last = mine.filter(at__lt=before).exclude(place=None).order_by("-place").first()
            if last is not None:
                from_here = {"place": last.place, "link": last.link}
                AuditCut.objects.update_or_create(council=council, defaults=from_here)
                mine.filter(place__lte=last.place).delete()
