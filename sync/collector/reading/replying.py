"""Seals what officers answered, marks what they read, and puts both into the feed of every hub.

The pages only write words down. Stretching a reference takes a third of a second and 64 MiB, so it
is done here, in one place and one after the other.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sync import feed, sealing
from sync.collector import feeds
from sync.collector.models import Council, FeedItem, Form, Progress, Reply, Submission
from sync.collector.place import Place
from sync.errors import FeedError
from sync.replies import (
    READ_LEVELS,
    REPLY_LEVELS,
    ReplyText,
    Word,
    bundle,
    read_item,
    spans,
)

log = logging.getLogger("collector.reading")
SHOWN = timedelta(days=366)
"""How long a reply can be opened at a kiosk, and a mark says that something was read."""
MARKS_WAIT = timedelta(minutes=10)
"""How long marks of what was read gather before they make a new feed."""


def answer(place: Place, at_once: bool = False) -> int:
    """Bring what officers did since to the kiosks; how many replies were sealed."""
    sealed = sum(_seal(reply) for reply in Reply.objects.filter(number=None, ended=""))
    _mark_read(timedelta() if at_once else MARKS_WAIT)
    _expire()
    for council in Council.objects.filter(replies_changed=True):
        refresh(place, council)
    return sealed


def refresh(place: Place, council: Council) -> None:
    """Make the bundles anew and with them the feed of every hub; what is the same stays."""
    with transaction.atomic():
        Council.objects.select_for_update(no_key=True).get(pk=council.pk)
        wanted = {feed.item_key(item).hex(): item for item in _items(council)}
        here = FeedItem.objects.filter(council=council, kind__in=feeds.BUNDLED)
        held = set(here.values_list("key", flat=True))
        for key in held - wanted.keys():
            FeedItem.objects.filter(council=council, key=key).delete()
        for key in wanted.keys() - held:
            feeds.add_item(council.pk, feed.kind_of(wanted[key]), wanted[key])
        for hub in council.hubs.all():
            feeds.rebuild(place, hub)
        Council.objects.filter(pk=council.pk).update(replies_changed=False)


def _items(council: Council) -> Iterator[bytes]:
    replies = Reply.objects.filter(council=council).exclude(number=None)
    live = replies.filter(ended="").values_list("number", "lookup", "sealed")
    entries = {
        number: (bytes(lookup), bytes(sealed))
        for number, lookup, sealed in live
        if number and lookup and sealed
    }
    for part in _bundled(entries, REPLY_LEVELS, _last(replies)):
        yield bundle(entries[number] for number in part)
    read = Progress.objects.filter(council=council).exclude(number=None)
    since = read.filter(read_at__gte=timezone.now() - SHOWN).values_list("number", "mark")
    marks = {number: bytes(mark) for number, mark in since if number and mark}
    for part in _bundled(marks, READ_LEVELS, _last(read)):
        yield read_item(marks[number] for number in part)


def _bundled(numbers: Iterable[int], levels: tuple[int, ...], last: int) -> Iterator[list[int]]:
    here = set(numbers)
    for span in spans(last, levels):
        part = [number for number in span if number in here]
        if part:
            yield part


def _last(rows) -> int:  # type: ignore[no-untyped-def]
    return int(rows.aggregate(last=Max("number"))["last"] or 0)


def _seal(reply: Reply) -> bool:
    """Give a reply its place in the feed; one whose submission was erased goes."""
    said = _submission(reply)
    if said is None:
        reply.delete()
        return False
    word, at = Word(reply.word), int(reply.written_at.timestamp())
    text = ReplyText(word, at, _about(reply.form, list(reply.texts)), reply.texts)
    key = sealing.reply_key(bytes.fromhex(said.reference))
    try:
        sealed = text.seal(key)
    except FeedError:  # the pages let nothing through that is too long
        log.error("a reply is too long for a kiosk and was taken back")
        Reply.objects.filter(pk=reply.pk).update(ended=Reply.End.WITHDRAWN)
        return False
    with transaction.atomic():
        rows = Reply.objects.filter(pk=reply.pk, ended="")
        number = _last(Reply.objects.filter(council_id=reply.council_id)) + 1
        rows.update(number=number, lookup=sealing.reply_lookup(key), sealed=sealed)
        _changed(reply.council_id)
    return True


def _about(form: Form, languages: list[str]) -> dict[str, str]:
    """The form's title in the languages of a reply."""
    item = FeedItem.objects.filter(council=form.council_id, key=form.key).first()
    try:
        titles = feed.FormItem.decode(bytes(item.content)).titles if item else {}
    except FeedError:
        titles = {}
    found = {code: titles[name] for code in languages for name in titles if _names(name, code)}
    return found or {"": form.title}


def _names(name: str, code: str) -> bool:
    """Whether a form's language, such as ``Cymraeg (cy)``, is the one with this code."""
    inner = name.rpartition("(")[2].rstrip(") ") if "(" in name else name
    return inner.lower() == code


def _mark_read(wait: timedelta) -> None:
    new = Progress.objects.filter(number=None)
    if not new.filter(read_at__lte=timezone.now() - wait).exists():
        return
    for each in new.order_by("read_at"):
        said = _submission(each)
        if said is None:
            each.delete()
            continue
        mark = sealing.read_mark(sealing.reply_key(bytes.fromhex(said.reference)))
        with transaction.atomic():
            number = _last(Progress.objects.filter(council_id=each.council_id)) + 1
            Progress.objects.filter(pk=each.pk).update(number=number, mark=mark)
            _changed(each.council_id)


def _submission(row: Reply | Progress) -> Submission | None:
    return Submission.objects.filter(council_id=row.council_id, record=row.record).first()


def _expire() -> None:
    old = Reply.objects.filter(ended="", written_at__lt=timezone.now() - SHOWN)
    for council_id in set(old.values_list("council_id", flat=True)):
        with transaction.atomic():
            over = {"ended": Reply.End.EXPIRED, "ended_at": timezone.now()}
            old.filter(council_id=council_id).update(**over)
            _changed(council_id)


def _changed(council_id: int) -> None:
    Council.objects.filter(pk=council_id).update(replies_changed=True)
