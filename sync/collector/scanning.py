"""Files of residents are looked at by a scanner for viruses, where the settings name one.

A scanner is a program that gets a file as its standard input and ends with 0 when it is clean and
with 1 when something was found, as ``clamdscan`` and ``clamscan`` of ClamAV do (clamdscan(1)).
Nothing is written to the disk for it. Looked at in November 2026: ``clamd`` 1.0.2 of PyPI is of
2014, and ClamAV's own program says as much.
"""

import logging
import subprocess
from collections.abc import Sequence

from django.db.models import QuerySet

from sync.collector.models import Audit, Drawing

log = logging.getLogger("collector.scan")
AT_ONCE = 100
LONGEST = 120
"""Seconds for one file."""
TEST = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner finds, by EICAR; in two parts here, so that none finds this module."""


class ScanFailed(Exception):
    """The scanner could not be asked."""


def look(scan: Sequence[str]) -> int:
    """Show the scanner what it has not seen; how many files that were.

    A file stays unseen, and is handed out to nobody, while the scanner does not work.
    """
    done = 0
    for each in Drawing.objects.filter(looked=Drawing.Looked.NOT_YET)[:AT_ONCE] if scan else ():
        try:
            found = harmful(scan, bytes(each.content))
        except ScanFailed as error:
            log.error("the scanner for viruses does not work: %s", error)
            break
        _keep(each, found)
        done += 1
    return done


def harmful(scan: Sequence[str], content: bytes) -> bool:
    """Whether the scanner finds something; raises ScanFailed."""
    try:
        ended = subprocess.run(
            scan, input=content, capture_output=True, timeout=LONGEST, check=False
        ).returncode
    except (OSError, subprocess.SubprocessError) as error:
        raise ScanFailed(type(error).__name__) from error
    if ended not in (0, 1):
        raise ScanFailed(f"it ended with {ended}")
    return ended == 1


def _keep(drawing: Drawing, found: bool) -> None:
    place = {name: getattr(drawing, name) for name in ("council_id", "device_id", "head", "name")}
    looked = Drawing.Looked.HARMFUL if found else Drawing.Looked.CLEAN
    Drawing.objects.filter(**place).update(looked=looked)
    if found:
        Audit.objects.create(
            council_id=drawing.council_id, action="found something harmful", subject=drawing.head
        )


def waiting(drawings: QuerySet[Drawing], scan: Sequence[str]) -> bool:
    """Whether one of them is still to be looked at."""
    return bool(scan) and drawings.filter(looked=Drawing.Looked.NOT_YET).exists()
