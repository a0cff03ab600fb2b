"""What starts a kind of machine: all by which the disk of one differs from the disk of another."""

from abc import ABC, abstractmethod
from pathlib import Path

from packing import disk
from packing.emulated import Board
from packing.roots import Root
from packing.table import Part, Table

HERE = Path(__file__).resolve().parent / "image"


class Kind(ABC):
    """A kind of machine that a disk is made for."""

    architecture: str
    """As Debian names it."""
    image: str
    """The name of its disk in ``dist``."""
    place: Path
    """Where its parts are put together, and a copy is proved."""
    table: Table
    board: Board
    """The machine that a copy is proved in."""
    words_in: str
    """The file, on the partition it starts from, that holds the words for the kernel."""
    otherwise: tuple[str, ...] = ()
    """What QEMU is told to start it in the other way that there is."""

    @abstractmethod
    def told(self, root: str, more: str = "") -> str:
        """What that file says, for a system on the partition ``root``; ``more`` are more words."""

    @abstractmethod
    def fill(self, root: Root, boot: Path) -> None:
        """Put what starts the machine, but for that file, onto the partition it starts from."""

    @abstractmethod
    def fetch(self, root: Root) -> None:
        """Get from Debian what starts it and does not become part of the system."""

    @abstractmethod
    def finish(self, made: Path, parts: dict[str, Part]) -> None:
        """Put onto a disk what starts it and lies in no file system."""

    @abstractmethod
    def handed(self, boot: str, folder: Path) -> tuple[str, ...]:
        """What QEMU is told where it stands in for the firmware; ``boot`` is as mtools name it."""


def words(root: str, more: str = "") -> str:
    """For the kernel, the same on every kind of machine."""
    return f"{(HERE / 'cmdline').read_text().strip().format(root=root)} {more}"


def put_kernel(root: Root, boot: Path, folder: str) -> None:
    """Put the kernel of a system, and what it begins with, onto the partition it starts from."""
    for name in ("vmlinuz", "initrd.img"):
        root.run("sh", "-c", f"cp /boot/{name}-* /mnt/shared/{name}")
        disk.copy_in(boot, root.shared / name, f"{folder}/{name}")
