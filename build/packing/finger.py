"""A visit by touches at the screen of an emulated machine."""

import json
import time
from pathlib import Path
from typing import Any

import demo
from packing.emulated import Machine
from packing.roots import say

from tests.kiosk.robot import Robot

TARGETS = "/run/connected-society-kiosk/targets.json"
UNIT = f"""[Service]
ExecStart=
ExecStart=/usr/bin/cage -d -- /usr/bin/kiosk run --targets {TARGETS}
"""
"""The kiosk that also says where its buttons are; gone at the next start of the machine."""
SLOW = 40.0
"""Seconds in which even an emulated machine draws what a touch asked for."""
FULL = 0x7FFF
"""The far edge of the screen, as QEMU counts."""


class Finger(Robot):
    """Touches what QEMU shows, and reads in the machine where everything is."""

    def __init__(self, machine: Machine, patience: float) -> None:
        super().__init__("", Path(TARGETS), patience)
        self.machine = machine

    def state(self) -> dict[str, Any]:
        code, said = self.machine.run("cat", self.targets)
        found: dict[str, Any] = json.loads(said) if code == 0 else {}
        return found

    def _drawn_after(self, seq: int) -> bool:
        """A slow machine is waited for; what was touched before it looked is touched again."""
        limit = time.monotonic() + SLOW
        while self.state()["seq"] <= seq and time.monotonic() < limit:
            time.sleep(0.2)
        return bool(self.state()["seq"] > seq)

    def _xdotool(self, x: int, y: int) -> None:
        at = zip(("x", "y"), (x, y), self.state()["window"], strict=True)
        self._send(
            *({"type": "abs", "data": {"axis": axis, "value": FULL * here // whole}}
              for axis, here, whole in at)
        )  # fmt: skip
        for down in (True, False):
            time.sleep(0.2)
            self._send({"type": "btn", "data": {"button": "left", "down": down}})

    def _send(self, *events: dict[str, Any]) -> None:
        self.machine.control("input-send-event", events=list(events))


def visit(machine: Machine, patience: float) -> None:
    """One visit, until the screen says that it is saved."""
    folder = "/run/systemd/system/connected-society-kiosk.service.d"
    lines = (
        f"mkdir -p {folder}; printf '{UNIT}' >{folder}/targets.conf; systemctl daemon-reload;"
        " systemctl restart connected-society-kiosk"
    )
    machine.run("sh", "-c", lines)
    begun = time.monotonic()
    demo.visit(Finger(machine, patience), "en")
    say(f"ok  a visit by touches was saved, in {time.monotonic() - begun:.0f} s")
