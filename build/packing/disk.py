"""A disk as a file: its partitions, its file systems and its boot loader, without mounting any."""

import shutil
import struct
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

from packing.roots import WORK

HERE = Path(__file__).resolve().parent / "image"
GRUB = Path("/usr/lib/grub")
MIB, SECTOR = 1 << 20, 512
BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649"
EFI = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
LINUX = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
MODULES = ("part_gpt", "fat", "normal", "linux", "sleep", "reboot", "minicmd")


@dataclass(frozen=True)
class Part:
    """One partition."""

    name: str
    kind: str
    start: int
    """In bytes, as is ``size``."""
    size: int
    id: str


def new_ids() -> dict[str, str]:
    """Names that no other disk's partitions have, so that a stick is never taken for one."""
    return {name: str(uuid.uuid4()) for name in ("loader", "boot", "root", "data", "programs")}


def laid_out(ids: dict[str, str], root: int, data: int, programs: int) -> dict[str, Part]:
    """The partitions of a disk, for a system of ``root`` bytes, ``data`` bytes of room, and
    ``programs`` bytes for later versions."""
    sizes = (
        ("loader", BIOS_BOOT, MIB), ("boot", EFI, 256 * MIB), ("root", LINUX, _whole(root)),
        ("data", LINUX, _whole(data)), ("programs", LINUX, _whole(programs)),
    )  # fmt: skip
    parts, start = {}, MIB
    for name, kind, size in sizes:
        parts[name] = Part(name, kind, start, size, ids[name])
        start += size
    return parts


def _whole(size: int) -> int:
    return -(-size // MIB) * MIB


def make(disk: Path, parts: dict[str, Part], contents: dict[str, Path]) -> None:
    """Write the table of partitions, what is in them, and what a BIOS starts."""
    last = max(parts.values(), key=lambda part: part.start)
    disk.unlink(missing_ok=True)
    with disk.open("wb") as file:
        file.truncate(last.start + last.size + MIB)
    lines = ["label: gpt", "unit: sectors", *map(_line, parts.values())]
    run("sfdisk", "--quiet", disk, given="\n".join(lines))
    for name, content in contents.items():
        put(disk, content, parts[name].start)
    _bios(disk, parts["loader"])


def _line(part: Part) -> str:
    start, size = part.start // SECTOR, part.size // SECTOR
    return f"start={start}, size={size}, type={part.kind}, uuid={part.id}, name={part.name}"


def put(disk: Path, content: Path, start: int) -> None:
    """Copy a file into a disk; what is empty in it stays empty."""
    run("dd", f"if={content}", f"of={disk}", "bs=1M", f"seek={start // MIB}",
        "conv=notrunc,sparse", "status=none")  # fmt: skip


def fat(made: Path, part: Part, label: str) -> None:
    """An empty FAT file system of the size of a partition."""
    made.unlink(missing_ok=True)
    run("mkfs.vfat", "-C", "-F", "32", "-n", label, made, part.size // 1024)


def copy_in(system: str | Path, source: Path, name: str) -> None:
    """Put a file into a FAT file system, with the folders it lies in."""
    parent = ""
    for folder in name.strip("/").split("/")[:-1]:
        parent += "/" + folder
        run("mmd", "-D", "s", "-i", system, "::" + parent, may_fail=True)
    run("mcopy", "-o", "-i", system, source, "::" + name)


def ext4(made: Path, part: Part, label: str) -> None:
    """An empty ext4 file system of the size of a partition."""
    made.unlink(missing_ok=True)
    with made.open("wb") as file:
        file.truncate(part.size)
    run("mke2fs", "-q", "-t", "ext4", "-L", label, "-m", "1", "-E", "lazy_itable_init=0", made)


def efi_loader(made: Path) -> None:
    """The loader that UEFI finds by its name; it reads its settings from where it lies."""
    run("grub-mkimage", "-O", "x86_64-efi", "-p", "/grub", "-o", made, *MODULES)


def _bios(disk: Path, part: Part) -> None:
    """Put GRUB where a BIOS starts it, as grub-bios-setup does on a device.

    The first sector holds the sector of the rest at 0x5c; the rest's own first sector ends with
    where it goes on, and how far (``grub/i386/pc/boot.h`` and ``kernel/i386/pc/diskboot.S``).
    """
    core = WORK / "image" / "core.img"
    run("grub-mkimage", "-O", "i386-pc", "-p", "(,gpt2)/grub", "-o", core, "biosdisk", *MODULES)
    first = bytearray((GRUB / "i386-pc" / "boot.img").read_bytes())
    rest = bytearray(core.read_bytes())
    start = part.start // SECTOR
    first[0x5C:0x64] = struct.pack("<Q", start)
    first[0x66:0x68] = b"\x90\x90"  # a BIOS that names the wrong drive is believed in nothing
    sectors = -(-len(rest) // SECTOR)
    rest[0x1F4:0x1FE] = struct.pack("<QH", start + 1, sectors - 1)
    with disk.open("r+b") as file:
        file.write(first[:440])  # behind it lies the table of partitions
        file.seek(part.start)
        file.write(rest)


def run(*command: object, given: str | None = None, may_fail: bool = False) -> None:
    """Run a tool of this machine; ends everything with what it said when it fails."""
    line = list(map(str, command))
    if not shutil.which(line[0]):
        raise SystemExit(f"The program {line[0]} is not here; see build/image --help.")
    done = subprocess.run(line, input=given, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        raise SystemExit(f"{line[0]} failed ({done.returncode}): {done.stdout}{done.stderr}")
