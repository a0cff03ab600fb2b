"""What a kiosk is made of, without its window: what it keeps, and its ways to the council."""

import dataclasses
import datetime
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk import machine
from kiosk.config import Settings
from kiosk.enrolled import identity
from kiosk.health import Reporter
from kiosk.releases import own, told
from kiosk.releases.shelf import Shelf
from kiosk.releases.turns import Shared
from kiosk.store import (
    Calls,
    Content,
    Database,
    Drafts,
    Incidents,
    NetworkNote,
    Outbox,
)
from sync import engine
from sync.carriers.stick import Stick, name_of
from sync.carriers.ways import Ways
from sync.errors import CarrierError, SyncError
from sync.releases.item import ReleaseItem

if TYPE_CHECKING:
    from kiosk.releases.carried import Came
    from kiosk.releases.updates import Updates
    from sync.carriers.http import HttpCarrier

log = logging.getLogger("kiosk")
PLAUSIBLE = 180 * 86_400
"""Seconds after the server time last heard by which the device's clock may be believed."""
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Parts:
    """What a kiosk is made of, without its window."""

    settings: Settings
    identity: engine.Identity
    outbox: Outbox
    content: Content
    database: Database
    incidents: Incidents
    drafts: Drafts
    calls: Calls
    health: Reporter
    network: NetworkNote
    at_shelf: Shared = dataclasses.field(default_factory=Shared)

    @classmethod
    def make(cls, settings: Settings, read_only: bool = False) -> "Parts":
        """Open everything; raises EnrolmentError, StoreError."""
        who = identity(settings)
        database = Database(settings.database, read_only)
        outbox = Outbox(database, who.enrolled.device, who.trust.keys.council)
        shelf = Shelf(settings.started_from, settings.shelf)
        health = Reporter(
            settings.data, update=lambda: told.standing(shelf, own.running(shelf.folder))
        )  # fmt: skip
        return cls(
            settings, who, outbox, Content(database), database, Incidents(database),
            Drafts(database), Calls(database), health, NetworkNote(database),
        )  # fmt: skip

    def sync(self, carrier: engine.Carrier) -> engine.Outcome:
        """One round trip, then forget what may be forgotten; raises SyncError, StoreError."""
        said = self.health.news()
        outcome = engine.run_once(self.identity, self.outbox, self.content, carrier, said)
        self.health.told(said)
        self.outbox.seal_to(self.identity.trust.keys.council)
        self.outbox.prune()
        self.drafts.forget_old()
        return outcome

    def updates(self, heard: Told = lambda done, of: None) -> "Updates":
        """What brings new versions of the program here; ``heard`` hears how far it is."""
        from kiosk.releases.updates import Updates

        return Updates(
            self.shelf, self.runs, self.identity.enrolled.device,
            lambda: self.content.read("release", ReleaseItem.decode),
            lambda: self.identity.trust.keys.root, shared=self.at_shelf, heard=heard,
        )  # fmt: skip

    @property
    def runs(self) -> own.Running:
        """The program that this process is of."""
        return own.running(self.settings.started_from)

    @property
    def shelf(self) -> Shelf:
        """Where versions of the program lie: root's folder, or the kiosk's own."""
        if not self.settings.programs:
            return Shelf(self.settings.shelf)
        from kiosk.releases.rooted import RootedShelf

        first = self.identity.enrolled.statement
        return RootedShelf(
            self.settings.started_from, self.settings.shelf,
            lambda: (first, *self.identity.trust.followed),
        )  # fmt: skip

    def carrier(self, address: str) -> "HttpCarrier":
        """The way to the collector, which knows the server time last heard."""
        from sync.carriers.http import HttpCarrier

        return HttpCarrier(address, self._floor)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where a batch can be sent to, in the order in which it is tried."""
        return tuple(each for each in (self.settings.collector, *self.settings.relays) if each)

    def ways(self) -> Ways:
        """By its own address, or through another kiosk."""
        return Ways(self.looked_for())

    def looked_for(self) -> "list[HttpCarrier]":
        """Each of these ways, for who only looks."""
        return [self.carrier(each) for each in self.addresses]

    def exchange(self, ways: Ways) -> engine.Outcome:
        """``sync`` by the first way that is there, and note which; raises SyncError, StoreError."""
        try:
            outcome = self.sync(ways)
        except CarrierError:
            from sync.carriers import portal

            here = self.settings.collector
            self.network.note("page" if here and portal.stands_before(here) else "away")
            raise
        self.network.note("relay" if ways.believed() in self.settings.relays else "straight")
        return outcome

    def _floor(self) -> int:
        return max(self.identity.enrolled.server_time, self.outbox.status().server_time)

    def carry_out(self, stick: Stick, told: Told = lambda done, of: None) -> int:
        """Put all that waits on a stick; how many submissions. Raises CarrierError.

        ``told`` hears how many links of the chain, of how many, are on the stick.
        """
        waiting, unheld, done = self.outbox.waiting, self.outbox.unheld, 0
        with machine.sticks_written():
            for batch, signed in engine.carry_out(self.identity, self.outbox, self.content):
                self.outbox.carry(batch.nonce, batch.last)
                stick.put_batch(batch.nonce, signed)
                done += len(batch.records)
                told(done, unheld)
        return waiting

    def carry_in(self, stick: Stick, told: Told = lambda done, of: None) -> tuple[int, int]:
        """Take the replies on a stick; how many were taken, and how many refused."""
        with machine.sticks_written():  # a reply that was taken is deleted there
            taken, refused = self._taken(stick, told)
        self.outbox.seal_to(self.identity.trust.keys.council)
        self.outbox.prune()
        self.drafts.forget_old()
        return taken, refused

    def _taken(self, stick: Stick, told: Told) -> tuple[int, int]:
        taken = refused = 0
        ours = set(map(name_of, self.outbox.carried()))
        names = [each for each in stick.reply_names() if each in ours]  # others are another's
        for number, name in enumerate(names):
            told(number, len(names))
            answer = stick.reply(name)
            if answer is None:
                continue
            try:
                nonce = engine.carry_in(
                    self.identity, self.outbox, self.content, answer, self.outbox.carried()
                )
            except SyncError as error:
                log.warning("a reply on the stick was refused: %s", type(error).__name__)
                refused += 1
                continue
            self.outbox.answered(nonce)
            stick.forget_reply(name)
            taken += 1
        return taken, refused

    def bring(
        self, stick: Stick, told: Told = lambda done, of: None,
        called: Callable[[], bool] = lambda: False,
    ) -> "Came | None":  # fmt: skip
        """Bring the new version that is on a stick here; None without one, or where none may come.

        ``called`` says that something more urgent waits.
        """
        from kiosk.releases.carried import bring
        from sync.carriers.pieces import Pieces

        may = self.settings.updates
        return bring(self.updates(told), Pieces(stick), called) if may else None

    def let_go(self, pipe: int) -> None:
        """Hand what only memory holds to the next process, and close the database."""
        handed = self.outbox.hand_over()
        os.writev(pipe, [handed])
        handed[:] = bytes(len(handed))
        self.database.close()

    def now(self) -> int:
        """Unix seconds, never before the server time last heard: a Pi has no clock."""
        return max(int(time.time()), self._floor())

    @property
    def clock_off(self) -> bool:
        """Whether the device's clock is behind the council's time, or too far ahead of it."""
        here, floor = int(time.time()), self._floor()
        return not floor - 60 <= here <= floor + PLAUSIBLE

    def today(self) -> int:
        """Unix seconds by which notices and events pass: by a wrong clock nothing does."""
        return self._floor() if self.clock_off else self.now()


def utc_text(seconds: int) -> str:
    """A server time as people in an office read it."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.strftime("%d %B %Y, %H:%M UTC")
