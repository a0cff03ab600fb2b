"""Publishes a signed release: keeps its pieces, and tells the kiosks of it by the feed."""

import dataclasses
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from sync.collector import feeds, keys
from sync.collector.errors import PublishError
from sync.collector.models import Council, FeedItem, Hub, Program, ProgramPiece
from sync.collector.place import Place
from sync.collector.programs import archive, offered
from sync.collector.programs.archive import Archive
from sync.collector.programs.cutting import Tree
from sync.collector.programs.ways import Store, Told, ways
from sync.releases.folder import files_of
from sync.releases.item import ReleaseItem


def publish(
    place: Place, council: Council, path: Path, hubs: Sequence[Hub] = (),
    told: Told = lambda line: None,
) -> Program:  # fmt: skip
    """Publish a release to the kiosks of some hubs, or of all.

    The same one again says anew which hubs it is for. ``told`` hears how far it is.

    Raises:
        PublishError: it is not signed by the root key, was altered, or another one has its name.
    """
    with archive.opened(path, keys.current(place).root) as release:
        had = _had(council, release)
        values = _again(had, release) if had else _cut(place, council, release, told)
    said = release.statement
    with transaction.atomic():
        item = feeds.add_item(council.pk, "release", values.pop("item").encode())
        made, _ = Program.objects.update_or_create(
            council=council, version=said.version, platform=said.platform,
            defaults={**values, "item": item, "withdrawn_at": None},
        )  # fmt: skip
        made.hubs.set(hubs)
    _forget(council, {had.item} - {item} if had else set())
    feeds.rebuild_all(place, council.pk)
    return made


def withdraw(place: Place, program: Program) -> None:
    """Offer a version no more. A kiosk that runs it stays with it: it works there."""
    program.withdrawn_at = timezone.now()
    program.save(update_fields=["withdrawn_at"])
    _forget(program.council, set())
    feeds.rebuild_all(place, program.council_id)


def _had(council: Council, release: Archive) -> Program | None:
    said = release.statement
    which = {"version": said.version, "platform": said.platform}
    had = Program.objects.filter(council=council, **which).first()
    if had is not None and had.manifest != said.manifest.hex():
        raise PublishError(
            f"Another {said.version} for {said.platform} was published already; a version is made"
            " once. Give this one a higher number."
        )
    return had


def _again(had: Program, release: Archive) -> dict[str, Any]:
    """The same pieces, signed as it is signed now: the root key may be another since."""
    kept = FeedItem.objects.get(council=had.council_id, key=had.item)
    item = ReleaseItem.decode(bytes(kept.content))
    return {"item": dataclasses.replace(item, statement=release.signed)}


def _cut(place: Place, council: Council, release: Archive, told: Told) -> dict[str, Any]:
    said = release.statement
    with tempfile.TemporaryDirectory(dir=place.root, prefix="release-") as made:
        folder = Path(made)
        release.lay(folder / "new")
        if tuple(sorted(files_of(folder / "new"), key=lambda each: each.path)) != release.files:
            raise PublishError("A file of this release is not the one that was signed.")
        store, tree = Store(council, told), Tree(folder / "new", release.files)
        earlier = offered.before(council, said.version, said.platform)
        found = ways(store, tree, release.signed, earlier, folder)
    return {
        "item": found.item, "manifest": said.manifest.hex(), "keys": list(store.keys),
        "size": said.size, "whole": found.whole, "steps": found.steps,
    }  # fmt: skip


def _forget(council: Council, items: set[str]) -> None:
    """Versions that are needed no more, and what only they needed."""
    for old in offered.unneeded(council):
        items = items | {old.item}
        old.delete()
    FeedItem.objects.filter(council=council, kind="release", key__in=items).delete()
    needed = {key for each in Program.objects.filter(council=council) for key in each.keys}
    held = ProgramPiece.objects.filter(council=council)
    for key in set(held.values_list("key", flat=True)) - needed:
        held.filter(key=key).delete()
