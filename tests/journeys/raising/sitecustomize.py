"""Python loads this at its start when the folder is on its path: it lets a handler of the real
window fail once, with an answer in the exception, when the file that ``RAISE_WHEN`` names is there.
"""

import os
from pathlib import Path
from typing import Any

from kiosk.visit import Visit

WHEN = Path(os.environ["RAISE_WHEN"])
handled = Visit.act


def act(visit: Visit, id: str, value: Any = None) -> None:
    """As ever, or fail once."""
    if WHEN.exists():
        WHEN.unlink()
        raise KeyError(str(visit.screen()), visit.asking)
    handled(visit, id, value)


Visit.act = act  # type: ignore[method-assign]
