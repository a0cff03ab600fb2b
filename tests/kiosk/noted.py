"""What small windows note in a file, for those who watch a supervisor."""

import time
from collections.abc import Callable
from pathlib import Path


class Noted:
    """Reads the notes in a folder."""

    folder: Path

    def notes(self) -> list[str]:
        file = self.folder / "notes"
        return file.read_text().splitlines() if file.exists() else []

    def until(self, holds: Callable[[list[str]], bool]) -> list[str]:
        """Wait for what the windows note."""
        end = time.monotonic() + 60
        while not holds(notes := self.notes()):
            assert time.monotonic() < end, (notes, self.marks())
            time.sleep(0.02)
        return notes

    def marks(self) -> dict[str, str]:
        """What else is said when it does not come."""
        return {}
