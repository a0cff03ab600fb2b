"""``kiosk release install``, ``keep``, ``trust`` and ``serve``: what root does, with the installed
program and without a window, a database or a network."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.config import ConfigError, Settings
from kiosk.releases import line, own
from kiosk.releases.installing import Installing
from kiosk.releases.pin import Pin
from sync.errors import CarrierError


def run(settings: Settings, way: str, named: Sequence[str]) -> int:
    """Do one of them; raises ConfigError, SyncError."""
    if not settings.programs:
        raise ConfigError('Name root\'s folder in the settings first: programs = "/..."')
    os.umask(0o022)  # the kiosk has to read what root puts there
    programs = Path(settings.programs)

    def installing() -> Installing:
        return Installing(programs, settings.shelf, own.running(programs))

    try:
        if way == "serve":
            print(line.serve(installing, sys.stdin), flush=True)
        elif way == "trust":
            Pin(programs).to_code(" ".join(named))
        else:
            line.done(installing(), way, list(named))
    except OSError as error:
        said = f"The programs in {programs} cannot be changed: {error.strerror}."
        raise CarrierError(said) from error
    return 0
