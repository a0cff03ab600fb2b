"""A screen as what is printed of it: lines of text, the reference and its square code."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from kiosk.screens import QR, Bar, Notice, Reference, Screen, Text


@dataclass(frozen=True)
class Slip:
    """What is on the paper, from the top."""

    language: str
    rtl: bool
    parts: tuple[tuple[str, str], ...] = field(repr=False)
    """What each part is and its text: ``small``, ``title``, ``text``, ``big``, ``digits`` or
    ``code``."""

    def written(self) -> bytes:
        """As bytes for the process that prints."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, content: bytes) -> "Slip":
        """From those bytes; raises ValueError."""
        said: dict[str, Any] = json.loads(content)
        parts = tuple((str(kind), str(text)) for kind, text in said["parts"])
        return cls(str(said["language"]), bool(said["rtl"]), parts)


TRIAL = Slip("en", False, (("title", "The printer works"), ("big", "HAZEL-4821-FERN"),
             ("code", "HAZEL-4821-FERN")))  # fmt: skip
"""What ``kiosk print`` prints."""


def slip_of(screen: Screen) -> Slip:
    """A screen for paper; controls and questions are not printed."""
    parts = [("small", screen.kicker), ("title", screen.title)]
    for block in screen.blocks:
        match block:
            case Text() | Notice():
                parts.append(("text", block.text))
            case Bar():
                parts += [("text", block.said), ("small", block.beside)]
            case Reference():
                parts += [("big", block.text), ("digits", block.digits)]
            case QR():
                parts.append(("code", block.text))
    return Slip(screen.language, screen.rtl, tuple(part for part in parts if part[1]))
