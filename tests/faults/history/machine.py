"""The state machine: what may happen, in any order, and what must be true at the end."""

import contextlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kiosk.store import StoreError
from sync import reference
from sync.collector import keys
from tests.faults.history.device import Device
from tests.faults.history.line import OUTCOMES
from tests.faults.history.world import World

DAY = 24 * 3600
MOST_DEVICES = 3
EACH = 100
"""Histories between two lines that say how far it is."""
ANY = st.integers(0, MOST_DEVICES - 1)


class History(RuleBasedStateMachine):
    """One history of a council, its collector and up to three kiosks from one card."""

    world: World
    counts: dict[str, int] = {}

    @initialize()
    def start(self) -> None:
        self.world.begin()
        self.folder = Path(tempfile.mkdtemp(dir=self.world.folder))
        self.said: dict[str, bytes] = {}
        self.erased: set[str] = set()
        self.late = 0
        self.devices = [Device(self.world, self.folder / "0")]
        self.devices[0].enrol()
        self.devices[0].sync()

    def device(self, which: int) -> Device:
        return self.devices[which % len(self.devices)]

    # What residents and staff do

    @rule(which=ANY, count=st.integers(1, 6))
    def submit(self, which: int, count: int) -> None:
        for _ in range(count):
            self._submit(which)

    @rule(which=ANY, size=st.integers(30_000, 130_000))
    def submit_a_sound(self, which: int, size: int) -> None:
        self._submit(which, size)

    def _submit(self, which: int, size: int = 0) -> None:
        device, text, said = self.device(which), f"said {len(self.said) + 1}", reference.new()
        try:
            device.submit(text, said, size)
        except StoreError:
            assert device.here.outbox.status().revoked
            return
        self.said[text] = said

    @rule(which=ANY, outcome=st.sampled_from(OUTCOMES))
    def sync(self, which: int, outcome: str) -> None:
        with self.later():
            self.device(which).sync(outcome)

    @rule(which=ANY)
    def sync_well(self, which: int) -> None:
        with self.later():
            self.device(which).sync()

    @rule(which=ANY)
    def stick(self, which: int) -> None:
        with self.later():
            self.device(which).carry()

    @rule(which=ANY, lost=st.integers(0, 3))
    def stick_that_lost_a_file(self, which: int, lost: int) -> None:
        """What is behind the gap must not make the kiosk believe that the gap arrived."""
        for _ in range(3):
            self._submit(which, 60_000)
        with self.later():
            self.device(which).carry(lost)
        self.stick_back(which)

    @rule(which=ANY)
    def stick_back(self, which: int) -> None:
        self.device(which).carry_back()

    @rule(which=ANY)
    def restart(self, which: int) -> None:
        self.device(which).start()

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.late += days * DAY

    @rule(which=ANY)
    def weeks_of_quiet(self, which: int) -> None:
        """Long enough for a kiosk to forget what it may forget."""
        for _ in range(2):
            self.days_pass(15)
            self.sync_well(which)

    # What the council does

    @rule()
    def backup(self) -> None:
        self.world.backup()

    @rule(which=st.integers(0, 2))
    def restore(self, which: int) -> None:
        self.world.restore(which)

    @rule(which=ANY, copy=st.integers(0, 2), count=st.integers(1, 3))
    def disaster(self, which: int, copy: int, count: int) -> None:
        """All is well, then the collector is set back, and life goes on."""
        self.submit(which, count)
        self.weeks_of_quiet(which)
        self.restore(copy)
        self.submit(which, 1)

    @rule()
    def read(self) -> None:
        self.world.read()

    @rule(name=st.sampled_from(keys.NAMES))
    def renew(self, name: str) -> None:
        keys.renew(self.world.place, [name])

    @rule(at=st.integers(0, 100))
    def erase(self, at: int) -> None:
        if self.said:
            text = list(self.said)[at % len(self.said)]
            if self.world.erase(self.said[text]):
                self.erased.add(text)

    # What happens to cards and devices

    @rule(which=ANY)
    def clone(self, which: int) -> None:
        if len(self.devices) < MOST_DEVICES:
            folder = self.folder / str(len(self.devices))
            self.devices.append(self.device(which).copied(folder))

    @rule(which=ANY)
    def revoke(self, which: int) -> None:
        from django.utils import timezone

        self.world.revoke(self.device(which).id, timezone.now())
        self.sync_well(which)

    @rule(which=ANY)
    def readmit(self, which: int) -> None:
        self.world.revoke(self.device(which).id, None)

    @rule(which=ANY)
    def enrol_again(self, which: int) -> None:
        self.device(which).enrol()

    @contextlib.contextmanager
    def later(self) -> Iterator[None]:
        """The server's clock, so many days on."""
        from sync.collector.ingest import answer

        real = time.time
        answer.time.time = lambda: real() + self.late  # type: ignore[assignment]
        try:
            yield
        finally:
            answer.time.time = real

    # What must be true

    def teardown(self) -> None:
        if not hasattr(self, "devices"):
            return
        for device in self.devices:
            if self.world.revoked(device.id):
                device.enrol()
        for _ in range(3):
            for which in range(len(self.devices)):
                self.sync_well(which)
        self.world.read()
        for _ in range(2):
            self.world.read()
        wanted = sorted(set(self.said) - self.erased)
        arrived = sorted(self.world.arrived())
        assert arrived == wanted, difference(arrived, wanted)
        assert self.world.set_aside() == 0
        assert all(device.here.outbox.waiting == 0 for device in self.devices)
        self._count()
        for device in self.devices:
            device.close()
        shutil.rmtree(self.folder)

    def _count(self) -> None:
        for name, more in (
            ("histories", 1), ("submissions", len(self.said)), ("erased", len(self.erased)),
            ("kiosks", len(self.devices)),
        ):  # fmt: skip
            self.counts[name] = self.counts.get(name, 0) + more
        if self.counts["histories"] % EACH == 0:
            said = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
            print(f"{time.strftime('%H:%M:%S')}  {said}", file=sys.stderr, flush=True)


def difference(arrived: list[str], wanted: list[str]) -> dict[str, Any]:
    """What is wrong, in short."""
    return {
        "lost": sorted(set(wanted) - set(arrived)),
        "came back": sorted(set(arrived) - set(wanted)),
        "twice": sorted({each for each in arrived if arrived.count(each) > 1}),
    }
