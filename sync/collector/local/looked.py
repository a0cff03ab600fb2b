"""What a kiosk shows of "My place" for a postcode, by the same way it looks it up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sync.collector.models import Council, FeedItem, Listing
from sync.decisions import Told, ToldItem
from sync.errors import FeedError
from sync.postcodes import PostcodesItem, wards_with
from sync.wards import WardItem

Item = TypeVar("Item")
Kind = Listing.Kind


@dataclass(frozen=True)
class Seen:
    """A ward as a kiosk shows it."""

    key: str
    """Of its item of the feed."""
    ward: WardItem
    decisions: tuple[Told, ...]
    """About it, and about all; the newest first."""


@dataclass(frozen=True)
class Found:
    """What somebody finds who types a postcode."""

    wards: tuple[Seen, ...]
    """By name; several when a part of a postcode lies in several."""
    old: bool
    """Whether the post does not use that postcode any more."""
    steps: tuple[Told, ...]
    """How to speak at a meeting."""


def found(council: Council, typed: str) -> Found:
    """The wards of a postcode, or of a part of one."""
    wards = dict(_items(council, Kind.WARDS, WardItem.decode))
    known = {each.code for each in wards.values()}
    held = [each for _, each in _items(council, Kind.POSTCODES, PostcodesItem.decode)]
    codes, old = wards_with([each for each in held if each.ward in known], typed)
    decided = _told(council, Kind.DECISIONS, ToldItem.decisions)
    seen = [
        Seen(key, ward, tuple(e for e in decided if not e.wards or ward.code in e.wards))
        for key, ward in wards.items()
        if ward.code in codes
    ]
    seen.sort(key=lambda each: each.ward.name.casefold())
    return Found(tuple(seen), old, _told(council, Kind.SPEAKING, ToldItem.speaking))


def picture(council: Council, key: str, number: int) -> bytes:
    """The picture of a ward's councillor; empty when there is none."""
    for found, ward in _items(council, Kind.WARDS, WardItem.decode):
        if found == key and number < len(ward.councillors):
            return ward.councillors[number].picture
    return b""


def _told(
    council: Council, kind: Listing.Kind, read: Callable[[bytes], ToldItem]
) -> tuple[Told, ...]:
    return tuple(entry for _, item in _items(council, kind, read) for entry in item.entries)


def _items(
    council: Council, kind: Listing.Kind, read: Callable[[bytes], Item]
) -> Iterator[tuple[str, Item]]:
    """The items of a part that the kiosks have; one that cannot be read is left out there too."""
    keys = [key for each in council.listings.filter(kind=kind) for key in each.keys]
    for item in FeedItem.objects.filter(council=council, key__in=keys):
        try:
            yield item.key, read(bytes(item.content))
        except FeedError:
            continue
