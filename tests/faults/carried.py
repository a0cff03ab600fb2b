"""``python -m tests.faults.carried``: a new version on a stick that is spoilt at every piece, or
pulled out at every read.

The pieces are written onto a stick as the collector writes them, one of them is spoilt in each way
there is, and the kiosk is given the stick. Nothing unsigned may come of it; with the stick as it
was the version is there byte for byte, and what had come does not come twice.
"""

import errno
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from kiosk.releases.carried import Came, bring
from kiosk.releases.updates import Updates
from sync.carriers.pieces import Pieces
from sync.carriers.stick import FOLDER, Stick
from sync.protocol import MAX_PIECE
from sync.releases.item import ReleaseItem
from tests.kiosk.shop import Shop, content, item, program, statement, tree, updates

SIZE = 1_200_000
SPARE = "spare"


def never() -> bool:
    """Nothing is more urgent."""
    return False


@dataclass
class Carried:
    """A stick with a version, and the kiosk that it is brought to."""

    root: Path
    offer: ReleaseItem
    new: Path
    old: Path | None
    shelf: Path
    stick: Pieces
    order: tuple[bytes, ...] = ()
    """Keys of the pieces as they are asked for."""

    def start(self) -> Updates:
        """As after each start: nothing but the disk knows how far it is."""
        return updates(self.shelf, self.offer, own=self.old)

    def once(self, stick: Pieces | None = None) -> tuple[Came | None, int]:
        """What came of giving it the stick, and how many bytes did."""
        made = self.start()
        return bring(made, stick or self.stick, never), made.pieces.fetched

    def nothing_is_installed(self) -> None:
        assert not (self.shelf / "0.6.0").exists()
        assert not any(each.stat().st_size for each in self.shelf.glob("pieces/*.half"))

    def check(self) -> None:
        """It is there, byte for byte, and nothing else is."""
        assert content(self.shelf / "0.6.0") == content(self.new)
        assert not list((self.shelf / "pieces").iterdir()) and not list(self.shelf.glob("*.part"))

    def path(self, key: bytes) -> Path:
        return self.stick._path(key)


class Counting(Pieces):
    """Remembers what was asked for."""

    def __init__(self, stick: Stick, seen: dict[bytes, None]) -> None:
        super().__init__(stick)
        self.seen = seen

    def held(self, key: bytes) -> bytes | None:
        self.seen[key] = None
        return super().held(key)


def loaded(folder: Path, step: bool) -> Carried:
    """A stick with all of a version, for a kiosk with nothing of it or with the one before."""
    folder.mkdir()
    new, shop = program(folder / "new", "new", SIZE), Shop()
    old = program(folder / "old", "old", SIZE) if step else None
    offer = item(shop, tree(new), statement(tree(new)), tree(old) if old else None)
    (folder / "stick" / FOLDER).mkdir(parents=True)
    stick = Pieces(Stick(folder / "stick"))
    for key, body in shop.pieces.items():
        stick.put(key, body)
    made = Carried(folder / "stick", offer, new, old, folder / "releases", stick)
    seen: dict[bytes, None] = {}
    came, _ = made.once(Counting(Stick(made.root), seen))
    assert came and came.whole
    made.check()
    made.order = tuple(seen)
    return made


def _link(path: Path, good: bytes) -> None:
    """To a good one elsewhere: not even that is followed."""
    path.unlink()
    spare = path.parents[2] / SPARE
    spare.write_bytes(good)
    path.symlink_to(spare)


def _folder(path: Path, good: bytes) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path, good: bytes) -> None:
    path.unlink()
    os.mkfifo(path)


SPOILT: dict[str, Callable[[Path, bytes], object]] = {
    "gone": lambda path, good: path.unlink(),
    "empty": lambda path, good: path.write_bytes(b""),
    "short": lambda path, good: path.write_bytes(good[: len(good) // 2]),
    "one byte short": lambda path, good: path.write_bytes(good[:-1]),
    "longer": lambda path, good: path.write_bytes(good + b"\0"),
    "oversize": lambda path, good: path.write_bytes(good + bytes(MAX_PIECE)),
    "first bit": lambda path, good: path.write_bytes(bytes([good[0] ^ 1]) + good[1:]),
    "last bit": lambda path, good: path.write_bytes(good[:-1] + bytes([good[-1] ^ 128])),
    "noise": lambda path, good: path.write_bytes(os.urandom(len(good))),
    "link": _link,
    "folder": _folder,
    "pipe": _pipe,
}
"""What may stand where a piece should be; all but the first as only somebody hostile makes them."""


def spoilt(carried: Carried) -> int:
    """Spoil every piece in every way; how many faults that were."""
    count = 0
    for key in carried.order:
        good = carried.path(key).read_bytes()
        for spoil in SPOILT.values():
            with _as_new(carried):
                spoil(carried.path(key), good)
                _stopped(carried, key)
                _mended(carried.path(key), good)
            count += 1
    return count


def exchanged(carried: Carried) -> int:
    """Put another good piece in the place of each; how many faults that were."""
    for number, key in enumerate(carried.order):
        good, other = carried.path(key).read_bytes(), carried.order[number - 1]
        with _as_new(carried):
            carried.path(key).write_bytes(carried.path(other).read_bytes())
            _stopped(carried, key)
            carried.path(key).write_bytes(good)
    return len(carried.order)


def pulled(carried: Carried) -> int:
    """Pull the stick out at every call that looks at a file of it; how many there are."""
    at = 0
    while True:
        at += 1
        with _as_new(carried):
            with patch("sync.carriers.stick.os", Pulled(at)):
                came, first = carried.once()
            if came and came.whole:
                return at - 1
            carried.nothing_is_installed()
            assert came is None or (came.why and came.kept)
            came, more = carried.once()
            assert came and came.whole and first + more == _all(carried)


class Pulled:
    """``os`` as it is for the stick: from so many calls on there is none."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __getattr__(self, name: str) -> object:
        return getattr(self, f"_{name}") if name in ("lstat", "open", "read") else getattr(os, name)

    def _count(self) -> None:
        self.left -= 1
        if self.left <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _lstat(self, path: Path) -> os.stat_result:
        self._count()
        return os.lstat(path)

    def _open(self, path: Path, how: int) -> int:
        self._count()
        return os.open(path, how)

    def _read(self, handle: int, size: int) -> bytes:
        self._count()
        return os.read(handle, size)


@contextmanager
def _as_new(carried: Carried) -> Iterator[None]:
    """A kiosk that has nothing yet; at the end it has all, whatever went before."""
    shutil.rmtree(carried.shelf, ignore_errors=True)
    yield
    came, _ = carried.once()
    assert came is None or came.whole
    carried.check()


def _stopped(carried: Carried, key: bytes) -> None:
    """What came before the bad piece is kept, and one sentence says what is wrong."""
    came, first = carried.once()
    assert came and not came.whole and came.kept and came.why.endswith(".")
    carried.nothing_is_installed()
    before = carried.order[: carried.order.index(key)]
    assert first == sum(carried.path(each).stat().st_size for each in before)


def _all(carried: Carried) -> int:
    return sum(carried.path(each).stat().st_size for each in carried.order)


def _mended(path: Path, good: bytes) -> None:
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    path.unlink(missing_ok=True)
    path.write_bytes(good)


def run(folder: Path) -> dict[str, int]:
    """All of it, for the whole way and for a step; raises AssertionError when anything is wrong."""
    found = {"spoilt": 0, "exchanged": 0, "pulled": 0, "pieces": 0}
    with patch("os.fsync", lambda handle: None):  # no power is cut here, and it takes long
        for step in (False, True):
            carried = loaded(folder / f"step-{step}", step)
            found["pieces"] += len(carried.order)
            for what in (spoilt, exchanged, pulled):
                found[what.__name__] += what(carried)
    return found


def main() -> int:
    """Run and print how many."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder))
    print(
        f"{found['spoilt']} pieces spoilt, {found['exchanged']} exchanged, {found['pulled']} times"
        " pulled out: nothing unsigned, always whole and the same in the end"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
