"""What stands in the calendar of a council or a hub: what its kiosks show everybody, no more."""

import datetime
import hashlib
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from sync.collector import standing
from sync.collector.models import Council, FeedItem, Hub, Listing
from sync.events import EventsItem

FORM = 1
"""Of what is written of a diary; a calendar that was kept elsewhere is fetched again with a new."""


@dataclass(frozen=True)
class Closing:
    """The last day of a form."""

    form_id: str
    title: str
    day: datetime.date
    published: datetime.datetime


@dataclass(frozen=True)
class Listed:
    """A part of a calendar that the council has loaded."""

    listing: int
    loaded: datetime.datetime
    item: bytes
    """As ``sync.events.EventsItem`` encodes it."""


@dataclass(frozen=True)
class Diary:
    """All that is written into a calendar; the same diary gives the same bytes."""

    council: int
    name: str
    zone: str
    parts: tuple[Listed, ...]
    closings: tuple[Closing, ...]

    @property
    def tag(self) -> str:
        """What tells it from every other."""
        return hashlib.blake2b(repr((FORM, self)).encode(), digest_size=16).hexdigest()


def diary(council: Council, hub: Hub | None) -> Diary:
    """What stands in the calendar of one hub, or of all of them."""
    zone = timezone.get_default_timezone_name()
    name = f"{council.name}, {hub.name}" if hub else council.name
    return Diary(council.pk, name, zone, _parts(council, hub), _closings(council, hub))


def _parts(council: Council, hub: Hub | None) -> tuple[Listed, ...]:
    found = Listing.objects.filter(council=council, kind=Listing.Kind.EVENTS).defer("source")
    if hub:
        found = found.filter(Q(hubs=None) | Q(hubs=hub))
    every = [(key, each) for each in found.order_by("name", "pk") for key in each.keys]
    items = FeedItem.objects.filter(council=council, key__in={key for key, _ in every})
    content = {each.key: bytes(each.content) for each in items}
    return tuple(
        Listed(each.pk, each.loaded_at, content[key]) for key, each in every if key in content
    )


def _closings(council: Council, hub: Hub | None) -> tuple[Closing, ...]:
    today = timezone.localdate()
    forms = standing.begun(council.pk, today)
    hubs = [hub.pk] if hub else council.hubs.values_list("pk", flat=True)
    shown = {form.pk: form for each in hubs for form in standing.on(forms, each, today)}
    return tuple(
        Closing(form.form_id, form.title, form.closes_on, form.published_at)
        for form in sorted(shown.values(), key=lambda form: form.pk)
        if form.closes_on
    )


def events(part: Listed) -> EventsItem:
    """What a part holds."""
    return EventsItem.decode(part.item)
