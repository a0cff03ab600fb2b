"""A disk as a file: its partitions and its file systems, without mounting any."""

import shutil
import subprocess
from pathlib import Path

from packing.table import MIB, Part, Table


def make(disk: Path, table: Table, parts: dict[str, Part], contents: dict[str, Path]) -> None:
    """Write the table of partitions, and what is in them."""
    last = max(parts.values(), key=lambda part: part.start)
    disk.unlink(missing_ok=True)
    with disk.open("wb") as file:
        file.truncate(last.start + last.size + MIB)
    lines = [f"label: {table.label}", "unit: sectors", *table.lines(parts)]
    run("sfdisk", "--quiet", disk, given="\n".join(lines))
    for name, content in contents.items():
        put(disk, content, parts[name].start)


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


def copy_out(system: str | Path, name: str, target: Path) -> None:
    """Take a file out of a FAT file system."""
    run("mcopy", "-n", "-o", "-i", system, "::" + name, target)


def text(system: str | Path, name: str) -> str:
    """What a file of a FAT file system says."""
    return run("mtype", "-i", system, "::" + name)


def ext4(made: Path, part: Part, label: str) -> None:
    """An empty ext4 file system of the size of a partition."""
    made.unlink(missing_ok=True)
    with made.open("wb") as file:
        file.truncate(part.size)
    run("mke2fs", "-q", "-t", "ext4", "-L", label, "-m", "1", "-E", "lazy_itable_init=0", made)


def run(*command: object, given: str | None = None, may_fail: bool = False) -> str:
    """Run a tool of this machine; ends everything with what it said when it fails."""
    line = list(map(str, command))
    if not shutil.which(line[0]):
        raise SystemExit(f"The program {line[0]} is not here; see build/image --help.")
    done = subprocess.run(line, input=given, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        raise SystemExit(f"{line[0]} failed ({done.returncode}): {done.stdout}{done.stderr}")
    return done.stdout
