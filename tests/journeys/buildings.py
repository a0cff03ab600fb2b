"""Two kiosks and a collector in network namespaces of their own, joined by cables. Needs root.

    collector ---- one ---- other

``one`` has both cables and passes nothing on but what its kiosk does: its kernel forwards no
packet. ``other`` has no network but the cable to ``one``.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.journeys.parts import ROOT

COLLECTOR, ONE_UP, ONE_DOWN, OTHER = "10.213.51.1", "10.213.51.2", "10.213.52.1", "10.213.52.2"


@dataclass(frozen=True)
class Buildings:
    """Names of the namespaces."""

    collector: str = field(default_factory=lambda: f"cs-council-{os.getpid()}")
    one: str = field(default_factory=lambda: f"cs-one-{os.getpid()}")
    other: str = field(default_factory=lambda: f"cs-other-{os.getpid()}")

    def within(self, space: str) -> tuple[str, ...]:
        """The command that runs another one there."""
        return ("ip", "netns", "exec", space)

    def cable(self, state: str) -> None:
        """Plug the cable to the collector in (``up``) or out (``down``)."""
        ip("-n", self.one, "link", "set", "up0", state)

    def run(self, space: str, *arguments: str, days: int = 0) -> str:
        """A command of ``tests.journeys.hub`` there, so many days from now; what it prints."""
        line = [*self.within(space), sys.executable, "-m", "tests.journeys.hub", *arguments]
        done = subprocess.run(
            [*line, "--days", str(days)], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def buildings() -> Iterator[Buildings]:
    """Three of them; they go away afterwards."""
    made = Buildings()
    spaces = (made.collector, made.one, made.other)
    try:
        for space in spaces:
            ip("netns", "add", space)
            ip("-n", space, "link", "set", "lo", "up")
        _cable((made.collector, "down0", COLLECTOR), (made.one, "up0", ONE_UP))
        _cable((made.one, "down0", ONE_DOWN), (made.other, "up0", OTHER))
        run(*made.within(made.one), "sysctl", "-q", "-w", "net.ipv4.ip_forward=0")
        yield made
    finally:
        for space in spaces:
            subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)


def _cable(near: tuple[str, str, str], far: tuple[str, str, str]) -> None:
    peer = ("peer", "name", far[1], "netns", far[0])
    ip("link", "add", near[1], "netns", near[0], "type", "veth", *peer)
    for space, name, address in (near, far):
        ip("-n", space, "addr", "add", f"{address}/30", "dev", name)
        ip("-n", space, "link", "set", name, "up")


def ip(*arguments: str) -> None:
    run("ip", *arguments)


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
