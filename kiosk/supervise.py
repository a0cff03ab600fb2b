"""``kiosk run``, once it knows what to do: a process that stays for weeks and watches a window.

What reads settings and arguments is of no more use then and would stay in its memory, half of it.
So the process becomes another one, with nothing but what watching needs.
"""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.supervisor import Supervisor


def become(shelf: Path, programs: Path, installed: str, typed: Sequence[str]) -> int:
    """Keep a window open; ``typed`` are the arguments of ``kiosk``, ``installed`` is its version.

    ``programs`` is where other versions are started from, ``shelf`` where their marks are.

    Returns only in a bundle, which cannot start one module alone.
    """
    if getattr(sys, "frozen", False):
        return supervisor(shelf, programs, installed, typed).run()
    sys.stdout.flush()
    sys.stderr.flush()
    command = [
        sys.executable, "-m", "kiosk.supervise", str(shelf), str(programs), installed, *typed
    ]  # fmt: skip
    os.execv(sys.executable, command)


def supervisor(
    shelf: Path, programs: Path, installed: str, typed: Sequence[str]
) -> "Supervisor":  # fmt: skip
    """What keeps a window open, of the newest version that is known to serve."""
    from kiosk.programs import command_again
    from kiosk.releases.choosing import Choosing
    from kiosk.supervisor import Supervisor

    command = command_again(typed)
    choosing = Choosing(shelf, installed, command, typed, programs=programs)
    return Supervisor(command, programs=choosing)


def main() -> int:
    """Run by ``become`` alone."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    shelf, programs, installed, *typed = sys.argv[1:]
    return supervisor(Path(shelf), Path(programs), installed, typed).run()


if __name__ == "__main__":
    sys.exit(main())
