"""What staff mode needs of the kiosk: its lock, how it is, sticks, counts, notices and calls."""

from __future__ import annotations

import datetime
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.followups import Followups
from kiosk.noticeboard import Noticeboard
from kiosk.printing import Printer
from kiosk.releases import told
from kiosk.staff import Facts, Progress, Staff, StaffServices
from kiosk.staff.services import Entry, OwnNotice, Person, StaffError, Version, Written
from kiosk.standing import HubStanding, day_of
from kiosk.store import Lock, StoreError, Try
from kiosk.visit import Room
from kiosk.wifi import Radio
from kiosk.wireless import Wireless
from kiosk.words import Words, day_text
from sync.cards import WaitingItem
from sync.carriers.stick import Stick
from sync.errors import CodecError, SyncError
from sync.health import Update

if TYPE_CHECKING:
    from kiosk.parts import Parts

MOUNTS = ("/media", "/run/media")
PRINT_SECONDS = 15.0
LOOK_SECONDS = 0.1
"""Between two looks at a slip that is being printed."""
Result = TypeVar("Result")


class Backroom:
    """The kiosk as staff see it."""

    def __init__(
        self, parts: Parts, standing: HubStanding, board: Noticeboard,
        sent: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """``sent`` is called when something new waits, as to wake the sync."""
        self._parts, self._sent = parts, sent
        self._standing, self.board = standing, board
        self.state = standing.state
        self.lock = Lock(self.state, lambda: parts.outbox.status().server_time)
        self.followups = Followups(parts)
        self._printed = True
        self.wireless = self._wireless()
        self._at_stick = threading.Lock()
        self._waited = threading.Event()
        """Set while nobody may be kept waiting for a new version."""

    def door(self) -> Room:
        """Staff mode, at its door."""
        return Staff(self.services())

    def services(self) -> StaffServices:
        """The plain callables that staff mode gets."""
        standing = self._standing
        return StaffServices(
            pin=self._pin, card=self.lock.card, pause=self.lock.left, facts=self.facts,
            sticks=self.sticks, carry_out=self._out, carry_in=self._in,
            carry_version=self._version, state=standing.serves,
            set_state=lambda state: self.state.put(state=state), hours=standing.hours,
            set_hours=standing.set_hours, crisis=standing.crisis,
            set_crisis=lambda on: self.state.put(crisis="on" if on else ""),
            practice=standing.practice, set_practice=standing.set_practice,
            counted=lambda: self.state.counted(self._day()), tested=self._tested,
            waiting=self._waiting, write_notice=self._write, notices=self._notices,
            take_down=self._take_down, wifi=self.wireless,
            calls=self.followups.there, open_calls=self._open_calls,
            calls_pause=self.followups.pause, called=self._called,
            print_page=self._print if self._parts.settings.printer else None,
        )  # fmt: skip

    def _wireless(self) -> Wireless | None:
        radio = Radio(self._parts.settings.network_cards)
        return Wireless(radio, self._parts.looked_for, self._sent) if radio.there else None

    def facts(self) -> Facts:
        """Everything that the lights are made of."""
        parts, now = self._parts, self._parts.now()
        status, issued = parts.outbox.status(), parts.content.issued()
        counted = self.state.counted(self._day())
        update, version = told.standing(parts.shelf, parts.runs)
        tested, reached = self.state.get(f"tested_{self._day()}"), parts.network.last()
        return Facts(
            waiting=status.waiting, oldest=self._oldest(status.waiting, now),
            last_sync=now - status.server_time if status.server_time else None,
            network=bool(parts.addresses), clock_off=parts.clock_off,
            disk_free=shutil.disk_usage(parts.settings.data).free, printer=self._printer(),
            sound=_there(parts.settings.speech),
            content_age=max(0, now - issued[0]) if issued else None,
            content_old=issued is not None and now > issued[1],
            version=parts.runs.version,
            incidents=counted.get("failed", 0) + self._ends(),
            tested={"": None, "yes": True}.get(tested, False),
            revoked=status.revoked, forked=status.forked, relayed=reached == "relay",
            page=reached == "page", wifi=self.wireless.strength() if self.wireless else None,
            ready=version if update is Update.READY else "",
            unstarted=version if update is Update.NO_START else "",
        )  # fmt: skip

    def _oldest(self, waiting: int, now: int) -> int | None:
        """How long something has waited without a break."""
        since = self.state.number("waiting_since")
        if not waiting:
            if since:
                self.state.put(waiting_since="0")
            return None
        if not since:
            self.state.put(waiting_since=str(now))
        return max(0, now - (since or now))

    def _printer(self) -> bool | None:
        """Whether it is there, or did what was asked of it last; None without one."""
        kind, _, where = self._parts.settings.printer.partition(":")
        if not kind:
            return None
        return self._printed and (kind != "file" or Path(where).exists())

    def _ends(self) -> int:
        """How often the window ended by itself today."""
        ends = (each for each in self._parts.incidents.last() if each.place == "window")
        return sum(day_of(each.time) == self._day() for each in ends)

    def _waiting(self) -> tuple[int, int] | None:
        told = self._parts.content.read("waiting", WaitingItem.decode)
        return (told[0].cards, told[0].answers) if told else None

    def _day(self) -> str:
        return day_of(self._parts.now())

    def _pin(self, pin: str) -> Entry:
        if len(pin) >= 16 and self.lock.card(pin):  # a reader typed a card's token
            return "open"
        came = self.lock.pin(pin)
        entries: dict[Try, Entry] = {
            Try.OPEN: "open", Try.WRONG: "wrong", Try.PAUSED: "paused", Try.NONE: "none",
        }  # fmt: skip
        return entries[came]

    def _tested(self, well: bool) -> None:
        self.state.put(**{f"tested_{self._day()}": "yes" if well else "no"})

    # Sticks

    def sticks(self) -> tuple[str, ...]:
        """Where USB sticks are mounted."""
        set_up = self._parts.settings.sticks
        roots = [each for each in set_up if each in MOUNTS]
        fixed = [each for each in set_up if each not in MOUNTS and Path(each).is_dir()]
        try:
            lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
        except OSError:
            lines = []
        places = [_unescaped(line.split()[1]) for line in lines if len(line.split()) > 1]
        below = [each for each in places if any(each.startswith(root + "/") for root in roots)]
        return (*fixed, *sorted(set(below)))

    def _out(self, where: str, told: Progress) -> int:
        with self._at_stick:
            return _tried(lambda: self._parts.carry_out(Stick(Path(where)), told))

    def _in(self, where: str, told: Progress) -> tuple[int, int]:
        with self._at_stick:
            self._waited.clear()
            return _tried(lambda: self._parts.carry_in(Stick(Path(where)), told))

    def _version(self, where: str, told: Progress) -> Version | None:
        with self._at_stick:
            waited = self._waited.is_set
            came = _tried(lambda: self._parts.bring(Stick(Path(where)), told, waited))
        return Version(came.version, came.whole, "" if came.kept else came.why) if came else None

    def wait(self) -> None:
        """Return once nothing is being copied. A new version, which takes minutes, breaks off and
        goes on where it was when somebody brings it again."""
        self._waited.set()
        with self._at_stick:
            return

    # Notices

    def _write(self, written: Written) -> None:
        _tried(
            lambda: self.board.write(
                written.title, written.text, written.days, written.everywhere, written.language
            )
        )
        self._sent()

    def _notices(self) -> list[OwnNotice]:
        words = Words()
        return [
            OwnNotice(
                each.id, next(iter(each.titles.values()), ""),
                day_text(datetime.date.fromtimestamp(each.until), words),
            )
            for each in self.board.shown()
        ]  # fmt: skip

    def _take_down(self, id: bytes) -> None:
        _tried(lambda: self.board.take_down(id))
        self._sent()

    # Calls

    def _open_calls(self, code: str) -> list[Person] | None:
        found, words = self.followups.open(code), Words()
        return None if found is None else [
            Person(
                each.id, each.name, each.reach, each.about,
                day_text(datetime.date.fromtimestamp(each.until), words),
            )
            for each in found
        ]  # fmt: skip

    def _called(self, id: bytes, outcome: str) -> None:
        _tried(lambda: self.followups.mark(id, outcome))
        self._sent()

    def _print(self) -> None:
        settings = self._parts.settings
        job = Printer(settings.printer, settings.printer_width, PRINT_SECONDS).trial()
        while (state := job.state()) == "busy":
            time.sleep(LOOK_SECONDS)
        self._printed = state == "done"
        if not self._printed:
            raise StaffError("The printer does not answer. Look whether it is on and has paper.")


def _there(command: tuple[str, ...]) -> bool:
    """Whether the program of a command is installed."""
    return bool(command) and shutil.which(command[0]) is not None


def _tried(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except (SyncError, StoreError, CodecError, OSError) as error:
        said = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
        raise StaffError(said) from error


def _unescaped(path: str) -> str:
    """A path of the kernel's list of mounts, which writes a blank as ``\\040``."""
    return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
