"""Where the partitions of a disk are, and how it says so."""

import secrets
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass

MIB, SECTOR = 1 << 20, 512
BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649"
EFI = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
LINUX = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
FAT_LBA, LINUX_MBR = "c", "83"


@dataclass(frozen=True)
class Part:
    """One partition."""

    name: str
    kind: str
    start: int
    """In bytes, as is ``size``."""
    size: int
    id: str


class Table(ABC):
    """How a disk says where its partitions are."""

    label: str
    """As sfdisk names it."""
    first: int
    """Where the first partition begins, in bytes."""
    kinds: dict[str, str]
    """The type of each partition, by its name, in their order."""

    @abstractmethod
    def new_ids(self) -> dict[str, str]:
        """Names that no other disk's partitions have, so that a stick is never taken for one."""

    @abstractmethod
    def lines(self, parts: dict[str, Part]) -> list[str]:
        """What sfdisk is told of the table and each partition, beside what every table has."""

    def laid_out(self, ids: dict[str, str], root: int, data: int, programs: int) -> dict[str, Part]:
        """The partitions of a disk, for a system of ``root`` bytes, ``data`` bytes of room, and
        ``programs`` bytes for later versions."""
        sizes = {"loader": MIB, "boot": 256 * MIB, "root": root, "data": data, "programs": programs}
        parts, start = {}, self.first
        for name, kind in self.kinds.items():
            parts[name] = Part(name, kind, start, _whole(sizes[name]), ids[name])
            start += parts[name].size
        return parts

    @property
    def boot(self) -> int:
        """Where the partition begins that the machine starts from, in bytes."""
        return self.laid_out(self.new_ids(), 0, 0, 0)["boot"].start


class Gpt(Table):
    """A table of today, which also keeps a partition for what a BIOS starts."""

    label, first = "gpt", MIB
    kinds = {"loader": BIOS_BOOT, "boot": EFI, "root": LINUX, "data": LINUX, "programs": LINUX}

    def new_ids(self) -> dict[str, str]:
        return {name: str(uuid.uuid4()) for name in self.kinds}

    def lines(self, parts: dict[str, Part]) -> list[str]:
        return [f"{_line(part)}, uuid={part.id}, name={part.name}" for part in parts.values()]


class Mbr(Table):
    """The old table, of four partitions, which is all that a Raspberry Pi 3 reads.

    Its partitions have no names of their own: Linux makes them of the disk's and a number
    (``block/partitions/msdos.c``).
    """

    label, first = "dos", 4 * MIB
    kinds = {"boot": FAT_LBA, "root": LINUX_MBR, "data": LINUX_MBR, "programs": LINUX_MBR}

    def new_ids(self) -> dict[str, str]:
        disk = secrets.token_hex(4)
        return {name: f"{disk}-{number:02x}" for number, name in enumerate(self.kinds, 1)}

    def lines(self, parts: dict[str, Part]) -> list[str]:
        disk, _, _ = parts["boot"].id.partition("-")
        return [f"label-id: 0x{disk}", *map(_line, parts.values())]


def _whole(size: int) -> int:
    return -(-size // MIB) * MIB


def _line(part: Part) -> str:
    return f"start={part.start // SECTOR}, size={part.size // SECTOR}, type={part.kind}"
