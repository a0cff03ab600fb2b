"""A copy of a disk: put up as the guide says, told to let the proof ask, and started."""

import re
import subprocess
from pathlib import Path

from packing import disk, emulated, kinds
from packing.emulated import Machine
from packing.kinds import Kind

GIVEN = "/sys/firmware/qemu_fw_cfg/by_name/opt/proof/raw"
WORDS = (
    f'modules_load=qemu_fw_cfg,virtio_console "systemd.run=/usr/bin/python3 {GIVEN}"'
    " systemd.run_success_action=none systemd.run_failure_action=none"
    " systemd.unit=graphical.target systemd.wants=kernel-command-line.service"
)
"""What lets the proof ask: said to the kernel of the copy alone."""


class Copy:
    """One copy, which may be written and spoilt."""

    def __init__(self, kind: Kind, made: Path, name: str) -> None:
        self.kind, self.path = kind, kind.place / f"{name}.img"
        subprocess.run(["cp", "--sparse=always", made, self.path], check=True)

    @property
    def card(self) -> str:
        """The partition that every computer can read, as mtools name it."""
        return f"{self.path}@@{self.kind.table.boot}"

    def put_up(self, code: str) -> None:
        """Put address and code on the card, as the guide says, and let the proof ask."""
        settings = (kinds.HERE / "kiosk.toml").read_text()
        self.write("kiosk.toml", f'collector = "http://{emulated.COUNCIL}"\n{settings}')
        self.write("code.txt", f"{code}\r\n")
        self.tell(WORDS)

    def tell(self, more: str) -> None:
        """Say more words to the kernel, or no more than it is shipped with."""
        found = re.search(r"root=PARTUUID=(\S+)", disk.text(self.card, self.kind.words_in))
        assert found is not None
        self.write(self.kind.words_in, self.kind.told(found[1], more))

    def write(self, name: str, text: str) -> None:
        """Write a file of that partition."""
        (self.kind.place / "file").write_text(text)
        disk.copy_in(self.card, self.kind.place / "file", f"/{name}")

    def started(self, port: int = 0, *more: str) -> Machine:
        """The machine with this disk; ``port`` is where the collector listens, where one does."""
        folder = self.kind.place / "machine"
        folder.mkdir(parents=True, exist_ok=True)
        handed = self.kind.handed(self.card, folder)
        return Machine(self.path, folder, port, *handed, *more, board=self.kind.board)
