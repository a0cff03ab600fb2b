"""A machine emulated by QEMU: started, looked at, asked, killed."""

import json
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from packing.roots import say
from PIL import Image

UEFI = ("-drive", "if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE.fd")
"""Starts a PC in the way of today; without, it is started by a BIOS."""
INSIDE = Path(__file__).resolve().parent / "image" / "inside.py"
RELAY = Path(__file__).resolve().parent / "image" / "relay.py"
COUNCIL = "10.0.2.100:8800"
"""Where the machine finds the collector; it reaches nothing else."""


@dataclass(frozen=True)
class Board:
    """What QEMU emulates, beside what every machine has."""

    program: str
    parts: tuple[str, ...]


PC = Board("qemu-system-x86_64", (
    "-cpu", "Nehalem", "-m", "2048", "-vga", "virtio", "-device", "i6300esb",
))  # fmt: skip
ARM = Board("qemu-system-aarch64", (
    "-M", "virt", "-cpu", "cortex-a53", "-m", "896", "-device", "virtio-gpu-pci",
    "-device", "i6300esb", "-device", "usb-kbd",
))  # fmt: skip
"""A Raspberry Pi 3's processor and what memory its firmware leaves, on a board of QEMU's own."""


class Machine:
    """One machine with one disk, for as long as the ``with`` lasts."""

    def __init__(
        self, disk: Path, folder: Path, port: int = 0, *more: str, board: Board = PC
    ) -> None:
        """``port`` is where the collector listens on this machine; ``more`` goes to QEMU."""
        self.disk, self.folder, self.port = disk, folder, port
        self.board, self.more = board, more

    def __enter__(self) -> "Machine":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.begun = time.monotonic()
        self._process = subprocess.Popen(["nice", "-n", "5", *self._command()])
        self._control = self._connected("control")
        self._heard(self._control)
        self.control("qmp_capabilities")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.kill()

    def kill(self) -> None:
        """As when the plug is pulled, but for what QEMU had given to this machine's kernel."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._control.close()

    def _command(self) -> list[str]:
        network = "user,id=net,restrict=on"
        if self.port:
            relay = shlex.join([sys.executable, str(RELAY), str(self.port)])
            network += f",guestfwd=tcp:{COUNCIL}-cmd:{relay}"
        return [
            self.board.program, "-accel", "tcg,thread=multi", "-smp", "2", "-display", "none",
            "-no-reboot",
            "-action", "watchdog=none",  # one that is emulated on a busy machine seems to hang
            "-drive", f"if=none,id=disk,format=raw,file={self.disk}",
            "-device", "virtio-blk-pci,drive=disk",
            "-netdev", network, "-device", "virtio-net-pci,netdev=net",
            "-device", "qemu-xhci,id=usb", "-device", "usb-tablet", "-device", "virtio-serial-pci",
            "-chardev", self._line("asked"), "-device", "virtserialport,chardev=asked,name=proof",
            "-fw_cfg", f"name=opt/proof,file={INSIDE}",
            "-chardev", self._line("control"), "-mon", "chardev=control,mode=control",
            "-serial", f"file:{self.folder / 'serial.log'}", *self.board.parts, *self.more,
        ]  # fmt: skip

    def _line(self, name: str) -> str:
        path = self.folder / name
        path.unlink(missing_ok=True)
        return f"socket,id={name},server=on,wait=off,path={path}"

    def _connected(self, name: str) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        until(lambda: (self.folder / name).exists(), 60, "QEMU did not start.")
        line.connect(str(self.folder / name))
        return line

    # The machine from outside

    def control(self, execute: str, **arguments: Any) -> Any:
        """A command of QEMU's own protocol, QMP; gives what it answers."""
        self._control.sendall(json.dumps({"execute": execute, "arguments": arguments}).encode())
        while True:
            answer = self._heard(self._control)
            if "error" in answer:
                sys.exit(f"{execute} failed: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def picture(self) -> Image.Image:
        """What stands on the screen now."""
        path = self.folder / "screen.ppm"
        self.control("screendump", filename=str(path))
        with Image.open(path) as taken:
            return taken.convert("RGB")

    # The machine from inside

    def answers(self, patience: float) -> None:
        """Return once the program that came with the proof runs in it."""
        self._asked = self._connected("asked")
        self._asked.settimeout(patience)
        try:
            self._heard(self._asked)
        except TimeoutError:
            sys.exit("The machine did not answer.")
        say(f"It answers {time.monotonic() - self.begun:.0f} s after its start")

    def run(self, *command: object, user: str = "root", patience: float = 300) -> tuple[int, str]:
        """Run a command in the machine; its exit code and what it printed."""
        self._asked.settimeout(patience)
        asked = {"command": [str(each) for each in command], "user": user}
        self._asked.sendall(json.dumps(asked).encode() + b"\n")
        answer = self._heard(self._asked)
        return answer["code"], answer["printed"].strip()

    def _heard(self, line: socket.socket) -> Any:
        """The next line, as JSON."""
        got = bytearray()
        while not got.endswith(b"\n"):
            more = line.recv(1)
            if not more:
                sys.exit(f"The machine has ended ({self._process.wait()}).")
            got += more
        return json.loads(got)


def until(holds: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait until something holds; ends everything when it never does."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            sys.exit(otherwise)
        time.sleep(0.5)
