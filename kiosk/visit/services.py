"""What a visit needs of the rest of the kiosk, as plain callables and values."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from kiosk.screens import Screen
from kiosk.words import Words, said_in, same_language

__all__ = [
    "Finished", "Form", "FormOffer", "Recording", "Room", "RoomOffer", "SaveError", "Services",
    "Slip", "Standing", "Status", "said_in", "same_language",
]  # fmt: skip


class SaveError(Exception):
    """Finished answers could not be saved; the visit still holds them and can try again."""


class Form(Protocol):
    """A loaded form that can be started."""

    @property
    def languages(self) -> tuple[str, ...]: ...
    def start(
        self, language: str | None = None, now: Callable[[], datetime.datetime] | None = None
    ) -> Any: ...


class Recording(Protocol):
    """Records what is said, one sound at a time."""

    def start(self) -> None: ...
    def stop(self) -> bytes: ...
    def cancel(self) -> None: ...


class Room(Protocol):
    """Screens beside the way through a form, such as the noticeboard; lives for one visit.

    The ids of its controls begin with ``in:``, which ``act`` does not get; what is typed comes as
    ``fill:`` and the field's ref.
    """

    over: bool
    """Whether it wants to be left."""

    def screen(self, words: Words) -> Screen: ...
    def act(self, id: str, value: Any = None) -> None: ...
    def back(self) -> bool:
        """One page back; False at the first, which leaves the room."""


@dataclass(frozen=True)
class RoomOffer:
    """A room on the home screen, below the forms."""

    label: Callable[[Words], str]
    detail: Callable[[Words], str]
    icon: str
    open: Callable[[], Room]
    first_in_crisis: bool = False


@dataclass(frozen=True)
class Standing:
    """Whether the kiosk serves, and what comes first."""

    state: Literal["open", "closed", "broken"] = "open"
    hours: tuple[str, ...] = ()
    """For each day from Monday such as ``09:00-17:00``, or empty for a closed day; without any
    when hours were never set."""
    crisis: bool = False
    crisis_text: Mapping[str, str] = field(default_factory=dict)
    """What the council says in a crisis, by language code."""


@dataclass(frozen=True)
class FormOffer:
    """A task on the second screen."""

    key: Any
    """What ``open_form`` understands."""
    title: Mapping[str, str]
    """Language code to title; the code ``""`` holds for every language."""
    description: Mapping[str, str] = field(default_factory=dict)
    icon: str = ""


@dataclass(frozen=True)
class Finished:
    """Checked answers on their way to be sealed."""

    form_key: Any
    instance_xml: bytes = field(repr=False)
    """OpenRosa instance."""
    language: str
    assisted: bool
    """Whether the resident said that someone helped."""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """Drawings that the instance names."""


@dataclass(frozen=True)
class Slip:
    """What a resident takes home."""

    reference: str
    digits: str
    """The same reference in digits alone."""
    state_key: Any
    """What ``state`` understands."""


@dataclass(frozen=True)
class Status:
    """How much of what was said here has reached the council."""

    waiting: int
    arrived: int
    last_heard: int | None = None
    """Server time of the last receipt in Unix seconds; None before the first."""


@dataclass(frozen=True)
class Services:
    """What the rest of the kiosk does for a visit."""

    forms: Callable[[], Sequence[FormOffer]]
    open_form: Callable[[Any], Form]
    submit: Callable[[Finished], Slip]
    """Returns only when the answers are saved for good; raises SaveError when they are not."""
    state: Callable[[Any], Literal["saved", "arrived"]]
    status: Callable[[], Status]
    take_picture: Callable[[], bytes] | None = None
    """Gives a JPEG, or raises; None where there is no camera."""
    recorder: Recording | None = None
    """None where there is no microphone."""
    call_person: Callable[[], None] | None = None
    """Rings for hub staff, where something can ring."""
    rooms: Callable[[], Sequence[RoomOffer]] = tuple
    """What else there is: only rooms that have something in them."""
    staff: Callable[[], Room] | None = None
    """Opens staff mode at its door; None without one."""
    standing: Callable[[], Standing] = Standing
    ended: Callable[[Mapping[str, int]], None] = lambda counts: None
    """Told at the end of a visit what happened in it, as counts; must not raise."""
