"""What a visit needs of the rest of the kiosk, as plain callables and values."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from kiosk.screens import Screen
from kiosk.words import Words, said_in, same_language, speaks

__all__ = [
    "Asked", "Bell", "Came", "Draft", "Drafts", "Finished", "Form", "FormOffer", "Heard",
    "KeptError", "PrintState", "Printing", "Recording", "Room", "RoomOffer", "SaveError",
    "Services", "Slip", "Stand", "Standing", "Status", "VoiceError", "said_in", "same_language",
    "speaks",
]  # fmt: skip


class SaveError(Exception):
    """Finished answers could not be saved; the visit still holds them and can try again."""


class VoiceError(SaveError):
    """A token is not for these questions, or was used before."""

    def __init__(self, spent: bool) -> None:
        super().__init__("A token was used before." if spent else "A token is not for this form.")
        self.spent = spent


class KeptError(Exception):
    """What was kept for later cannot be opened."""


class Form(Protocol):
    """A loaded form that can be started."""

    @property
    def languages(self) -> tuple[str, ...]: ...
    def start(
        self, language: str | None = None, now: Callable[[], datetime.datetime] | None = None,
        instance: bytes | None = None,
    ) -> Any: ...  # fmt: skip


class Recording(Protocol):
    """Records what is said, one sound at a time."""

    def start(self) -> None: ...
    def stop(self) -> bytes: ...
    def cancel(self) -> None: ...


PrintState = Literal["busy", "done", "paper", "failed"]


class Printing(Protocol):
    """One slip on its way to paper; never waits."""

    def state(self) -> PrintState: ...


class Bell(Protocol):
    """Calls hub staff. Knows that somebody waits, and nothing else."""

    def ring(self) -> None: ...
    def works(self) -> bool:
        """Whether the last ring went out, as far as is known."""
        ...

    def came(self) -> None:
        """Staff are here; nobody waits."""
        ...


class Drafts(Protocol):
    """Keeps answers until the resident comes back."""

    def keep(self, draft: "Draft", token: Any) -> "Slip":
        """Keep it, under the reference of ``token`` when it was kept before; raises SaveError."""
        ...

    def open(self, reference: bytes) -> "tuple[Draft, Any] | None":
        """What is kept under a reference, with the token for it; raises KeptError."""
        ...

    def forget(self, token: Any) -> None: ...


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


State = Literal["open", "closed", "broken"]
"""What staff said of the kiosk."""


@dataclass(frozen=True)
class Standing:
    """Whether the kiosk serves, and what comes first."""

    state: State = "open"
    hours: tuple[str, ...] = ()
    """For each day from Monday such as ``09:00-17:00``, or empty for a closed day; without any
    when hours were never set."""
    crisis: bool = False
    crisis_text: Mapping[str, str] = field(default_factory=dict)
    """What the council says in a crisis, by language code."""
    practice: bool = False
    """Whether visits that begin now are practice."""
    shut: bool = False
    """Whether it is outside the hours now, so that nobody can be there."""


@dataclass(frozen=True)
class FormOffer:
    """A task on the second screen."""

    key: Any
    """What ``open_form`` understands."""
    title: Mapping[str, str]
    """Language code to title; the code ``""`` holds for every language."""
    description: Mapping[str, str] = field(default_factory=dict)
    icon: str = ""
    one_voice: bool = False
    """Whether a token of the desk is needed, and everybody has one."""


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
    draft: Any = None
    """Token of the draft that they were taken up from; it goes as they are saved."""
    voice: bytes = field(default=b"", repr=False)
    """The voice that is spent with them, for a form with one voice each."""
    paper: bool = False
    """Whether staff typed in what somebody wrote on paper."""


@dataclass(frozen=True)
class Draft:
    """Answers that are not finished, and where the resident was."""

    form_key: Any
    instance_xml: bytes = field(repr=False)
    language: str
    assisted: bool
    hidden: bool
    place: str
    """Reference of the page; empty for the check of all answers."""
    files: Mapping[str, bytes] = field(repr=False)
    drawn: Mapping[str, str] = field(repr=False)
    """The lines of drawings, so that they can be shown again."""


@dataclass(frozen=True)
class Slip:
    """What a resident takes home."""

    reference: str = field(repr=False)
    digits: str = field(repr=False)
    """The same reference in digits alone."""
    state_key: Any
    """What ``state`` understands; None where nothing is on its way."""


@dataclass(frozen=True)
class Status:
    """How much of what was said here has reached the council."""

    waiting: int
    arrived: int
    last_heard: int | None = None
    """Server time of the last receipt in Unix seconds; None before the first."""


Stand = Literal["", "saved", "sent", "arrived", "read", "looking", "answered", "refused"]
"""How far a submission is; empty where nothing is known of it."""


@dataclass(frozen=True)
class Heard:
    """What became of what was said under one reference."""

    stand: Stand
    at: int = 0
    """When the council answered, in Unix seconds; 0 where it has not."""
    about: Mapping[str, str] = field(default_factory=dict)
    """Language code to the title of the form it was said to."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Language code to the council's words."""


class Asked(Protocol):
    """A question what became of a reference, on its way: stretching it takes a moment."""

    def answer(self) -> Heard | None:
        """None until it is there; raises LookupError when it could not be found out."""
        ...


@dataclass(frozen=True)
class Came:
    """What came of a form, in the council's words; each by language code."""

    title: Mapping[str, str]
    said: Mapping[str, str]
    will: Mapping[str, str]
    wont: Mapping[str, str]
    at: int
    """When it was published, in Unix seconds."""


@dataclass(frozen=True)
class Services:
    """What the rest of the kiosk does for a visit."""

    forms: Callable[[], Sequence[FormOffer]]
    open_form: Callable[[Any], Form]
    submit: Callable[[Finished], Slip]
    """Returns only when the answers are saved for good; raises SaveError when they are not."""
    state: Callable[[Any], Literal["saved", "sent", "arrived"]]
    status: Callable[[], Status]
    take_picture: Callable[[], bytes] | None = None
    """Gives a JPEG, or raises; None where there is no camera."""
    recorder: Recording | None = None
    """None where there is no microphone."""
    voice: Callable[[Any, bytes], bytes] | None = None
    """The voice of a token for the form of that key; raises VoiceError. None asks for no token."""
    ask: Callable[[bytes], Asked] | None = None
    """Begins to find out what became of the seven bytes of a reference."""
    outcomes: Callable[[], Sequence[Came]] = lambda: ()
    """You said, we did: the newest first."""
    bell: Bell | None = None
    """None where nothing can ring for hub staff."""
    drafts: Drafts | None = None
    """None where nothing can be kept for later."""
    printer: Callable[[Screen], Printing] | None = None
    """Begins to print a screen; None without a printer."""
    council: str = ""
    """Whose kiosk this is, for the slip."""
    failed: Callable[[BaseException], None] = lambda error: None
    """Told of an error that ended a visit; keeps its kind and place, never what it says."""
    life: Callable[[Words], Sequence[Screen]] = lambda words: ()
    """What shows of the place while nobody is here; public things only."""
    rooms: Callable[[], Sequence[RoomOffer]] = tuple
    """What else there is: only rooms that have something in them."""
    staff: Callable[[], Room] | None = None
    """Opens staff mode at its door; None without one."""
    of_paper: Callable[[str], FormOffer | None] = lambda code: None
    """The form of the code that stands on a paper; None where this kiosk has not that form."""
    standing: Callable[[], Standing] = Standing
    end_practice: Callable[[], None] = lambda: None
    ended: Callable[[Mapping[str, int]], None] = lambda counts: None
    """Told at the end of a visit what happened in it, as counts; must not raise."""
