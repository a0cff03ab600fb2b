"""Starts a card in the Raspberry Pi 3 that QEMU emulates: from the Pi's own reader of cards.

QEMU stands in for the firmware, and has nothing of the part that draws: what comes up there says
what it is on the wires of the serial port.
"""

import subprocess
import sys
import time
from pathlib import Path

from packing import disk
from packing.copied import Copy
from packing.emulated import until
from packing.kinds import Kind
from packing.roots import say

MODEL = "bcm2837-rpi-3-b"
SIZE = 4 << 30
"""Of a card for QEMU, in bytes: it takes none but a power of two."""
PATIENCE = 1800.0
"""Seconds for a start, all of it emulated."""
QUESTIONS = (
    ("the model", "tr -d '\\0' </proc/device-tree/model", "Raspberry Pi 3 Model B"),
    ("the system", "findmnt -no SOURCE,FSTYPE /", "/dev/mmcblk0p2 squashfs"),
    ("what is kept", "findmnt -no SOURCE /var/lib/connected-society", "/dev/mmcblk0p3"),
    ("later versions", "findmnt -no SOURCE /var/lib/connected-society-programs", "/dev/mmcblk0p4"),
    ("the settings", "findmnt -no SOURCE /boot", "/dev/mmcblk0p1"),
)  # fmt: skip
"""What is asked of a machine that runs, as a shell asks it, and the answer."""
WIRES = "/dev/ttyS1"
WORDS = (
    "console=ttyS1,115200 loglevel=6 modprobe.blacklist=bcm2835_wdt,vchiq"
    ' "systemd.run=/bin/sh /boot/asked.sh"'
    " systemd.run_success_action=none systemd.run_failure_action=none"
    " systemd.unit=graphical.target systemd.wants=kernel-command-line.service"
)
"""Two of its parts are left alone: QEMU takes the moment the watchdog is wound up for the end of
its time, and answers nothing for the part that plays sound."""


def prove(kind: Kind, made: Path) -> None:
    """Ends everything at the first thing that is not so."""
    copy = Copy(kind, made, "reader")
    copy.write("asked.sh", script())
    copy.tell(WORDS)
    with copy.path.open("r+b") as file:
        file.truncate(SIZE)
    folder = kind.place / "machine"
    folder.mkdir(parents=True, exist_ok=True)
    heard, begun = folder / "wires.log", time.monotonic()
    process = subprocess.Popen(["nice", "-n", "5", *command(copy, folder, heard)])
    try:
        until(lambda: answered(heard) or process.poll() is not None, PATIENCE, "It says nothing.")
    finally:
        process.kill()
        process.wait()
    say(f"The Pi's own parts bring it up in {time.monotonic() - begun:.0f} s")
    judge(heard.read_text(errors="replace"))


def script() -> str:
    """Answers the questions on the wires, one a line."""
    lines = [f'echo "asked {number} $({question} | tr -s " ")"'
             for number, (_, question, _) in enumerate(QUESTIONS)]  # fmt: skip
    return "\n".join([f"exec >{WIRES}", "echo", *lines, "echo asked all", ""])


def command(copy: Copy, folder: Path, heard: Path) -> list[str]:
    """How QEMU is started; the second of the two serial ports is the one Linux speaks on."""
    described = folder / f"{MODEL}.dtb"
    disk.copy_out(copy.card, described.name, described)
    return [
        "qemu-system-aarch64", "-M", "raspi3b", "-accel", "tcg,thread=multi", "-display", "none",
        "-no-reboot", "-dtb", str(described), *copy.kind.handed(copy.card, folder),
        "-drive", f"if=sd,format=raw,file={copy.path}",
        "-serial", "null", "-serial", f"file:{heard}",
    ]  # fmt: skip


def answered(heard: Path) -> bool:
    """Whether it has said all."""
    return heard.exists() and b"\nasked all" in heard.read_bytes()


def judge(said: str) -> None:
    """Compare what it said with what it should."""
    lines = [line.strip() for line in said.splitlines()]
    for number, (what, _, answer) in enumerate(QUESTIONS):
        told = f"asked {number} {answer}"
        if not any(line.startswith(told) for line in lines):
            sys.exit(f"This is not so on a Pi: {what}: {answer}\n" + "\n".join(lines[-40:]))
        say(f"ok  on QEMU's Raspberry Pi 3, {what}: {answer}")
