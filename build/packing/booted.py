"""Starts the disk in an emulated machine, looks at it, asks it, and pulls the plug."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import demo
from packing import emulated, finger, promises
from packing.copied import Copy
from packing.emulated import Machine, until
from packing.kinds import Kind
from packing.roots import PROJECT, say

PATIENCE = 900.0
"""Seconds for anything in a machine that is emulated, step by step, on one that is busy."""
UNIT = "connected-society-kiosk.service"
LEAST_COLOURS = 20
"""A page with text has more, for its letters are smooth."""


def prove(kind: Kind, made: Path) -> None:
    """Everything that is promised; then a visit, the plug pulled three times, and its arrival."""
    council, copy = Council(kind.place / "council"), Copy(kind, made, "proof")
    copy.put_up(council.code())
    with council.answering() as port, copy.started(port) as machine:
        started(machine)
        machine.picture().save(kind.place / "screen.png")
        promises.kept(machine)
        promises.of_sticks(machine, kind.place)
        promises.of_keys(machine)
    with copy.started() as machine:  # without any network
        took = started(machine)
        finger.visit(machine, PATIENCE)
        before = promises.same(machine, "")
    pulled(copy, before, took)
    with council.answering() as port, copy.started(port) as machine:
        started(machine)
        until(lambda: council.held == 1, PATIENCE, "What was saved does not arrive.")
        say("ok  what was saved before the plug was pulled three times has arrived")
    as_shipped(copy)
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


def pulled(copy: Copy, before: str, took: float) -> None:
    """The plug pulled three times while it starts; then it comes up, and all is there."""
    for part in (0.2, 0.5, 0.9):
        with copy.started():
            time.sleep(part * took)
        say(f"The plug is pulled {part * took:.0f} s after a start")
    with copy.started() as machine:
        started(machine)
        promises.same(machine, before)


def as_shipped(copy: Copy) -> None:
    """With the words for the kernel as they are shipped, the page shows too; a PC's by UEFI."""
    copy.tell("")
    with copy.started(0, *copy.kind.otherwise) as machine:
        until(lambda: shows_page(machine), PATIENCE, "As it is shipped the kiosk shows nothing.")
        took = time.monotonic() - machine.begun
        say(f"As it is shipped the welcome screen shows {took:.0f} s after the start")
