"""Commands for a USB stick, where there is no network."""

import sys
from pathlib import Path

from kiosk.parts import Parts
from sync.carriers.stick import Stick


def carry(parts: Parts, way: str, root: Path) -> int:
    """Out onto a stick, or in from one with what else it holds; the exit code."""
    stick = Stick(root)
    if way == "out":
        count = parts.carry_out(stick)
        print(f"{count} submissions are on the stick. Take it out only after this line.")
        return 0
    taken, refused = parts.carry_in(stick)
    print(f"{taken} replies taken, {refused} refused; {parts.outbox.waiting} submissions wait.")
    return _bring(parts, stick)


def _bring(parts: Parts, stick: Stick) -> int:
    """The new version that may be on a stick; 1 when not all of it is here now."""
    shown = [0]

    def told(done: int, of: int) -> None:
        percent = 100 * done // of
        if sys.stderr.isatty() and percent >= shown[0] + 10:
            shown[0] = percent
            print(f"{percent} % of a new version", file=sys.stderr)

    came = parts.bring(stick, told)
    if came is None:
        return 0
    if came.whole:
        print(f"Version {came.version} is here whole; it starts between two visits.")
        return 0
    print(f"kiosk: Version {came.version} is not here yet. {came.why}", file=sys.stderr)
    return 1
