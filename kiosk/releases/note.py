"""What is under way, noted in a file beside the shelf: for ``kiosk release status``, for the
council, and so that what was refused once is not fetched again after each start."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from sync import flushing

NAME = "state.json"
IDLE, FETCHING, READY, REFUSED, NO_ROOM = "idle", "fetching", "ready", "refused", "no room"
MOST_REFUSED = 50


@dataclass(frozen=True)
class Note:
    """How far a new version is."""

    state: str = IDLE
    version: str = ""
    why: str = ""
    """What went wrong last, for somebody who looks after the kiosk."""
    fetched: int = 0
    """Bytes that are here, of ``size``."""
    size: int = 0
    refused: Mapping[str, str] = field(default_factory=dict)
    """Key of an item of the feed to why it is not tried again."""

    def refusing(self, key: str, why: str) -> "Note":
        """The same, with one more that is not tried again."""
        kept = dict(list(self.refused.items())[-MOST_REFUSED + 1 :])
        return replace(self, state=REFUSED, why=why, refused={**kept, key: why})


class Notes:
    """The file."""

    def __init__(self, shelf: Path) -> None:
        self._path = shelf / NAME
        self._now: Note | None = None

    def read(self) -> Note:
        """What it says; an empty note where it says nothing that can be read."""
        if self._now is None:
            self._now = self._kept()
        return self._now

    def _kept(self) -> Note:
        try:
            said: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
            return Note(**said)
        except (OSError, ValueError, TypeError):
            return Note()

    def write(self, note: Note) -> None:
        """Note it, unless it is noted already. Raises OSError."""
        if note == self.read():
            return
        self._now = note
        self._path.parent.mkdir(parents=True, exist_ok=True)
        flushing.write(self._path, json.dumps(asdict(note)).encode())
