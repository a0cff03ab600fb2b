"""What a test robot and people who look on are told of each screen; on a kiosk nothing is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.ui import report
from kiosk.ui.page import Page

if TYPE_CHECKING:
    from kiosk.ui.pictures import Album


class Witness:
    """Tells a robot where everything is, and takes a picture of each screen, where that is asked
    for."""

    def __init__(self, targets: Path | None, pictures: Path | None) -> None:
        """``targets`` names the robot's file, ``pictures`` a folder; only where there is a window,
        for pictures are read from it."""
        self._targets = targets
        self._seq = report.last(targets) if targets else 0
        self._album = _album(pictures) if pictures else None

    def saw(self, page: Page) -> None:
        """A frame of something new on a page is drawn, and not shown yet."""
        self._seq += 1
        if self._album:
            self._album.take(page.screen.name, int(page.width), int(page.height))
        if self._targets:
            report.write(self._targets, page, self._seq)


def _album(folder: Path) -> Album:
    from kiosk.ui.pictures import Album  # what a kiosk never loads

    return Album(folder)
