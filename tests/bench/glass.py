"""A screen in memory whose pixels are read as a person's eye would, and a finger of real X touches.

What is measured so is the same for every program: from the finger's lifting to other pixels.
"""

import mmap
import struct
import subprocess
import time
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.window import screen

HEADER = struct.Struct(">25I")
"""Of the xwd format, in which Xvfb keeps its screen; byte order as the X server writes it."""


@dataclass(frozen=True)
class Area:
    """Lines of pixels of the screen, from ``top`` to just before ``bottom``."""

    top: int
    bottom: int


@dataclass(frozen=True)
class Seen:
    """Seconds until an area first looked different, and until it looked as it then stayed."""

    first: float
    settled: float


class Glass:
    """Reads the pixels, and touches, on one display of its own."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        """``folder`` gets the screen's memory; the stack ends the display."""
        self.display = screen(stack, "-fbdir", str(folder))
        file = stack.enter_context((folder / "Xvfb_screen0").open("rb"))
        self._pixels = stack.enter_context(
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # type: ignore[arg-type]
        )
        values = HEADER.unpack_from(self._pixels)
        self.width, self.height, self._line = values[4], values[5], values[12]
        self._start = values[0] + values[19] * 12
        finger = subprocess.Popen(
            ["xdotool", "-"], stdin=subprocess.PIPE, env={"DISPLAY": self.display}
        )
        stack.callback(finger.wait, 10)
        assert finger.stdin
        self._finger = stack.enter_context(finger.stdin)

    @property
    def all(self) -> Area:
        return Area(0, self.height)

    def look(self, area: Area, every: int = 4) -> int:
        """A number for how the area looks; ``every`` so many lines of it."""
        sum = 0
        for row in range(area.top, area.bottom, every):
            at = self._start + row * self._line
            sum = zlib.adler32(self._pixels[at : at + self._line], sum)
        return sum

    def tap(self, x: float, y: float, area: Area) -> Seen:
        """Touch a place; how soon after the letting go the area looked different."""
        self._say(f"mousemove {x:.0f} {y:.0f}", "mousedown 1")
        time.sleep(0.06)
        before = self.look(area)
        begun = time.perf_counter()
        self._say("mouseup 1")
        return self.watch(area, begun, before)

    def watch(
        self, area: Area, begun: float, before: int | None = None, still: float = 0.6,
        ready: Callable[[], Any] = lambda: True, patience: float = 60.0,
    ) -> Seen:  # fmt: skip
        """Look until ``still`` seconds have passed without a change since it was ``ready``.

        Raises:
            TimeoutError: nothing changed, or it was never ready.
        """
        last = self.look(area) if before is None else before
        first = settled = since = 0.0
        while True:
            now, looks = time.perf_counter(), self.look(area)
            if looks != last:
                last, settled, first = looks, now, first or now
            since = since or (now if ready() else 0.0)
            if first and since and now - max(settled, since) > still:
                return Seen(first - begun, settled - begun)
            if now - begun > patience:
                raise TimeoutError("The screen did not change.")
            time.sleep(0.001)

    def _say(self, *commands: str) -> None:
        self._finger.write(("\n".join(commands) + "\n").encode())
        self._finger.flush()


def tree(pid: int) -> list[int]:
    """A process and all that it started, and so on."""
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in thread.read_text().split():
            found += tree(int(child))
    return found
