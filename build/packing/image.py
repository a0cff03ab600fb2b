"""Makes a disk that starts as a kiosk, from Debian and our packages."""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from packing import debs, disk, roots
from packing.roots import WORK, Root, say

HERE = Path(__file__).resolve().parent / "image"
PLACE = WORK / "image"
SYSTEM = (
    "linux-image-amd64", "initramfs-tools", "systemd-sysv", "dbus", "udev",
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
DATA = 1024 * disk.MIB
"""Room for what waits: submissions take some hundred bytes, pictures some hundred thousand."""


PROGRAMS = 1024 * disk.MIB
"""Room for three later versions."""


def packages() -> list[Path]:
    """The package files of kiosk and machine, as the project stands."""
    return [debs.make("kiosk", "amd64"), debs.make_machine()]


def make(zone: str) -> Path:
    """The disk, as a file."""
    PLACE.mkdir(parents=True, exist_ok=True)
    layer = roots.with_packages("machine-amd64", "amd64", SYSTEM)
    with Root("image", layer, roots.base()) as root:
        for package in packages():
            debs.put_in(root, package)
        root.install(["systemd-resolved"])  # the last: from here on the system finds no names
        return assembled(root, zone)


def assembled(root: Root, zone: str) -> Path:
    """The disk of a system that has all it needs."""
    say("Setting up the system")
    ids = disk.new_ids()
    configure(root, ids, zone)
    say("Packing the system")
    system = packed(root)
    parts = disk.laid_out(ids, system.stat().st_size, DATA, PROGRAMS)
    contents = {"root": system, "boot": boot(root, parts)}
    for name in ("data", "programs"):
        contents[name] = PLACE / f"{name}.ext4"
        disk.ext4(contents[name], parts[name], name)
    made = debs.DIST / "kiosk.img"
    disk.make(made, parts, contents)
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
    root.run("update-initramfs", "-u", "-k", "all")


def packed(root: Root) -> Path:
    """The system as one file that cannot be written."""
    made = PLACE / "root.squashfs"
    made.unlink(missing_ok=True)
    root.outside(
        "mksquashfs", root.merged, made, "-comp", "zstd", "-Xcompression-level", "9",
        "-no-progress", "-processors", "2", "-one-file-system",
        *(part for each in MOUNTED for part in ("-p", f"{each} d 755 0 0")),
        "-wildcards", "-e", *LEFT_OUT,
    )  # fmt: skip
    return made


def boot(root: Root, parts: dict[str, disk.Part]) -> Path:
    """The partition that the machine starts from, and that every computer can read."""
    made = PLACE / "boot.fat"
    disk.fat(made, parts["boot"], "KIOSK")
    for source, name in (("vmlinuz", "/a/vmlinuz"), ("initrd.img", "/a/initrd.img")):
        root.run("sh", "-c", f"cp /boot/{source}-* /mnt/shared/{source}")
        disk.copy_in(made, root.shared / source, name)
    loader, settings = PLACE / "BOOTX64.EFI", PLACE / "grub.cfg"
    disk.efi_loader(loader)
    disk.copy_in(made, loader, "/EFI/BOOT/BOOTX64.EFI")
    settings.write_text(menu(parts["root"].id))
    disk.copy_in(made, settings, "/grub/grub.cfg")
    disk.copy_in(made, HERE / "kiosk.toml", "/kiosk.toml")
    return made


def menu(root: str, more: str = "") -> str:
    """The settings of the boot loader; ``more`` are words for the kernel."""
    return (HERE / "grub.cfg").read_text().format(root=root, more=more)


def main() -> None:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="build/image")
    parser.add_argument("--zone", default="Europe/London")
    parser.add_argument("--prove", action="store_true")
    parser.add_argument("--only-proof", action="store_true")
    given = parser.parse_args()
    os.umask(0o022)
    if not Path("/usr/share/zoneinfo", given.zone).is_file():
        sys.exit(f"There is no time zone {given.zone}; write it like Europe/London.")
    if not given.only_proof:
        make(given.zone)
    if given.prove or given.only_proof:
        from packing import booted, renewed  # these two make disks as well

        booted.prove(debs.DIST / "kiosk.img")
        renewed.prove(debs.DIST / "kiosk.img")


if __name__ == "__main__":
    main()
