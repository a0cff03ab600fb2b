"""Puts calendars and service directories on the kiosks, keeps them up to date, takes them down."""

import datetime
import hashlib
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sync import directory, events, feed
from sync.collector import feeds
from sync.collector.errors import PublishError
from sync.collector.models import Council, FeedItem, Hub, Listing
from sync.collector.place import Place
from sync.collector.publish.steps import AT_ONCE
from sync.directory import DirectoryItem, Hours, Service
from sync.events import Event, EventsItem

log = logging.getLogger("collector.local")
SECONDS = 10
"""Longest wait for a file to be examined; its process has less processor time than that."""
RENEW_DAYS = 7
"""A calendar is written out anew after so many days, so that kiosks have weeks in hand and fetch
it rarely."""
Kind = Listing.Kind
_refused: dict[int, tuple[bytes, datetime.date]] = {}
"""The calendars that could not be written out anew: of which bytes, and on which day."""
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Put:
    """What was put on the kiosks."""

    listing: Listing
    left_out: int
    """Services that are not active."""


def publish(
    place: Place, council: Council, kind: str, files: Files, hubs: Sequence[Hub], name: str = ""
) -> Put:
    """Put a calendar or a directory on the kiosks of some hubs, or of all; raises PublishError.

    What was there under the same name goes only when the new one is good.
    """
    today = timezone.localdate()
    found = _examined(kind, files, today)
    called = name or found["name"] or Path(files[0][0]).stem
    if len(called) > events.LONGEST_NAME:
        raise PublishError(f"A name has {events.LONGEST_NAME} characters at most.")
    items = _items(kind, called, found["entries"], hubs)
    source = files[0][1] if kind == Kind.EVENTS else b""
    values = {"source": source, "count": len(found["entries"]), "first_day": today, "problem": ""}
    listing = put(place, council, kind, called, hubs, items, **values)
    return Put(listing, found["left_out"])


def put(
    place: Place, council: Council, kind: str, name: str, hubs: Sequence[Hub],
    items: Sequence[bytes], **values: object,
) -> Listing:  # fmt: skip
    """Put items of the feed in the place of those that the listing had."""
    with transaction.atomic():
        listing, _ = Listing.objects.update_or_create(
            council=council, kind=kind, name=name, defaults=values
        )
        listing.hubs.set(hubs)
        _put_items(listing, items)
    feeds.rebuild_all(place, council.pk)
    return listing


def withdraw(place: Place, listing: Listing) -> None:
    """Take what a listing has from the kiosks."""
    council, keys = listing.council_id, listing.keys
    listing.delete()
    _forget(council, keys)
    feeds.rebuild_all(place, council)


def renew(place: Place) -> None:
    """Write calendars out anew whose days have moved on; one that cannot be stays as it was, and
    says so on its page, and once in the log. It is tried again when it changed, or the next day."""
    today = timezone.localdate()
    before = today - datetime.timedelta(days=RENEW_DAYS - 1)
    old = Listing.objects.filter(kind=Kind.EVENTS, first_day__lt=before)
    for listing in old.select_related("council"):
        source = bytes(listing.source)
        tried = hashlib.sha256(source).digest(), today
        if _refused.get(listing.pk) == tried:
            continue
        try:
            found = _examined(listing.kind, [(listing.name, source)], today)
        except PublishError as error:
            _refused[listing.pk] = tried
            _complain(listing, str(error)[:300])
            continue
        items = _items(listing.kind, listing.name, found["entries"], list(listing.hubs.all()))
        listing.count, listing.first_day = len(found["entries"]), today
        listing.problem = ""
        with transaction.atomic():
            _put_items(listing, items)
        feeds.rebuild_all(place, listing.council_id)


def _complain(listing: Listing, problem: str) -> None:
    if listing.problem != problem:
        Listing.objects.filter(pk=listing.pk).update(problem=problem)
        log.error("a calendar cannot be written out for the days to come: %s", problem)


def _put_items(listing: Listing, items: Sequence[bytes]) -> None:
    """The items of a listing in the place of those it had."""
    before = listing.keys
    listing.keys = [feeds.add_item(listing.council_id, listing.kind, item) for item in items]
    listing.save()
    _forget(listing.council_id, before)


def _forget(council_id: int, keys: Sequence[str]) -> None:
    """Items that no listing of the council has any more."""
    used = {key for each in Listing.objects.filter(council_id=council_id) for key in each.keys}
    FeedItem.objects.filter(council_id=council_id, key__in=set(keys) - used).delete()


def _items(kind: str, name: str, entries: list[list[Any]], hubs: Sequence[Hub]) -> list[bytes]:
    """The entries as items of the feed, each small enough to travel; raises PublishError."""
    made: list[bytes] = []
    if kind == Kind.EVENTS:
        every = [Event(*each) for each in entries]
        hub = hubs[0].name if len(hubs) == 1 else ""
        for at in range(0, len(every), events.MOST):
            made.append(EventsItem(name, hub, tuple(every[at : at + events.MOST])).encode())
    else:
        services = [_service(each) for each in entries]
        for at in range(0, len(services), directory.MOST):
            made.append(DirectoryItem(name, tuple(services[at : at + directory.MOST])).encode())
    if any(len(item) > feed.MAX_ITEM for item in made):
        raise PublishError("Its texts are too long to be sent to kiosks; make them shorter.")
    return made


def _service(values: list[Any]) -> Service:
    """From what JSON makes of it."""
    *most, hours, needs, checked = values
    most[8], most[9] = tuple(most[8]), tuple(most[9])
    made = [*most, tuple(Hours(*each) for each in hours), tuple(needs), checked]
    return Service(*made)


def _examined(kind: str, files: Files, day: datetime.date) -> dict[str, Any]:
    """What the files hold, worked out in a process of its own; raises PublishError."""
    named = files[0][0] if len(files) == 1 else "This directory"
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, (name, content) in enumerate(files):
            paths.append(Path(folder) / f"{number}" / (Path(name).name or "file"))
            paths[-1].parent.mkdir()
            paths[-1].write_bytes(content)
        module = [sys.executable, "-m", "sync.collector.local.examine", kind]
        given = ["--zone", settings.TIME_ZONE, "--day", day.isoformat(), "--", *map(str, paths)]
        try:
            with AT_ONCE:
                done = subprocess.run(
                    [*module, *given], capture_output=True, timeout=SECONDS, check=False
                )
            found = dict(json.loads(done.stdout))
        except (ValueError, subprocess.TimeoutExpired) as error:
            raise PublishError(
                f"{named} needs too much memory or time to work out; make it smaller or simpler."
            ) from error
    if "error" in found:
        raise PublishError(f"{named}: {found['error']}")
    return found
