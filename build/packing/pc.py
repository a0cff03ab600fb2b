"""A PC: it is started by GRUB, which a BIOS finds by the first sector and UEFI by its name."""

import struct
from pathlib import Path

from packing import disk, emulated
from packing.kinds import HERE, Kind, put_kernel, words
from packing.roots import WORK, Root
from packing.table import SECTOR, Gpt, Part

GRUB = Path("/usr/lib/grub")
MODULES = ("part_gpt", "fat", "normal", "linux", "sleep", "reboot", "minicmd")


class Pc(Kind):
    """A PC of 64 bits, with BIOS or UEFI."""

    architecture, image, place = "amd64", "kiosk.img", WORK / "image"
    table, board, otherwise = Gpt(), emulated.PC, emulated.UEFI
    words_in = "grub/grub.cfg"

    def told(self, root: str, more: str = "") -> str:
        return (HERE / "grub.cfg").read_text().format(words=words(root, more))

    def fill(self, root: Root, boot: Path) -> None:
        put_kernel(root, boot, "/a")
        loader = self.place / "BOOTX64.EFI"
        efi_loader(loader)
        disk.copy_in(boot, loader, "/EFI/BOOT/BOOTX64.EFI")

    def fetch(self, root: Root) -> None:
        """GRUB is there: a program of the machine that makes the disk."""

    def finish(self, made: Path, parts: dict[str, Part]) -> None:
        bios(made, parts["loader"], self.place / "core.img")

    def handed(self, boot: str, folder: Path) -> tuple[str, ...]:
        """It starts by itself."""
        return ()


def efi_loader(made: Path) -> None:
    """The loader that UEFI finds by its name; it reads its settings from where it lies."""
    disk.run("grub-mkimage", "-O", "x86_64-efi", "-p", "/grub", "-o", made, *MODULES)


def bios(made: Path, part: Part, core: Path) -> None:
    """Put GRUB where a BIOS starts it, as grub-bios-setup does on a device.

    The first sector holds the sector of the rest at 0x5c; the rest's own first sector ends with
    where it goes on, and how far (``grub/i386/pc/boot.h`` and ``kernel/i386/pc/diskboot.S``).
    """
    settings = ("-p", "(,gpt2)/grub", "-o", core)
    disk.run("grub-mkimage", "-O", "i386-pc", *settings, "biosdisk", *MODULES)
    first = bytearray((GRUB / "i386-pc" / "boot.img").read_bytes())
    rest = bytearray(core.read_bytes())
    start = part.start // SECTOR
    first[0x5C:0x64] = struct.pack("<Q", start)
    first[0x66:0x68] = b"\x90\x90"  # a BIOS that names the wrong drive is believed in nothing
    sectors = -(-len(rest) // SECTOR)
    rest[0x1F4:0x1FE] = struct.pack("<QH", start + 1, sectors - 1)
    with made.open("r+b") as file:
        file.write(first[:440])  # behind it lies the table of partitions
        file.seek(part.start)
        file.write(rest)
