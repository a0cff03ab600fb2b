"""Brings new versions onto the shelf, a little at each turn; whatever residents said goes first."""

import logging
import random
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kiosk.releases import note
from kiosk.releases.job import PART, Job, NoRoomError
from kiosk.releases.note import Note, Notes
from kiosk.releases.own import Files, Running
from kiosk.releases.pieces import Called, Pieces, Way
from kiosk.releases.shelf import Shelf
from kiosk.releases.turns import Shared, Turns
from kiosk.releases.wanted import Offer, kept, offers, wanted
from sync.disk import BAD_BYTES
from sync.errors import CarrierError, SyncError
from sync.releases.item import ReleaseItem

log = logging.getLogger("kiosk")
SLICE = 20.0
"""Seconds of one turn; then the council is asked again what is new."""
LONGEST = 3600.0
"""Seconds to the next try at most, after one failure upon another."""


class Updates:
    """What the courier calls after each good round trip."""

    def __init__(
        self, shelf: Shelf, own: Running, device: bytes, items: Callable[[], Iterable[ReleaseItem]],
        root: Callable[[], bytes], monotonic: Callable[[], float] = time.monotonic,
        shared: Shared | None = None, heard: Callable[[int, int], None] = lambda done, of: None,
    ) -> None:  # fmt: skip
        """``items`` and ``root`` give what the feed offers and the root key that holds now.

        ``shared`` is had in common with whoever else works at this shelf. ``heard`` hears how much
        of the work, of how much, is done: half of it is to fetch.
        """
        self.shelf, self.own, self.notes = shelf, own, Notes(shelf.own)
        self.turns, self._heard = Turns(shared or Shared()), heard
        self.pieces = Pieces(shelf.own, device)
        self._items, self._root, self._monotonic = items, root, monotonic
        self._files: Files | None = None
        self._offer: Offer | None = None
        self._steps: Iterator[None] | None = None
        self._with: tuple[Way, Called] | None = None
        self._failures, self._not_before = 0, 0.0

    def turn(self, way: Way, called: Called) -> bool:
        """Work on for a while, or until something more urgent waits; True when there is more.

        Whatever goes wrong is noted, and tried again later where that may help. Nothing is done
        while somebody else brings a version to this shelf.
        """
        if self._monotonic() < self._not_before:
            return False
        with self.turns.taken() as ours:
            return ours and self._turn(way, called)

    def _turn(self, way: Way, called: Called) -> bool:
        if self.turns.disturbed():
            self._drop()
            self.notes = Notes(self.shelf.own)
        try:
            offer = self._look()
            return offer is not None and self._work(offer, way, called)
        except CarrierError as error:
            self._later(replace(self.notes.read(), why=str(error)))
        except SyncError as error:
            if self._changed():
                self._later(replace(self.notes.read(), why=str(error)))
            else:
                self._refuse(str(error))
        except (NoRoomError, OSError) as error:
            why = str(error) if isinstance(error, NoRoomError) else f"The disk: {error.strerror}."
            self._later(replace(self.notes.read(), state=note.NO_ROOM, why=why))
            self._give_way()
        return False

    def wanted(self) -> Offer | None:
        """What is to be brought here now."""
        return self._first_of(self._offered())

    def _offered(self) -> list[Offer]:
        return offers(self._items(), self._root(), self.own)

    def _first_of(self, found: list[Offer]) -> Offer | None:
        return wanted(found, self.own, self.shelf, self.notes.read().refused)

    def _look(self) -> Offer | None:
        """The same; the shelf is tidied by the way."""
        found = self._offered()
        offer = self._first_of(found)
        stay = kept(found, self.own, self.shelf)
        self.shelf.tidy(lambda version: version in stay)
        if self._steps is not None and (offer is None or offer != self._offer):
            self._drop()
        if offer is None:
            self._rest()
        return offer

    def _work(self, offer: Offer, way: Way, called: Called) -> bool:
        if self._steps is None or self._with != (way, called):
            self._offer, self._with = offer, (way, called)
            self._steps = self._job(offer, way, called).steps()
        until = self._monotonic() + SLICE
        for _ in self._steps:
            if called() or self._monotonic() > until:
                return True
        self._steps, self._failures = None, 0
        self.notes.write(replace(self.notes.read(), state=note.READY, why=""))
        log.warning("version %s is complete on this kiosk", offer.said.version)
        return False

    def _job(self, offer: Offer, way: Way, called: Called) -> Job:
        if self._files is None:
            self._files = self.own.files()
        before = self.notes.read()
        begun = Note(note.FETCHING, offer.said.version, refused=before.refused)
        if before.version == begun.version:
            begun = replace(before, state=note.FETCHING)
        self.notes.write(begun)
        job = Job(
            self.shelf.own, offer, self._files, self.pieces, way, called, self._told,
            self.shelf.take, self._heard,
        )  # fmt: skip
        self._remove_parts(but=job.part)
        return job

    def _told(self, done: int, size: int) -> None:
        self._failures = 0
        self.notes.write(
            replace(self.notes.read(), state=note.FETCHING, fetched=done, size=size, why="")
        )

    def _rest(self) -> None:
        """Nothing is to be fetched: nothing of it stays behind."""
        before = self.notes.read()
        ready = self.shelf.newest(self.own.version)
        if ready is not None:
            self.notes.write(Note(note.READY, ready.version, refused=before.refused))
        elif before.state in (note.FETCHING, note.READY, note.NO_ROOM):
            self.notes.write(Note(refused=before.refused))
        self._clear()

    def _changed(self) -> bool:
        """Whether the program that runs is not what it was, as when a package replaced it: then
        nothing is said against a version that builds on it."""
        before, self._files = self._files, None
        return before is not None and before != self.own.files()

    def _refuse(self, why: str) -> None:
        """What was signed and what came differ: it is not tried again, and nothing of it stays."""
        log.error("a new version was refused: %s", why)
        key = self._offer.key if self._offer else ""
        self._drop()
        try:
            self.notes.write(self.notes.read().refusing(key, why))
            self._clear()
        except OSError as error:
            log.error("the shelf cannot be tidied: %s", error.strerror)

    def _later(self, said: Note) -> None:
        self._steps = None
        self._failures += 1
        ceiling = min(LONGEST, 15.0 * 2 ** min(self._failures, 10))
        self._not_before = self._monotonic() + random.uniform(ceiling / 2, ceiling)
        try:
            self.notes.write(said)
        except OSError as error:
            log.error("the state of a new version cannot be noted: %s", error.strerror)

    def _give_way(self) -> None:
        """Half a version goes once there is hardly room left to save what people say."""
        try:
            if shutil.disk_usage(self.shelf.own).free < BAD_BYTES:
                self._clear()
        except OSError as error:
            log.error("the shelf cannot be tidied: %s", error.strerror)

    def _drop(self) -> None:
        self._steps, self._offer = None, None

    def _clear(self) -> None:
        """Nothing that is only half here stays."""
        self.pieces.tidy(())
        self._remove_parts()

    def _remove_parts(self, but: Path | None = None) -> None:
        for path in self.shelf.own.glob("*" + PART):
            if path != but:
                shutil.rmtree(path)
