"""What a visit needs of the rest of the kiosk, as plain callables and values."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


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
    failed: Callable[[BaseException], None] = lambda error: None
    """Told of an error that ended a visit; keeps its kind and place, never what it says."""
    call_person: Callable[[], None] | None = None
    """Rings for hub staff, where something can ring."""


def said_in(texts: Mapping[str, str], code: str) -> str:
    """The text in a language, else for every language, else in English, else any."""
    for key, text in texts.items():
        if same_language(key, code):
            return text
    return texts.get("") or texts.get("en") or next(iter(texts.values()), "")


def same_language(name: str, code: str) -> bool:
    """Whether a form's language, such as ``English (en)``, is the one with this code."""
    inner = name.rpartition("(")[2].rstrip(") ") if "(" in name else name
    return inner.lower().replace("_", "-").partition("-")[0] == code
