"""Which version of the program is started: at a start from nothing, and as the window's successor.

The supervisor of the *installed* program stays the parent of whatever version's window runs. It is
the small part that no update changes, so a version can be bad in any way and is still seen to be.

    on the shelf --between visits: successor--> on trial --a visit ended, TRIAL s after it was
         ^                                         |         first drawn--> good
         |                                         |
         +--power cut, switched off, a touch-------+--failed, and the version before serves-->
         |                                                 one failure more: a rest, then again;
         +-------------------------------------------------the third: bad, for good

At a start from nothing the newest good version is started, where it is not older than the installed
one, else the installed one. So one on trial is never what a start depends upon. A good one that
does not start gives way at once to the one before, and a failure is counted against it as soon as
that one is drawn: where neither starts, as without a screen, neither is to blame. Only what the
supervisor sees and outlives is counted, and so no power cut and no switching off ever is.

A version has to have ended a visit to be good, since a screen that is drawn may still be deaf; and
to have served for a while, since some faults show late. Until then each start begins with the
version before, and moves on as soon as nobody is there.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.programs import LONG_ENOUGH, Program, Programs
from kiosk.releases.marks import MOST, Marks
from kiosk.releases.shelf import Release, Shelf
from sync.releases.versions import newer

TRIAL = 600.0
"""Seconds from the first drawn window of a version to the end of a visit that makes it good."""
RESTS = (600.0, 3600.0)
"""Seconds until a version that failed is tried again: the first time, and later."""


class Choosing(Programs):
    """The installed program, and the versions on a shelf."""

    def __init__(
        self, shelf: Path, installed: str, command: Sequence[str], arguments: Sequence[str],
        clock: Callable[[], float] = time.monotonic, programs: Path | None = None,
    ) -> None:  # fmt: skip
        """``command`` runs the installed version; ``arguments`` are given to any other's.
        ``programs`` is where the versions lie, where it is not among the marks."""
        super().__init__(command, installed)
        self._shelf, self._marks = Shelf(programs or shelf, shelf), Marks(shelf)
        self._arguments, self._clock = tuple(arguments), clock
        self._suspects: dict[str, str] = {}
        self._rest: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._since = (installed, clock())

    def first(self) -> Program:
        good = [each for each in self._fit() if self._marks.good(each.version)]
        return self._of(good[-1]) if good else self.installed

    def next(self, now: Program) -> Program:
        above = [each for each in self._fit() if newer(each.version, now.version)]
        return self._of(above[-1]) if above else now

    def failed(self, program: Program, why: str, served: float = 0.0) -> None:
        """It is not started again for a while, and counted once another is seen to serve."""
        version = program.version
        if program == self.installed or (self._marks.good(version) and served >= LONG_ENOUGH):
            return
        again = min(self._failed.get(version, 0), len(RESTS) - 1)
        self._rest[version] = self._clock() + RESTS[again]
        self._suspects[version] = why

    def drawn(self, program: Program) -> None:
        for version, why in self._suspects.items():
            if version != program.version:
                self._failed[version] = self._failed.get(version, 0) + 1
                self._marks.fail(version, why)
        self._suspects.clear()
        if self._since[0] != program.version:
            self._since = (program.version, self._clock())

    def served(self, program: Program) -> None:
        if program == self.installed or program.version != self._since[0]:
            return
        long_enough = self._clock() - self._since[1] >= TRIAL
        if long_enough or self._marks.good(program.version):
            self._failed.pop(program.version, None)
            self._marks.serve(program.version)

    def _fit(self) -> list[Release]:
        """Newer than the installed one, not bad and not at rest; the oldest first."""
        return [
            each for each in self._shelf.versions()
            if newer(each.version, self.installed.version)
            and len(self._marks.failures(each.version)) < MOST
            and self._failed.get(each.version, 0) < MOST
            and self._clock() >= self._rest.get(each.version, 0.0)
        ]  # fmt: skip

    def _of(self, release: Release) -> Program:
        return Program(release.version, (str(release.program), *self._arguments))
