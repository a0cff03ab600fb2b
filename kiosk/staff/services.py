"""What staff mode needs of the rest of the kiosk, as plain callables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from kiosk.staff.health import Facts
from kiosk.wifi.seen import Asked, Look

Entry = Literal["open", "wrong", "paused", "none"]
State = Literal["open", "closed", "broken"]
Ended = Literal["council", "page", "away", "password", "unheard", "address", "failed"]
"""How joining a Wi-Fi ended: joined and the council is reached, a log-in page stands in the way, or
it is not reached; or not joined, and why."""
Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


class StaffError(Exception):
    """Something could not be done; the message says why, and that nothing is lost."""


class Wireless(Protocol):
    """The radio, which may take a minute for each of these; they raise WifiError."""

    def look(self) -> Look: ...
    def join(self, asked: Asked) -> Ended: ...
    def forget(self, ssid: bytes) -> None: ...


@dataclass(frozen=True)
class OwnNotice:
    """A notice on this kiosk's board that staff may take down."""

    id: bytes
    title: str
    until: str
    """The last day it shows, as people read it."""


@dataclass(frozen=True)
class Written:
    """A notice as staff wrote it."""

    title: str
    text: str
    days: int
    """Days it stays."""
    everywhere: bool
    """Whether the council's other hubs show it too."""
    language: str


@dataclass(frozen=True)
class Person:
    """Somebody who agreed to be called."""

    id: bytes
    name: str = field(repr=False)
    reach: str = field(repr=False)
    about: str = field(repr=False)
    until: str
    """The last day, as people read it."""


@dataclass(frozen=True)
class Version:
    """A new version of the program that a stick has brought."""

    name: str
    whole: bool
    """All of it is here; else it goes on with the next stick."""
    why: str = ""
    """What the trouble is, where that is not the stick's."""


@dataclass(frozen=True)
class StaffServices:
    """What the kiosk does for staff."""

    pin: Callable[[str], Entry]
    card: Callable[[str], bool]
    pause: Callable[[], int]
    """Seconds until another PIN may be tried."""
    facts: Callable[[], Facts]
    sticks: Callable[[], Sequence[str]]
    """Where USB sticks are; empty without one."""
    carry_out: Callable[[str, Progress], int]
    """Puts what waits on a stick; how many submissions. Raises StaffError."""
    carry_in: Callable[[str, Progress], tuple[int, int]]
    """Takes what came back; how many answers, and how many were refused. Raises StaffError."""
    carry_version: Callable[[str, Progress], Version | None]
    """Brings the new version that is on a stick; None without one. Raises StaffError."""
    state: Callable[[], State]
    set_state: Callable[[State], None]
    hours: Callable[[], tuple[str, ...]]
    """For each day from Monday such as ``09:00-17:00``; empty when it stays closed."""
    set_hours: Callable[[int, str], None]
    crisis: Callable[[], bool]
    set_crisis: Callable[[bool], None]
    practice: Callable[[], bool]
    set_practice: Callable[[bool], None]
    """Makes the visits of the next half hour practice."""
    counted: Callable[[], Mapping[str, int]]
    """What happened today."""
    tested: Callable[[bool], None]
    """Keeps how the test of this morning went."""
    write_notice: Callable[[Written], None]
    """Shows it here at once and sends it; raises StaffError."""
    notices: Callable[[], Sequence[OwnNotice]]
    take_down: Callable[[bytes], None]
    """Raises StaffError."""
    waiting: Callable[[], tuple[int, int] | None] = lambda: None
    """Cards to check and answers to bring together that were said in this hub, as the council told
    last; None where it told nothing."""
    wifi: Wireless | None = None
    """None where this machine has no radio."""
    calls: Callable[[], bool] = lambda: False
    """Whether the council lets this hub call people."""
    open_calls: Callable[[str], Sequence[Person] | None] = lambda code: None
    """Whom to call; None when the code opens nothing."""
    calls_pause: Callable[[], int] = lambda: 0
    """Seconds until another code may be tried."""
    called: Callable[[bytes, str], None] = lambda id, outcome: None
    """Sends what came of a call; raises StaffError."""
    print_page: Callable[[], None] | None = None
    """Prints a page to try the printer; None without one. Raises StaffError."""
