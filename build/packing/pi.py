"""A Raspberry Pi 3 or 4: its own firmware starts it, and finds all it needs on the first partition.

The firmware is not free software and comes from Debian's package raspi-firmware. It is put beside
the system, not into it: Linux has no part in it. What the files must be named is told by that
package's own scripts (``/etc/kernel/postinst.d/z50-raspi-firmware``) and by Raspberry Pi's
description of ``config.txt``.
"""

import re
from pathlib import Path

from packing import disk, emulated
from packing.kinds import HERE, Kind, put_kernel, words
from packing.roots import WORK, Root
from packing.table import Mbr, Part

PACKAGE, COMPONENT = "raspi-firmware", "non-free-firmware"
FIRMWARE = ("bootcode.bin", "start.elf", "fixup.dat", "start4.elf", "fixup4.dat")
"""The first three are for a Pi 3; a Pi 4 has the first of them built in, and takes the others."""
MODELS = ("bcm2837-rpi-3-b", "bcm2837-rpi-3-b-plus", "bcm2711-rpi-4-b")
"""Linux's descriptions of the models 3 B, 3 B+ and 4 B, as the firmware looks for them."""
LICENCE = "LICENCE.txt"
"""The firmware may be passed on together with the terms it is under."""
CONSOLE = "console=tty0 rootwait"
"""Else Linux would speak on the wires that the description of the model names, not on the screen;
and it waits for a card that is slow."""


class Pi(Kind):
    """A Raspberry Pi with an arm64 processor that Linux in Debian 12 knows."""

    architecture, image, place = "arm64", "kiosk-arm64.img", WORK / "image-arm64"
    table, board = Mbr(), emulated.ARM
    words_in = "cmdline.txt"

    def told(self, root: str, more: str = "") -> str:
        return f"{CONSOLE} {words(root, more)}".strip() + "\n"

    def fetch(self, root: Root) -> None:
        root.unpack(PACKAGE, COMPONENT, "firmware")

    def fill(self, root: Root, boot: Path) -> None:
        put_kernel(root, boot, "")
        unpacked, described = root.shared / "firmware", root.shared / "described"
        root.run("sh", "-c", "rm -rf /mnt/shared/described"
                 " && cp -r /usr/lib/linux-image-*/broadcom /mnt/shared/described")  # fmt: skip
        files = {name: unpacked / "usr/lib/raspi-firmware" / name for name in FIRMWARE}
        files |= {f"{model}.dtb": described / f"{model}.dtb" for model in MODELS}
        files[LICENCE] = unpacked / "usr/share/doc" / PACKAGE / "copyright"
        files["config.txt"] = HERE / "config.txt"
        for name, source in files.items():
            disk.copy_in(boot, source, f"/{name}")

    def finish(self, made: Path, parts: dict[str, Part]) -> None:
        """All of it lies in a file system."""

    def handed(self, boot: str, folder: Path) -> tuple[str, ...]:
        """As the firmware does it: the files that ``config.txt`` names, and the words."""
        kernel, early = named(disk.text(boot, "config.txt"))
        for name in (kernel, early):
            disk.copy_out(boot, name, folder / name)
        line = disk.text(boot, self.words_in).strip()
        return "-kernel", str(folder / kernel), "-initrd", str(folder / early), "-append", line


def named(config: str) -> tuple[str, str]:
    """The kernel, and what it begins with, that a ``config.txt`` names."""
    kernel = re.search(r"^kernel=(\S+)$", config, re.MULTILINE)
    early = re.search(r"^initramfs (\S+) followkernel$", config, re.MULTILINE)
    if kernel is None or early is None:
        raise SystemExit("The config.txt on the card names no kernel.")
    return kernel[1], early[1]
