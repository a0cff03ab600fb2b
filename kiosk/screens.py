"""One step of a visit as data: drawn by the window, spoken by the voice, walked by tests."""

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["primary", "secondary", "quiet", "choice"]


@dataclass(frozen=True)
class Action:
    """Something a resident can do on a screen."""

    id: str
    """What ``Visit.act`` understands."""
    label: str
    """The words on the control, in the resident's language."""
    role: Role = "secondary"
    """How strongly it is drawn; a screen has at most one ``primary``."""
    detail: str = ""
    """A second, smaller line, such as what a task is about."""
    icon: str = ""
    """Name of a drawing, or empty."""
    chosen: bool = False
    """Whether it is what holds now, as the language in use on the language screen."""
    language: str = ""
    """Language of label and detail when it is not the screen's own, such as ``cy``."""
    detail_language: str = ""
    """Language of the detail alone."""
    picture: bytes = field(default=b"", repr=False)
    """PNG or JPEG beside the label, such as somebody's face; may be empty."""


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str = field(repr=False)
    size: Literal["body", "small", "lead"] = "body"
    language: str = ""
    """Language of the text when it is not the screen's own, such as ``cy``."""
    private: bool = False
    """Whether it is meant for one resident alone, so that only headphones may carry it."""


@dataclass(frozen=True)
class Notice:
    """A sentence that must be seen: what went wrong, what waits, what arrived."""

    text: str
    tone: Literal["calm", "good", "warn", "problem"] = "calm"


@dataclass(frozen=True)
class Light:
    """One thing of a list that is well or not, such as how many submissions wait."""

    label: str
    text: str
    tone: Literal["calm", "good", "warn", "problem"] = "calm"


@dataclass(frozen=True)
class Bar:
    """How many of all, as a bar with its words above and its number below."""

    label: str
    number: str
    """What stands beside the bar, such as ``12 / 40``."""
    said: str
    """The same in a whole sentence, for the ear and for paper."""
    share: float | None
    """From 0 to 1; None where it is held back, and then there is no bar."""
    beside: str = ""
    """What it was elsewhere, in words; may be empty."""
    beside_share: float | None = None
    """The same from 0 to 1."""


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    label: str
    picture: bytes = field(default=b"", repr=False)
    """PNG or JPEG beside the label, for who does not read; may be empty."""
    audio: bytes = field(default=b"", repr=False)
    """The council's own recording of the label; may be empty."""


@dataclass(frozen=True)
class Field:
    """One question. The window sends ``Visit.act("fill:" + ref, value)`` as it is answered."""

    ref: str
    """Path of the question in the form."""
    kind: Literal["text", "number", "date", "time", "moment", "one", "many", "rank", "tick", "draw"]
    """How it is answered. ``moment`` is a date with a time; ``tick`` is one thing to agree to;
    ``draw`` is a drawing, whose value is its lines as ``kiosk.visit.drawing`` writes them."""
    label: str
    hint: str = ""
    value: str = field(default="", repr=False)
    """What was said so far; never in a representation, so never in a log."""
    choices: tuple[Choice, ...] = ()
    problem: str = ""
    """What is wrong with the value, as one sentence that says what to do."""
    required: bool = False
    decimal: bool = False
    """Whether a number may have a fraction."""
    long: bool = False
    """Whether a text may have several lines."""
    digits: bool = False
    """Whether a text is mostly digits, such as a telephone number."""
    postcode: bool = False
    """Whether a text is a postcode: capitals and digits, on keys of its own."""
    latin: bool = False
    """Whether a text is in Latin letters whatever the screen's language, as a reference is."""
    secret: bool = False
    """Whether what is typed shows as dots and is never said, such as a PIN."""
    plain: bool = False
    """Whether what is secret is drawn all the same, because who types it asked for it."""
    signs: bool = False
    """Whether every sign of a keyboard can be typed, as a password may have it."""
    heading: bool = False
    """Whether the label is the screen's title too, and so need not be drawn twice."""
    audio: bytes = field(default=b"", repr=False)
    """The council's own recording of the question; may be empty."""
    language: str = ""
    """Language of what the form says here when it is not the screen's own, such as ``en``."""
    hidden: bool = False
    """Whether the value is neither drawn nor said, for somebody else looks on."""


@dataclass(frozen=True)
class Row:
    """One line of a summary."""

    label: str
    value: str = field(repr=False)
    change: Action | None = None
    language: str = ""
    """Language of the label when it is not the screen's own, such as ``en``."""
    value_language: str = ""
    """The same of the value."""


@dataclass(frozen=True)
class Summary:
    """What was said, to be checked before it is sent."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Reference:
    """The reference of a submission: large, and as digits for who needs only digits."""

    text: str = field(repr=False)
    digits: str = field(default="", repr=False)
    slowly: bool = False
    """Whether it is said letter by letter, with rests."""


@dataclass(frozen=True)
class Large:
    """A few signs as large as the window allows, to be written down."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class QR:
    """A square code that carries ``text``; ``label`` says what it is."""

    text: str = field(repr=False)
    label: str
    large: bool = False
    """Whether it is as large as the window allows, for it carries much."""


@dataclass(frozen=True)
class Picture:
    """A picture of the form or of ours; ``label`` says what it shows."""

    name: str
    label: str
    content: bytes = field(default=b"", repr=False)
    """PNG or JPEG of the form, or of what a resident has just taken."""
    large: bool = False
    """Whether it is what the screen is there for."""


Block = Text | Notice | Light | Bar | Field | Summary | Reference | Large | QR | Picture


@dataclass(frozen=True)
class Screen:
    """What one step shows, in the order in which it is read and spoken."""

    name: str
    """Which step this is, such as ``welcome`` or ``question``; the same in every language."""
    title: str
    blocks: tuple[Block, ...] = ()
    choices: tuple[Action, ...] = ()
    """Large buttons in the middle of the screen."""
    below: tuple[Block, ...] = ()
    """What stands below them, for who looks for it: it must not push them down."""
    actions: tuple[Action, ...] = ()
    """What leads on, at the foot of the screen."""
    bar: tuple[Action, ...] = ()
    """What is always there: Back, Stop and clear, Get a person, and the look."""
    language: str = "en"
    rtl: bool = False
    """Whether the screen is laid out from right to left."""
    kicker: str = ""
    """A few words above the title, such as the number of the question."""
    title_language: str = ""
    """Language of the title when it is not the screen's own, such as ``en``."""
    kicker_language: str = ""
    """The same of the kicker."""
    corners: tuple[Action, ...] = ()
    """At most four, one in each corner of the window, to try whether a touch arrives there."""

    def action(self, id: str) -> Action | None:
        """The control of that name, wherever on the screen it is."""
        return next((each for each in self.controls() if each.id == id), None)

    def controls(self) -> tuple[Action, ...]:
        """Every control but the fields, in reading order."""
        rows = [
            row.change
            for block in self.blocks
            if isinstance(block, Summary)
            for row in block.rows
            if row.change
        ]
        return (*rows, *self.choices, *self.corners, *self.actions, *self.bar)

    def fields(self) -> tuple[Field, ...]:
        """The questions on this screen."""
        return tuple(block for block in self.blocks if isinstance(block, Field))
