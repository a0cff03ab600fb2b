"""Which of the versions that the council offers this kiosk shall have."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from kiosk.releases.own import Running
from kiosk.releases.shelf import Shelf
from sync.errors import SyncError
from sync.releases import versions
from sync.releases.item import ReleaseItem
from sync.releases.statement import Statement, digest, opened


@dataclass(frozen=True)
class Offer:
    """A version for this machine that the root key signed."""

    item: ReleaseItem
    said: Statement

    @property
    def key(self) -> str:
        """What it is remembered by when it is refused."""
        return digest(self.item.encode()).hex()


def offers(items: Iterable[ReleaseItem], root: bytes, own: Running) -> list[Offer]:
    """Those for this machine, the newest first. What another key signed is passed over."""
    found = []
    for item in items:
        try:
            said = opened(item.statement, root)
        except SyncError:
            continue
        if said.platform == own.platform:
            found.append(Offer(item, said))
    return sorted(found, key=lambda each: versions.order(each.said.version), reverse=True)


def wanted(
    found: Iterable[Offer], own: Running, shelf: Shelf, refused: Container[str]
) -> Offer | None:
    """The newest that comes after what runs, did start wherever it was tried, and was not refused.

    None also when it lies on the shelf already.
    """
    for each in found:
        version = each.said.version
        tried = shelf.is_bad(version) or each.key in refused
        if versions.newer(version, own.version) and not tried:
            here = any(release.version == version for release in shelf.versions())
            return None if here else each
    return None


def kept(found: Iterable[Offer], own: Running, shelf: Shelf) -> set[str]:
    """Versions that stay on the shelf: what runs, the one before it, and the newest two on offer.

    Two, for while the newest was not seen to serve, the one before it may be what has to. What is
    newer and offered no more was withdrawn before it was started.
    """
    here = [each.version for each in shelf.versions()]
    before = [version for version in here if versions.newer(own.version, version)]
    offered = {each.said.version for each in found}
    newer = {each for each in here if each in offered and versions.newer(each, own.version)}
    latest = sorted(newer, key=versions.order)[-2:]
    return {own.version, *before[-1:], *latest}
