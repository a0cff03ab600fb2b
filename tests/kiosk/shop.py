"""Releases of small programs, and a place that gives their pieces, without a collector."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.releases.own import Running
from kiosk.releases.shelf import Shelf
from kiosk.releases.turns import Shared
from kiosk.releases.updates import Updates
from sync.collector.programs.cutting import Cutter, Tree
from sync.errors import CarrierError
from sync.releases import manifest, plan
from sync.releases.folder import files_of
from sync.releases.item import Blob, ReleaseItem, Way
from sync.releases.pieces import Packer
from sync.releases.plan import Piece
from sync.releases.statement import Statement, digest
from sync.sealing import Signing

PLATFORM = "amd64-cp311-glibc"
ROOT = Signing(bytes([4] * 32))
LARGE = 1_500_000


def program(folder: Path, change: str = "", large: int = LARGE) -> Path:
    """A folder that a kiosk's program could stand in: one large file, small ones, a link."""
    chance = random.Random(7)
    (folder / "lib" / "deep").mkdir(parents=True)
    (folder / "kiosk").write_text(f"#!/bin/sh\necho {change}\n")
    (folder / "kiosk").chmod(0o755)
    (folder / "lib" / "large.so").write_bytes(chance.randbytes(large // 2) + change.encode()
                                              + chance.randbytes(large // 2))  # fmt: skip
    for number in range(12):
        text = "".join(chance.choices("abcdefgh \n", k=900))
        (folder / "lib" / f"module_{number}.py").write_text(text + (change if number == 3 else ""))
    (folder / "lib" / "deep" / "empty").touch()
    (folder / "lib" / "twin.py").write_bytes((folder / "lib" / "module_1.py").read_bytes())
    (folder / "lib" / "link.so").symlink_to("large.so")
    return folder


def tree(folder: Path) -> Tree:
    """A folder as the collector cuts it."""
    return Tree(folder, tuple(sorted(files_of(folder), key=lambda each: each.path)))


@dataclass
class Shop:
    """Gives pieces; what it gave is counted."""

    pieces: dict[bytes, bytes] = field(default_factory=dict)
    given: int = 0

    def keep(self, content: bytes) -> bytes:
        key = digest(content)
        self.pieces[key] = content
        return key

    def blob(self, content: bytes) -> Blob:
        return Blob(self.keep(content), len(content))

    @contextmanager
    def piece(self, path: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        content = self.pieces.get(bytes.fromhex(path.rpartition("/")[2]))
        if content is None:
            raise CarrierError("There is no such piece.")
        yield start, self._parts(content[start:])

    def _parts(self, content: bytes) -> Iterator[bytes]:
        for at in range(0, len(content), 4096):
            part = content[at : at + 4096]
            self.given += len(part)
            yield part

    def way(self, what: Tree, old: Tree | None = None) -> tuple[Way, list[Piece]]:
        """As the collector makes it."""
        found = Cutter(what, self.keep, old).pieces()
        before = manifest.encode(old.files) if old else b""
        listed = self.blob(Packer(before).pack(manifest.encode(what.files)))
        planned = self.blob(Packer().pack(plan.encode(found)))
        return Way(digest(before) if old else b"", listed, planned), found


def statement(what: Tree, version: str = "0.6.0", platform: str = PLATFORM) -> Statement:
    listed = manifest.encode(what.files)
    total = manifest.total(what.files)
    return Statement(version, platform, 1_700_000_000, digest(listed), len(what.files), total)


def item(shop: Shop, what: Tree, said: Statement, old: Tree | None = None) -> ReleaseItem:
    """A release that the council's root key signed."""
    whole, _ = shop.way(what)
    steps = (shop.way(what, old)[0],) if old else ()
    return ReleaseItem(said.encode(ROOT.sign), whole, steps)


def updates(shelf: Path, *items: ReleaseItem, own: Path | None = None, version: str = "0.5.0",
            root: bytes = ROOT.public, shared: Shared | None = None) -> Updates:  # fmt: skip
    """What a kiosk begins with after each start."""
    runs = Running(version, PLATFORM, own or shelf / "nowhere")
    return Updates(Shelf(shelf), runs, bytes(16), lambda: items, lambda: root, shared=shared)


def run(made: Updates, shop: Shop) -> None:
    """Until there is nothing more to do."""
    while made.turn(shop, lambda: False):
        pass


def content(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All that stands in a folder, to be compared."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = (0, os.fsencode(os.readlink(path)))
        elif path.is_file():
            found[name] = (path.stat().st_mode & 0o777, path.read_bytes())
    return found
