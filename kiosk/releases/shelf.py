"""The shelf: complete versions of the program, each in a folder of its name.

A folder gets its name only once every file in it was verified and flushed, so what has a name is
whole. A version that was marked bad, by a file of its name in ``bad``, is not on the shelf. Marks
lie beside the versions, or apart from them where the versions are root's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sync.flushing import flush
from sync.releases import PROGRAM, versions

BAD = "bad"
"""Folder with an empty file for each version that is not tried again."""
GOING = ".gone"
"""End of the name of a folder that is being removed."""


@dataclass(frozen=True)
class Release:
    """One version that can be started."""

    version: str
    folder: Path

    @property
    def program(self) -> Path:
        """What is run."""
        return self.folder / PROGRAM


class Shelf:
    """What lies ready in a folder; the folder need not be there."""

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        """``own`` is the folder of the marks, where it is another one."""
        self.folder, self.own = folder, own or folder

    def versions(self) -> list[Release]:
        """Complete versions that are not marked bad, the oldest first."""
        names = [name for name in self.names() if not self.is_bad(name)]
        return [Release(name, self.folder / name) for name in sorted(names, key=versions.order)]

    def newest(self, above: str) -> Release | None:
        """The newest that comes after a version; None when there is none."""
        found = [each for each in self.versions() if versions.newer(each.version, above)]
        return found[-1] if found else None

    def is_bad(self, version: str) -> bool:
        """Whether a version is marked as one that did not start."""
        return (self.own / BAD / version).exists()

    def bad(self) -> list[str]:
        """Versions that are marked so, the oldest first."""
        folder = self.own / BAD
        names = [each.name for each in folder.iterdir()] if folder.is_dir() else []
        return sorted(filter(versions.is_version, names), key=versions.order)

    def remove(self, version: str) -> None:
        """Take a version away; a power cut leaves it whole, or without its name.

        Raises:
            OSError: the disk failed.
        """
        folder, gone = self.folder / version, self.folder / (version + GOING)
        if versions.is_version(version) and folder.is_dir():
            _erased(gone)
            folder.rename(gone)
            flush(self.folder)
        _erased(gone)

    def tidy(self, keep: Callable[[str], bool]) -> None:
        """Remove every version that ``keep`` does not say yes to, and what a power cut left."""
        for name in self.names():
            if not keep(name):
                self.remove(name)
        for gone in self.folder.glob("*" + GOING):
            _erased(gone)

    def take(self, part: Path, version: str, signed: bytes, listed: bytes) -> Iterator[None]:
        """Put what is whole in ``part`` here; ``signed`` is its statement, ``listed`` the list of
        its files. May give way meanwhile. Raises OSError."""
        part.replace(self.folder / version)
        flush(self.folder)
        yield from ()

    def names(self) -> list[str]:
        """Versions that lie there, whatever is marked."""
        if not self.folder.is_dir():
            return []
        here = [each.name for each in self.folder.iterdir() if each.is_dir()]
        return [name for name in here if versions.is_version(name)]


def _erased(folder: Path) -> None:
    import shutil  # with what it packs and unpacks, it is a tenth of a supervisor's memory

    shutil.rmtree(folder, ignore_errors=True)
