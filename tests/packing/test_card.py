"""The disk of a PC and the card of a Raspberry Pi: the table, and what starts each kind of machine.

Made here with the tools that ``build/image`` makes them with, where this machine has them; that the
whole of it starts is shown by ``build/image --prove``, which is too slow for here.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build"))
from packing import copied, disk, image, kinds, pi  # noqa: E402
from packing.kinds import Kind  # noqa: E402
from packing.pi import Pi  # noqa: E402
from packing.table import MIB, SECTOR  # noqa: E402

EVERY = [pytest.param(kind, id=name) for name, kind in image.KINDS.items()]
SHIPPED = {"start4.elf": b"four", "fixup4.dat": b"4", "start.elf": b"three", "fixup.dat": b"3",
           "bootcode.bin": b"first"}  # fmt: skip


def needs(*tools: str) -> pytest.MarkDecorator:
    """For a test that works with the real tools."""
    lacking = [each for each in tools if not shutil.which(each)]
    return pytest.mark.skipif(bool(lacking), reason=f"{lacking} not here")


class Unpacked:
    """A folder that stands for a system in which Debian's packages were unpacked."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        firmware = shared / "firmware/usr/lib/raspi-firmware"
        documents = shared / f"firmware/usr/share/doc/{pi.PACKAGE}"
        for folder in (firmware, documents, shared / "described"):
            folder.mkdir(parents=True)
        for name, content in SHIPPED.items():
            (firmware / name).write_bytes(content)
        for name in pi.MODELS:
            (shared / f"described/{name}.dtb").write_text(name)
        for name in ("firmware/usr/share/doc/raspi-firmware/copyright", "vmlinuz", "initrd.img"):
            (shared / name).write_text(name)

    def run(self, *command: object) -> str:
        """All that is copied inside is there already."""
        return ""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """The partition that a Pi starts from, as build/image fills it."""
    made = tmp_path / "boot.fat"
    (tmp_path / "shared").mkdir()
    kind = Pi()
    parts = kind.table.laid_out(kind.table.new_ids(), 0, 0, 0)
    disk.fat(made, parts["boot"], "KIOSK")
    kind.fill(Unpacked(tmp_path / "shared"), made)  # type: ignore[arg-type]
    (tmp_path / "told").write_text(kind.told(parts["root"].id))
    disk.copy_in(made, tmp_path / "told", kind.words_in)
    return made


@needs("sfdisk")
@pytest.mark.parametrize("kind", EVERY)
def test_the_table_is_what_was_laid_out(kind: Kind, tmp_path: Path) -> None:
    """As sfdisk reads it back; and Linux calls each partition what the system's fstab says."""
    made, content = tmp_path / "disk.img", tmp_path / "content"
    content.write_bytes(b"what is on it")
    ids = kind.table.new_ids()
    parts = kind.table.laid_out(ids, 3_000_001, 2 * MIB, 5 * MIB)
    disk.make(made, kind.table, parts, {name: content for name in ("boot", "data")})
    told = subprocess.run(["sfdisk", "--json", made], capture_output=True, text=True, check=True)
    read = json.loads(told.stdout)["partitiontable"]
    assert read["label"] == kind.table.label
    names = [each.get("uuid", f"{read['id'][2:]}-{number:02x}").lower()
             for number, each in enumerate(read["partitions"], 1)]  # fmt: skip
    assert names == list(ids.values())
    found = [(each["start"] * SECTOR, each["size"] * SECTOR) for each in read["partitions"]]
    assert found == [(part.start, part.size) for part in parts.values()]
    assert parts["boot"].start == kind.table.boot
    for name in ("boot", "data"):
        with made.open("rb") as file:
            file.seek(parts[name].start)
            assert file.read(13) == b"what is on it"


def test_a_raspberry_pi_3_reads_the_first_of_four_partitions_that_are_fat() -> None:
    table = Pi().table
    assert table.label == "dos" and len(table.kinds) == 4
    assert next(iter(table.kinds.items())) == ("boot", "c")


@given(st.sampled_from(sorted(image.KINDS)), st.integers(1, 1 << 33), st.integers(1, 1 << 33))
def test_partitions_follow_one_another(name: str, root: int, data: int) -> None:
    table = image.KINDS[name].table
    parts = list(table.laid_out(table.new_ids(), root, data, image.PROGRAMS).values())
    at = table.first
    for part in parts:
        assert part.start == at and part.start % MIB == part.size % MIB == 0
        at += part.size
    assert {part.name: part.size for part in parts}["root"] >= root


@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_says_the_same_words_to_the_kernel(kind: Kind) -> None:
    """What they share is written once, and no more than that is what the proof adds."""
    wanted = kinds.words("an-id").split()
    shipped, proved = kind.told("an-id").split(), kind.told("an-id", copied.WORDS).split()
    assert set(wanted) < set(shipped)
    assert [each for each in proved if each not in shipped] == copied.WORDS.split()
    assert {"root=PARTUUID=an-id", "rootfstype=squashfs", "ro", "panic=10"} < set(wanted)
    assert {"systemd.swap=no", "fsck.repair=yes"} < set(wanted)


def test_a_pi_speaks_on_its_screen_and_has_one_line_of_words() -> None:
    told = Pi().told("an-id", "more")
    assert told.count("\n") == 1 and told.endswith("more\n")
    assert [each for each in told.split() if each.startswith("console=")] == ["console=tty0"]


@needs("mkfs.vfat", "mcopy", "mtype", "mdir")
def test_all_that_the_firmware_looks_for_is_on_the_card(card: Path, tmp_path: Path) -> None:
    """The files that config.txt names, those of each model, and the terms the firmware is under."""
    listed = subprocess.run(["mdir", "-b", "-i", card], capture_output=True, text=True, check=True)
    there = {line.removeprefix("::/") for line in listed.stdout.split()}
    config = disk.text(card, "config.txt")
    assert {*pi.named(config), *SHIPPED, "cmdline.txt", pi.LICENCE} < there
    assert {f"{each}.dtb" for each in pi.MODELS} < there
    assert {"arm_64bit=1", "upstream_kernel=1"} < set(config.split())
    for name, content in SHIPPED.items():
        disk.copy_out(card, name, tmp_path / name)
        assert (tmp_path / name).read_bytes() == content


@needs("mkfs.vfat", "mcopy", "mtype")
def test_qemu_is_handed_what_the_firmware_would_hand_over(card: Path, tmp_path: Path) -> None:
    given = Pi().handed(str(card), tmp_path)
    handed = dict(zip(given[::2], given[1::2], strict=True))
    assert Path(handed["-kernel"]).read_text() == "vmlinuz"
    assert Path(handed["-initrd"]).read_text() == "initrd.img"
    assert handed["-append"] + "\n" == (tmp_path / "told").read_text()


@pytest.mark.parametrize("config", ["", "kernel=vmlinuz\n", "#kernel=a\ninitramfs b followkernel"])
def test_a_config_that_names_no_kernel_is_said_to(config: str) -> None:
    with pytest.raises(SystemExit, match=re.escape("names no kernel")):
        pi.named(config)
