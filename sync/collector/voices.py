"""One voice each: tokens for a form, which submission counts, and what the kiosks learn of it.

A token that was used at two kiosks before they met: both submissions are kept, the one that was
received first counts, and the other says that it does not.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import transaction
from django.utils import timezone

from sync import fields, voices
from sync.collector import feeds
from sync.collector.errors import CollectorError
from sync.collector.models import Council, Form, Hub, PlaceItem, Submission, Voice
from sync.collector.place import Place
from sync.protocol import VOICE_META
from sync.voices import ISSUED, SPENT, VoicesItem

AT_ONCE = 100
"""Tokens made between two writings."""
PIECE = 512
"""Spent voices in one item of the feed; once it is full, it is never sent again."""
EVERY_SECONDS = 3600
"""Between two changes of the piece that is not full, so that the feed does not change all day."""


def issue(place: Place, form: Form, count: int) -> Iterator[bytes]:
    """Make tokens for a form and give them one after the other, 7 bytes each; raises
    CollectorError. They are kept nowhere: whoever asked prints them. Kiosks take them from their
    next sync on."""
    if not form.one_voice:
        raise CollectorError(
            f"{form.title} does not ask for tokens; publish it with the setting kiosk_one_voice."
        )
    taken = Voice.objects.filter(council=form.council_id, form_id=form.form_id).count()
    if not 1 <= count <= voices.MOST - taken:
        raise CollectorError(f"A form has at most {voices.MOST:,} tokens; {taken:,} are made.")
    return _issued(place, form, count)


def _issued(place: Place, form: Form, count: int) -> Iterator[bytes]:
    with ThreadPoolExecutor(os.cpu_count()) as cores:  # the stretching is nearly all of the work
        for start in range(0, count, AT_ONCE):
            made = [voices.new() for _ in range(min(AT_ONCE, count - start))]
            Voice.objects.bulk_create(cores.map(lambda token: _voice(form, token), made))
            yield from made
    show(form.council, form.form_id)
    feeds.rebuild_all(place, form.council_id)


def _voice(form: Form, token: bytes) -> Voice:
    voice = voices.of(token, form.form_id).hex()
    return Voice(council_id=form.council_id, form_id=form.form_id, voice=voice)


def show(council: Council, form_id: str) -> None:
    """Tell the kiosks which voices a form takes, with the next index; also that it takes none."""
    issued = Voice.objects.filter(council=council, form_id=form_id)
    _put(council.pk, ISSUED, form_id, form_id, set(issued.values_list("voice", flat=True)))


def hide(council: Council, form_id: str) -> None:
    """The form asks for no token any more."""
    PlaceItem.objects.filter(council=council, kind=ISSUED, name=form_id).delete()


def count(form: Form, submission: Submission) -> None:
    """Say whether a submission counts that is about to be kept; inside its transaction."""
    if not form.one_voice:
        return
    said = voices.said(_said(submission.instance))
    issued = Voice.objects.select_for_update().filter(
        council_id=submission.council_id, form_id=form.form_id, voice=said.hex()
    )
    known = issued.first()
    submission.counts = known is not None and _first(known, submission)


def _said(instance: str) -> str:
    end = f"/meta/{VOICE_META}"
    found = (text for path, _, text in fields.values(instance.encode()) if path.endswith(end))
    return next(found, "")


def _first(known: Voice, submission: Submission) -> bool:
    """Whether it was received before the one that counted so far, which then does not."""
    if known.heard_at is not None:
        if (known.heard_at, known.head) <= (submission.received_at, submission.head):
            return False
        earlier = Submission.objects.filter(council_id=known.council_id, head=known.head)
        earlier.update(counts=False)
    known.head, known.heard_at = submission.head, submission.received_at
    known.save(update_fields=["head", "heard_at"])
    return True


def spread() -> None:
    """Let every kiosk know the voices that were heard at the others."""
    heard = Voice.objects.exclude(heard_at=None)
    for council, form_id in heard.values_list("council_id", "form_id").distinct().order_by():
        with transaction.atomic():
            if _spread(council, form_id):
                Hub.objects.filter(council_id=council).update(stale=True)


def _spread(council: int, form_id: str) -> bool:
    heard = Voice.objects.filter(council_id=council, form_id=form_id).exclude(heard_at=None)
    ordered = list(heard.order_by("heard_at", "voice").values_list("voice", flat=True))
    changed = False
    for number, start in enumerate(range(0, len(ordered), PIECE)):
        piece = set(ordered[start : start + PIECE])
        name = f"{number}/{form_id}"[:200]
        if len(piece) == PIECE or _due(council, name):
            changed |= _put(council, SPENT, name, form_id, piece)
    return changed


def _due(council: int, name: str) -> bool:
    """Whether the piece that is not full may change again."""
    found = PlaceItem.objects.filter(council_id=council, kind=SPENT, name=name, hub=None).first()
    passed = (timezone.now() - found.loaded_at).total_seconds() if found else EVERY_SECONDS
    return passed >= EVERY_SECONDS


def _put(council: int, kind: str, name: str, form_id: str, which: set[str]) -> bool:
    """Put an item in the place of the one of the same name; whether that changes anything."""
    content = VoicesItem(kind, form_id, frozenset(map(bytes.fromhex, which))).encode()
    same: dict[str, Any] = {"council_id": council, "kind": kind, "name": name, "hub": None}
    if PlaceItem.objects.filter(**same, key=feeds.key_of(content)).exists():
        return False
    key = feeds.add_item(council, kind, content)
    PlaceItem.objects.update_or_create(defaults={"key": key}, **same)
    return True
