"""Puts notices on the kiosks and takes them down, whoever wrote them."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sync import notices
from sync.collector import feeds
from sync.collector.errors import CollectorError
from sync.collector.models import Council, Device, Hub, Notice, PlaceItem
from sync.collector.place import Place
from sync.errors import CodecError, FeedError
from sync.notices import NoticeItem, Posted
from sync.place import CrisisItem

MOST_LIVE = 100
"""Notices of one kiosk that show at once; a device that was taken over fills no board."""
LONGEST = datetime.timedelta(days=400)


def publish(
    place: Place, council: Council, titles: Mapping[str, str], texts: Mapping[str, str],
    days: int, hub: Hub | None = None, source: str = "",
) -> Notice:  # fmt: skip
    """Put a notice of the council on the kiosks of one hub or of all; raises CollectorError."""
    until = timezone.now() + datetime.timedelta(days=days)
    said_by = source or council.name
    item = NoticeItem(notices.new_id(), said_by, int(until.timestamp()), titles, texts)
    try:
        content = item.encode()
        NoticeItem.decode(content)
    except FeedError as error:
        raise CollectorError(f"This notice cannot be shown: {error}") from error
    title = next(iter(titles.values()), "")
    if not title or not any(texts.values()) or not 1 <= days <= LONGEST.days:
        raise CollectorError("A notice has a title, a text, and from 1 to 400 days to stay.")
    with transaction.atomic():
        made = Notice.objects.create(
            council=council, notice_id=item.id.hex(), hub=hub, title=title[:200], until=until,
            key=feeds.add_item(council.pk, "notice", content),
        )  # fmt: skip
    feeds.rebuild_all(place, council.pk)
    return made


def live(council: Council) -> QuerySet[Notice]:
    """The notices of a council that show now, the newest first."""
    found = Notice.objects.filter(council=council, until__gt=timezone.now(), withdrawn_at=None)
    return found.select_related("hub", "device__hub").order_by("-created_at", "pk")


def withdraw(place: Place, notice: Notice) -> None:
    """Take a notice down on every kiosk, with the next sync of each."""
    _down(notice)
    feeds.rebuild_all(place, notice.council_id)


def _down(notice: Notice) -> None:
    """Put in its place an item that says it was taken down; the kiosk that wrote it obeys."""
    item = NoticeItem(bytes.fromhex(notice.notice_id), "", 0, {}, {})
    notice.key = feeds.add_item(notice.council_id, "notice", item.encode())
    notice.withdrawn_at = timezone.now()
    notice.save(update_fields=["key", "withdrawn_at"])


def keep(device: Device, instance: bytes) -> None:
    """What staff wrote or took down at a kiosk; the same again changes nothing.

    Signed by nobody yet: the feed of the hubs is marked, and made anew by who has the key.
    Raises CodecError.
    """
    posted = Posted.read(instance)
    known = Notice.objects.filter(council_id=device.council_id, notice_id=posted.id.hex()).first()
    if posted.until:
        if known is not None:
            return
        _keep_new(device, posted)
    elif known is not None and known.withdrawn_at is None and _may_take_down(device, known):
        _down(known)
    elif known is None:
        return
    Hub.objects.filter(council_id=device.council_id).update(stale=True)


def _may_take_down(device: Device, notice: Notice) -> bool:
    """A hub takes down what was written in it; what the council wrote stays."""
    return notice.device is not None and notice.device.hub_id == device.hub_id


def _keep_new(device: Device, posted: Posted) -> None:
    now = timezone.now()
    live = Notice.objects.filter(council_id=device.council_id, device=device, until__gt=now)
    if live.filter(withdrawn_at=None).count() >= MOST_LIVE:
        raise CodecError("This kiosk has more notices on the board than it may have.")
    latest = int((now + LONGEST).timestamp())
    until = datetime.datetime.fromtimestamp(min(posted.until, latest), datetime.UTC)
    content = posted.item(device.hub.name).encode()
    Notice.objects.create(
        council_id=device.council_id, notice_id=posted.id.hex(), device=device,
        hub=None if posted.everywhere else device.hub, title=posted.title[:200], until=until,
        key=feeds.add_item(device.council_id, "notice", content),
    )  # fmt: skip


def crisis(
    place: Place, council: Council, texts: Mapping[str, str], days: int, hub: Hub | None = None
) -> datetime.datetime:
    """Switch crisis mode on at one hub or at all; until when. Raises CollectorError."""
    if not 1 <= days <= LONGEST.days:
        raise CollectorError("A crisis is switched on for 1 to 400 days.")
    until = timezone.now() + datetime.timedelta(days=days)
    content = CrisisItem(int(until.timestamp()), texts).encode()
    try:
        CrisisItem.decode(content)
    except FeedError as error:
        raise CollectorError(f"These words cannot be shown: {error}") from error
    values = {"key": feeds.add_item(council.pk, "crisis", content), "until": until}
    PlaceItem.objects.update_or_create(
        council=council, kind="crisis", name="", hub=hub, defaults=values
    )
    feeds.rebuild_all(place, council.pk)
    return until


def calm(place: Place, council: Council, hub: Hub | None = None) -> int:
    """Switch crisis mode off, at one hub or wherever it is on; how many it was on for."""
    found = PlaceItem.objects.filter(council=council, kind="crisis")
    count, _ = (found.filter(hub=hub) if hub else found).delete()
    feeds.rebuild_all(place, council.pk)
    return count
