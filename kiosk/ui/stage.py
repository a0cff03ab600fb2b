"""What the window remembers of the screen that shows: scrolling, typing, focus. Never longer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiosk.screens import Field, Screen
from kiosk.ui.entry import TYPED, Entry


@dataclass(frozen=True)
class Hands:
    """What a touch can do besides the actions of the screen."""

    edit: Callable[[str, int], None]
    """Type into a box of a question: its ref and the number of the box."""
    typed: Callable[[str], None]
    """A key of the on-screen keyboard."""
    scroll: Callable[[int], None]
    """Show what is further down (1) or up (-1)."""


@dataclass
class Stage:
    """State of one screen; a new screen starts with a new one."""

    key: tuple[Any, ...] = ()
    scroll: float = 0.0
    """Pixels that the content has moved up."""
    language: str = "en"
    layer: str = "letters"
    latin: bool = False
    sound: str = field(default="", repr=False)
    """Letters of a Chinese word that is being typed; not yet in the answer."""
    turned: int = 0
    """Which of the rows of signs shows."""
    editing: str = ""
    """Ref of the question that is typed into."""
    called: bool = False
    """Whether its box was touched: then the keys show, also where they leave no room for more than
    the box and its label."""
    focused: str = ""
    """Id of the control with the visible focus; empty while only fingers are used."""
    entries: dict[str, Entry] = field(default_factory=dict, repr=False)

    def entry(self, asked: Field) -> Entry:
        """What is being typed into a question."""
        if asked.ref not in self.entries:
            self.entries[asked.ref] = Entry(asked, self.language)
        return self.entries[asked.ref]


def composes(language: str, asked: Field) -> bool:
    """Whether a question is typed by sounds, from which signs are chosen."""
    plain = asked.kind == "text" and not asked.digits and not asked.postcode
    return language == "zh" and plain


def stage_for(screen: Screen, before: Stage) -> Stage:
    """The same stage while the same screen shows, else a new one, ready to type."""
    refs = tuple(each.ref for each in screen.fields())
    key = (screen.name, screen.language, refs[:1])
    if key == before.key:
        return before
    fresh = Stage(key=key, language=screen.language)
    fields = screen.fields()
    if len(fields) == 1 and fields[0].kind in TYPED:
        fresh.editing, fresh.latin = fields[0].ref, fields[0].latin
    return fresh
