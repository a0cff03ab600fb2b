"""What was seen of each version, on the disk: how often it failed, that it is good, that it is bad.

A mark is a file of the version's name in the folder ``failed``, ``good`` or ``bad`` of the shelf.
It is there whole or not at all after a power cut, and one that cannot be written is left out: then
less is known, and what is known is still true.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.releases.shelf import BAD
from sync import flushing

log = logging.getLogger("kiosk")
GOOD, FAILED = "good", "failed"
MOST = 3
"""Failures that were seen before a version is not tried again."""


class Marks:
    """Those of one shelf; nothing is kept in memory."""

    def __init__(self, shelf: Path) -> None:
        self._shelf = shelf

    def good(self, version: str) -> bool:
        """Whether it has served here."""
        return (self._shelf / GOOD / version).exists()

    def failures(self, version: str) -> Sequence[str]:
        """A word for each failure that was seen since it last served."""
        try:
            return (self._shelf / FAILED / version).read_text("ascii", "replace").split()
        except OSError:
            return ()

    def fail(self, version: str, why: str) -> None:
        """Count a failure; the last one that is borne marks the version bad."""
        seen = (*self.failures(version), why)
        if len(seen) >= MOST:
            log.error("version %s did not start and is not tried again (%s)", version, why)
            self._put(BAD, version, why)
        self._put(FAILED, version, "\n".join(seen))

    def serve(self, version: str) -> None:
        """It served: it is good, and what failed before counts no more."""
        if not self.good(version):
            log.warning("version %s serves well", version)
            self._put(GOOD, version, "")
        with suppress(OSError):
            (self._shelf / FAILED / version).unlink()

    def _put(self, kind: str, version: str, text: str) -> None:
        folder = self._shelf / kind
        try:
            folder.mkdir(exist_ok=True)
            flushing.write(folder / version, text.encode("ascii", "replace"))
            flushing.flush(self._shelf)
        except OSError as error:
            log.error("what was seen of a version cannot be noted: %s", error.strerror)
