"""The ways to a release: from nothing, and from the versions before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.collector.errors import PublishError
from sync.collector.models import Council, FeedItem, Program, ProgramPiece
from sync.collector.programs.cutting import Cutter, Tree
from sync.errors import SyncError
from sync.protocol import MAX_PIECE
from sync.releases import manifest, pieces, plan
from sync.releases.item import Blob, ReleaseItem, Way
from sync.releases.laying import Laying
from sync.releases.pieces import Packer
from sync.releases.plan import Piece
from sync.releases.statement import digest

Told = Callable[[str], None]


class Store:
    """Keeps the pieces of one release, and remembers which they are."""

    def __init__(self, council: Council, told: Told) -> None:
        self._council, self._told = council, told
        self.keys: dict[str, None] = {}

    def keep(self, content: bytes) -> bytes:
        """Keep a piece; gives its key."""
        if len(content) > MAX_PIECE:
            raise PublishError("There are too many files in this release.")
        key = digest(content)
        if key.hex() not in self.keys:
            values = {"content": content}
            ProgramPiece.objects.get_or_create(
                council=self._council, key=key.hex(), defaults=values
            )
            self.keys[key.hex()] = None
            if len(self.keys) % 10 == 0:
                self._told(f"{len(self.keys)} pieces")
        return key

    def blob(self, content: bytes) -> Blob:
        """Keep a packed list of files, or a packed plan."""
        return Blob(self.keep(content), len(content))


@dataclass(frozen=True)
class Ways:
    """All of them, and how many bytes each costs a kiosk."""

    item: ReleaseItem
    whole: int
    steps: dict[str, int]
    """By the version that a step is from."""


def ways(store: Store, tree: Tree, signed: bytes, earlier: Sequence[Program], folder: Path) -> Ways:
    """Cut a release; earlier ones are laid out below ``folder``."""
    found = Cutter(tree, store.keep).pieces()
    whole = _way(store, tree, found)
    steps, costs = [], {}
    for program in earlier:
        old = laid(program, folder / f"old-{program.pk}")
        if old is not None:
            changed = Cutter(tree, store.keep, old).pieces()
            steps.append(_way(store, tree, changed, old))
            costs[program.version] = _cost(steps[-1], changed)
    return Ways(ReleaseItem(signed, whole, tuple(steps)), _cost(whole, found), costs)


def _way(store: Store, tree: Tree, found: Sequence[Piece], old: Tree | None = None) -> Way:
    before = manifest.encode(old.files) if old else b""
    listed = store.blob(Packer(before).pack(manifest.encode(tree.files)))
    planned = store.blob(Packer().pack(plan.encode(found)))
    return Way(digest(before) if old else b"", listed, planned)


def _cost(way: Way, found: Sequence[Piece]) -> int:
    return way.manifest.size + way.plan.size + sum(each.size for each in found)


def laid(program: Program, folder: Path) -> Tree | None:
    """A release laid out again from its pieces; None when not all of it is here."""

    def held(key: bytes) -> bytes:
        found = ProgramPiece.objects.filter(council=program.council_id, key=key.hex()).first()
        return bytes(found.content) if found else b""

    try:
        kept = FeedItem.objects.get(council=program.council_id, key=program.item)
        way = ReleaseItem.decode(bytes(kept.content)).whole
        files = manifest.decode(pieces.unpack(held(way.manifest.key), manifest.LARGEST))
        found = plan.decode(pieces.unpack(held(way.plan.key), plan.LARGEST), files)
        for _ in Laying(folder, files, found, lambda piece: held(piece.key), {}).steps():
            pass
    except (SyncError, FeedItem.DoesNotExist):
        return None
    return Tree(folder, files)
