"""The feed of each hub: which items it holds, signed anew with every change."""

import time
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

from sync import feed, followups, notices, sealing
from sync.collector import keys, standing
from sync.collector.models import (
    Card,
    Device,
    FeedIndex,
    FeedItem,
    Form,
    Hub,
    Listing,
    Notice,
    Outcome,
    PlaceItem,
    PlayedBack,
)  # fmt: skip
from sync.collector.place import Place
from sync.collector.programs import offered
from sync.errors import SignatureError
from sync.feed import Entry, Index
from sync.protocol import INDEX_DOMAIN, Batch

LIFE_SECONDS = 400 * 24 * 3600
"""After this a kiosk says that its content is old; it goes on working."""
BUNDLED = ("reply", "read")
"""Kinds of which a council has only what is in every feed of its hubs now."""
KEPT = 200
"""Indexes kept of a hub; a kiosk whose own is older fetches every item once more."""


def add_item(council_id: int, kind: str, content: bytes) -> str:
    """Keep an item; gives its key as hexadecimal digits."""
    key = key_of(content)
    values = {"kind": kind, "content": content}
    FeedItem.objects.get_or_create(council_id=council_id, key=key, defaults=values)
    return key


def key_of(content: bytes) -> str:
    """The name of an item as hexadecimal digits."""
    return feed.item_key(content).hex()


def form_keys(council_id: int) -> list[bytes]:
    """The keys of all forms a council ever published, and of the forms that are built in."""
    keys = Form.objects.filter(council_id=council_id).values_list("key", flat=True)
    return [notices.FORM_KEY, followups.FORM_KEY, *(bytes.fromhex(key) for key in keys)]


def rebuild(place: Place, hub: Hub, at_least: int = 0) -> FeedIndex:
    """The index of a hub as it should be now; a new version only where something changed."""
    with transaction.atomic():
        locked = Hub.objects.select_for_update(no_key=True).get(pk=hub.pk)
        if locked.stale:
            Hub.objects.filter(pk=hub.pk).update(stale=False)
        last = newest(hub)
        entries = _entries(hub)
        if last is not None and last.version >= at_least and _same(last, entries):
            return last
        version = max(last.version if last else 0, at_least - 1) + 1
        now = int(time.time())
        index = Index(version, now, now + LIFE_SECONDS, entries)
        content = index.encode(keys.signing(place, keys.FEED).sign)
        hub.indexes.filter(version__lte=version - KEPT).delete()
        return FeedIndex.objects.create(
            council=hub.council, hub=hub, version=version, content=content
        )


def newest(hub: Hub) -> FeedIndex | None:
    """The newest index of a hub."""
    return hub.indexes.order_by("-version").first()


def _entries(hub: Hub) -> tuple[Entry, ...]:
    """Forms first, so that a kiosk can work while the rest is still on its way; last all replies
    of the council, for whoever asks for one here."""
    wanted = [
        *_forms(hub), *_board(hub), *_listings(hub), *_outcomes(hub), *_cards(hub), *_results(hub),
        *_programs(hub),
    ]  # fmt: skip
    sizes = _sizes(hub, key__in=wanted)
    bundles = _sizes(hub, kind__in=BUNDLED)
    return (*_named(wanted, sizes), *_named(sorted(bundles), bundles))


def _sizes(hub: Hub, **which: object) -> dict[str, tuple[str, int]]:
    found = FeedItem.objects.filter(council=hub.council, **which).annotate(size=Length("content"))
    return {key: (kind, size) for key, kind, size in found.values_list("key", "kind", "size")}


def _named(wanted: Iterable[str], sizes: dict[str, tuple[str, int]]) -> Iterator[Entry]:
    return (Entry(bytes.fromhex(key), *sizes[key]) for key in wanted)


# Each of these gives the keys of items, in the order in which a kiosk gets them.


def _for(hub: Hub) -> Q:
    """What is for every hub, or for this one."""
    return Q(hubs=None) | Q(hubs=hub)


def _cards(hub: Hub) -> Iterable[str]:
    """What residents said that others may see, the newest first."""
    live = Card.objects.filter(council=hub.council, until__gt=timezone.now()).exclude(item="")
    here = live.filter(_for(hub)).order_by("-shown_at", "-number")
    return here.values_list("item", flat=True)


def _outcomes(hub: Hub) -> Iterable[str]:
    """What the council says came of its consultations, the newest first."""
    published = Outcome.objects.filter(council=hub.council).exclude(item="")
    here = published.filter(_for(hub)).order_by("-published_at", "pk")
    return here.values_list("item", flat=True)


def _results(hub: Hub) -> Iterable[str]:
    """Figures that are played back, the newest first."""
    here = PlayedBack.objects.filter(_for(hub), council=hub.council_id)
    return here.order_by("-at", "pk").values_list("item", flat=True)


def _programs(hub: Hub) -> Iterable[str]:
    """Versions of the kiosks' own program that came later than theirs, perhaps."""
    return [program.item for program in offered.to(hub)]


def _forms(hub: Hub) -> Iterable[str]:
    """The newest version of each form that is for this hub, in the order they first came."""
    today = timezone.localdate()
    forms = standing.on(standing.begun(hub.council_id, today), hub.pk, today)
    return [form.key for form in forms]


def _board(hub: Hub) -> Iterable[str]:
    """Notices and what else there is of the place; one that was taken down says so until its end,
    because the kiosk where it was written still has it."""
    here = Q(hub=None) | Q(hub=hub)
    now, council = timezone.now(), hub.council_id
    live = Notice.objects.filter(here, council_id=council, until__gt=now)
    live = live.filter(Q(withdrawn_at=None) | Q(device__isnull=False))
    held = PlaceItem.objects.filter(here, council_id=council).order_by("pk")
    items = held.filter(Q(until=None) | Q(until__gt=now)).values_list("key", flat=True)
    return dict.fromkeys([*live.order_by("pk").values_list("key", flat=True), *items])


def _listings(hub: Hub) -> Iterable[str]:
    """Calendars and service directories, in the order of their names."""
    here = Listing.objects.filter(_for(hub), council=hub.council_id)
    keys_of = here.order_by("kind", "name", "pk").values_list("keys", flat=True)
    return dict.fromkeys(key for keys_here in keys_of for key in keys_here)


def rebuild_all(place: Place, council_id: int) -> None:
    """The index of every hub of a council as it should be now."""
    for hub in Hub.objects.filter(council_id=council_id):
        rebuild(place, hub)


def _same(last: FeedIndex, entries: tuple[Entry, ...]) -> bool:
    index = Index.decode(bytes(last.content)[64:])
    return index.entries == entries and index.expires > time.time() + LIFE_SECONDS / 2


def news(place: Place, device: Device, batch: Batch) -> tuple[bytes, tuple[bytes, ...]]:
    """Index and items a device does not have; nothing when it has the newest.

    A device that is ahead of us knew us before we were restored from a copy; then the version
    goes past its own, because it would refuse an older one.
    """
    last = rebuild(place, device.hub) if device.hub.stale else newest(device.hub)
    if last is None or last.version < batch.index_version or not _signed_now(place, last, batch):
        least = max(batch.index_version, last.version if last else 0) + 1
        last = rebuild(place, device.hub, least)
    if last.version == batch.index_version:
        return b"", ()
    index = Index.decode(bytes(last.content)[64:])
    here = set(batch.have) | _held(device, batch.index_version)
    wanted = [key.hex() for key in feed.choose(feed.missing(index, here))]
    found = FeedItem.objects.filter(council=device.council_id, key__in=wanted)
    return bytes(last.content), tuple(bytes(item.content) for item in found)


def _signed_now(place: Place, last: FeedIndex, batch: Batch) -> bool:
    """Whether the feed key that holds now has signed it; looked at only when it is sent."""
    if last.version == batch.index_version:
        return True
    signed, key = bytes(last.content), keys.current(place).feed
    try:
        sealing.verify(key, INDEX_DOMAIN, signed, feed.MAX_INDEX, "a feed index")
    except SignatureError:
        return False
    return True


def _held(device: Device, version: int) -> frozenset[bytes]:
    known = device.hub.indexes.filter(version=version).first()
    return Index.decode(bytes(known.content)[64:]).keys if known else frozenset()
