"""Starts the disk in an emulated machine, looks at it, asks it, and pulls the plug."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import demo
from packing import disk, emulated, finger, image, promises
from packing.emulated import Machine, until
from packing.roots import PROJECT, WORK, say

PLACE = WORK / "image"
GIVEN = "/sys/firmware/qemu_fw_cfg/by_name/opt/proof/raw"
WORDS = (
    f'modules_load=qemu_fw_cfg,virtio_console "systemd.run=/usr/bin/python3 {GIVEN}"'
    " systemd.run_success_action=none systemd.run_failure_action=none"
    " systemd.unit=graphical.target systemd.wants=kernel-command-line.service"
)
"""What lets the proof ask: said to the kernel of the copy alone."""
PATIENCE = 900.0
"""Seconds for anything in a machine that is emulated, step by step, on one that is busy."""
UNIT = "connected-society-kiosk.service"
LEAST_COLOURS = 20
"""A page with text has more, for its letters are smooth."""


def prove(made: Path) -> None:
    """Everything that is promised; then a visit, the plug pulled three times, and its arrival."""
    copy = PLACE / "proof.img"
    subprocess.run(["cp", "--sparse=always", made, copy], check=True)
    council = Council(PLACE / "council")
    root = prepared(copy, council.code())
    with council.answering() as port, Machine(copy, PLACE / "machine", port) as machine:
        started(machine)
        machine.picture().save(PLACE / "screen.png")
        promises.kept(machine)
        promises.of_sticks(machine, PLACE)
        promises.of_keys(machine)
    with Machine(copy, PLACE / "machine") as machine:  # without any network
        took = started(machine)
        finger.visit(machine, PATIENCE)
        before = promises.same(machine, "")
    pulled(copy, before, took)
    with council.answering() as port, Machine(copy, PLACE / "machine", port) as machine:
        started(machine)
        until(lambda: council.held == 1, PATIENCE, "What was saved does not arrive.")
        say("ok  what was saved before the plug was pulled three times has arrived")
    without_words(copy, root)
    say("All of it holds")


class Council:
    """A collector on this machine."""

    def __init__(self, data: Path) -> None:
        """Made anew, with the forms of the sample pack."""
        self.data = data
        subprocess.run(["rm", "-rf", data], check=True)
        self.do("init", "--council", "Anytown Council", "--hub", "Central Library")
        for sheet in sorted((PROJECT / "assets" / "pack").glob("*.xlsx")):
            self.do("publish", sheet)
        host, _, _ = emulated.COUNCIL.partition(":")
        (data / "collector.toml").write_text(f'hosts = ["{host}", "127.0.0.1"]\n')

    def do(self, *arguments: object) -> str:
        """A command of this collector."""
        return demo.run("collector", "--data", self.data, *arguments)

    def code(self) -> str:
        """A code for one kiosk."""
        return self.do("code").split()[-1]

    @contextmanager
    def answering(self) -> Iterator[int]:
        """While it runs; gives its port."""
        port = demo.free_port(8840)
        program = demo.BIN / "collector"
        with demo.started(program, "--data", self.data, "run", "--port", port):
            demo.wait_for(f"http://127.0.0.1:{port}")
            yield port

    @property
    def held(self) -> int:
        """How many submissions it holds."""
        return int(json.loads(self.do("show", "--json"))["submissions"])


def prepared(copy: Path, code: str) -> str:
    """Put address and code on the card, as the guide says; gives the name of its system."""
    settings = (
        f'collector = "http://{emulated.COUNCIL}"\n' + (image.HERE / "kiosk.toml").read_text()
    )
    files = {"kiosk.toml": settings, "code.txt": f"{code}\r\n"}
    for name, text in files.items():
        written(copy, name, text)
    menu = subprocess.run(
        ["mtype", "-i", card(copy), "::/grub/grub.cfg"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"root=PARTUUID=(\S+)", menu)
    assert found is not None
    written(copy, "grub/grub.cfg", image.menu(found[1], WORDS))
    return found[1]


def card(copy: Path) -> str:
    """The partition with the settings, as mtools name it."""
    return f"{copy}@@{2 * disk.MIB}"


def written(copy: Path, name: str, text: str) -> None:
    """Write a file of that partition."""
    (PLACE / "file").write_text(text)
    disk.copy_in(card(copy), PLACE / "file", f"/{name}")


def started(machine: Machine) -> float:
    """Return once the welcome screen shows; gives the seconds since its start."""
    machine.answers(PATIENCE)
    until(lambda: active(machine), PATIENCE, "The kiosk does not start.")
    until(lambda: shows_page(machine), PATIENCE, "The kiosk shows nothing.")
    took = time.monotonic() - machine.begun
    say(f"The welcome screen shows {took:.0f} s after the start")
    return took


def active(machine: Machine) -> bool:
    """Whether the window has said that it is open."""
    return machine.run("systemctl", "is-active", UNIT)[0] == 0


def shows_page(machine: Machine) -> bool:
    """Whether much of the screen is the ground of a page, with something on it."""
    from kiosk.ui.theme import THEMES

    page = tuple(bytes.fromhex(THEMES["calm"].page[1:]))
    picture = machine.picture()
    colours = {colour: count for count, colour in picture.getcolors(1 << 24) or []}
    much = picture.width * picture.height / 5
    return colours.get(page, 0) > much and len(colours) > LEAST_COLOURS


def pulled(copy: Path, before: str, took: float) -> None:
    """The plug pulled three times while it starts; then it comes up, and all is there."""
    for part in (0.2, 0.5, 0.9):
        with Machine(copy, PLACE / "machine"):
            time.sleep(part * took)
        say(f"The plug is pulled {part * took:.0f} s after a start")
    with Machine(copy, PLACE / "machine") as machine:
        started(machine)
        promises.same(machine, before)


def without_words(copy: Path, root: str) -> None:
    """By UEFI, with the settings of the boot loader as they are shipped, the page shows too."""
    written(copy, "grub/grub.cfg", image.menu(root))
    with Machine(copy, PLACE / "machine", 0, emulated.UEFI) as machine:
        until(lambda: shows_page(machine), PATIENCE, "By UEFI the kiosk shows nothing.")
        say(f"By UEFI the welcome screen shows {time.monotonic() - machine.begun:.0f} s after")
