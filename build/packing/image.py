"""Makes a disk that starts as a kiosk, from Debian and our packages."""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from packing import debs, disk, roots
from packing.kinds import HERE, Kind
from packing.pc import Pc
from packing.pi import Pi
from packing.roots import Root, say
from packing.table import MIB, Part

KINDS = {kind.architecture: kind for kind in (Pc(), Pi())}
SYSTEM = (
    "initramfs-tools", "systemd-sysv", "dbus", "udev",
    "systemd-timesyncd", "cage", "seatd", "xwayland", "fonts-noto-cjk", "alsa-utils",
    "e2fsprogs", "kmod", "tzdata",
)  # fmt: skip
IDLE = (
    "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "fstrim.timer",
    "e2scrub_all.timer", "e2scrub_reap.service", "systemd-pcrphase.service", "motd-news.timer",
)  # fmt: skip
"""What has nothing to do where the system is never written."""
LEFT_OUT = (
    "boot/*", "var/cache/apt/*", "var/lib/apt/lists/*", "var/log/*", "tmp/*", "mnt/shared",
    "usr/share/man/*", "usr/share/doc/*/changelog*", "made",
)  # fmt: skip
MOUNTED = ("dev", "proc", "sys")
"""Folders that are full of other things while the system is packed."""
DATA = 1024 * MIB
"""Room for what waits: submissions take some hundred bytes, pictures some hundred thousand."""


PROGRAMS = 1024 * MIB
"""Room for three later versions."""


def make(kind: Kind, zone: str) -> Path:
    """The disk, as a file."""
    kind.place.mkdir(parents=True, exist_ok=True)
    architecture = kind.architecture
    system = (f"linux-image-{architecture}", *SYSTEM)
    layer = roots.with_packages(f"machine-{architecture}", architecture, system)
    with Root(kind.place.name, layer, roots.base(architecture)) as root:
        for package in (debs.make("kiosk", architecture), debs.make_machine()):
            debs.put_in(root, package)
        kind.fetch(root)
        root.install(["systemd-resolved"])  # the last: from here on the system finds no names
        return assembled(kind, root, zone)


def assembled(kind: Kind, root: Root, zone: str) -> Path:
    """The disk of a system that has all it needs."""
    say("Setting up the system")
    ids = kind.table.new_ids()
    configure(root, ids, zone)
    say("Packing the system")
    system = packed(root, kind.place / "root.squashfs")
    parts = kind.table.laid_out(ids, system.stat().st_size, DATA, PROGRAMS)
    contents = {"root": system, "boot": boot(kind, root, parts)}
    for name in ("data", "programs"):
        contents[name] = kind.place / f"{name}.ext4"
        disk.ext4(contents[name], parts[name], name)
    made = debs.DIST / kind.image
    disk.make(made, kind.table, parts, contents)
    kind.finish(made, parts)
    say(f"dist/{made.name}: {made.stat().st_size / 1e6:.0f} MB, of which the system takes"
        f" {system.stat().st_size / 1e6:.0f} MB")  # fmt: skip
    return made


def configure(root: Root, ids: dict[str, str], zone: str) -> None:
    """What makes it this disk's system; inside it is written as any file is."""
    files = {
        "etc/fstab": (HERE / "fstab").read_text().format(**ids),
        "etc/hostname": "kiosk\n",
        "etc/hosts": "127.0.0.1 localhost kiosk\n::1 localhost\n",
        "etc/machine-id": "",  # another at each start: nothing is kept of who the machine is
        "etc/systemd/network/wired.network": (HERE / "wired.network").read_text(),
        "etc/initramfs-tools/conf.d/kiosk": "COMPRESS=zstd\n",
    }
    for name, text in files.items():
        (root.shared / "file").write_text(text)
        root.run("install", "-D", "-m", "644", "/mnt/shared/file", f"/{name}")
    root.run("sh", "-c", "grep -qx squashfs /etc/initramfs-tools/modules ||"
             " echo squashfs >>/etc/initramfs-tools/modules")  # fmt: skip
    root.run("ln", "-sf", f"/usr/share/zoneinfo/{zone}", "/etc/localtime")
    root.run("ln", "-sf", "/boot/kiosk.toml", "/etc/connected-society/kiosk.toml")
    root.run("systemctl", "mask", *IDLE)
    root.run("systemctl", "enable", "systemd-networkd", "systemd-resolved", "systemd-timesyncd")
    root.run("passwd", "--lock", "root")
    root.run("update-initramfs", "-c", "-k", "all")


def packed(root: Root, made: Path) -> Path:
    """The system as one file that cannot be written."""
    made.unlink(missing_ok=True)
    root.outside(
        "mksquashfs", root.merged, made, "-comp", "zstd", "-Xcompression-level", "9",
        "-no-progress", "-processors", "2", "-one-file-system",
        *(part for each in MOUNTED for part in ("-p", f"{each} d 755 0 0")),
        "-wildcards", "-e", *LEFT_OUT,
    )  # fmt: skip
    return made


def boot(kind: Kind, root: Root, parts: dict[str, Part]) -> Path:
    """The partition that the machine starts from, and that every computer can read."""
    made, told = kind.place / "boot.fat", kind.place / "told"
    disk.fat(made, parts["boot"], "KIOSK")
    kind.fill(root, made)
    told.write_text(kind.told(parts["root"].id))
    disk.copy_in(made, told, f"/{kind.words_in}")
    disk.copy_in(made, HERE / "kiosk.toml", "/kiosk.toml")
    return made


def prove(kind: Kind, made: Path) -> None:
    """All that is promised of every machine; and of a PC's, which is quicker, a new version."""
    from packing import booted, renewed  # and all that drives a screen

    booted.prove(kind, made)
    if isinstance(kind, Pc):
        renewed.prove(kind, made)


def main() -> None:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="build/image")
    parser.add_argument("--arch", default="amd64", choices=sorted(KINDS))
    parser.add_argument("--zone", default="Europe/London")
    parser.add_argument("--prove", action="store_true")
    parser.add_argument("--only-proof", action="store_true")
    given = parser.parse_args()
    os.umask(0o022)
    if not Path("/usr/share/zoneinfo", given.zone).is_file():
        sys.exit(f"There is no time zone {given.zone}; write it like Europe/London.")
    kind = KINDS[given.arch]
    if not given.only_proof:
        make(kind, given.zone)
    if given.prove or given.only_proof:
        prove(kind, debs.DIST / kind.image)


if __name__ == "__main__":
    main()
