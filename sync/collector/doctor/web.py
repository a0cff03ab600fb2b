"""Whether people and kiosks reach this collector as they should, and whether its clock is right."""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.collector import config
from sync.collector import keys as held
from sync.collector.errors import ConfigError
from sync.collector.place import Place
from sync.findings import Finding

NEAR = {"localhost", "127.0.0.1", "[::1]"}
RENEWED_DAYS = 90
"""Days within which there is a new version, as SAFETY.md says."""
SYNCHRONIZED = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd.service(8): touched whenever the clock was set by a time server."""


def settings(place: Place) -> Iterator[Finding]:
    """The file itself, and what of it is not fit for a network."""
    try:
        found = config.load(place)
        config.database(found, place)
    except ConfigError as error:
        yield Finding("settings", "bad", str(error), f"Mend {place.config}.")
        return
    yield Finding("settings", "ok", "The settings can be used.")
    if "*" in found.hosts:
        yield Finding(
            "hosts", "bad", "The pages answer to any name.",
            f'Write the names that people use: hosts = ["collector.example.org"] in {place.config}',
        )  # fmt: skip
    elif set(found.hosts) <= NEAR:
        yield Finding(
            "hosts", "warn", "The pages answer on this machine only.",
            f'For others, write hosts = ["collector.example.org"] into {place.config}',
        )  # fmt: skip
    elif not found.https:
        yield Finding(
            "hosts", "bad", "Officers' passwords travel openly over the network.",
            f"Put a web server with a certificate before it and write https = true into"
            f" {place.config}",
        )  # fmt: skip
    else:
        yield Finding("hosts", "ok", f"{', '.join(found.hosts)}, over HTTPS.")


def build(made: float | None = None) -> Iterator[Finding]:
    """How old what runs is, and its libraries with it: a package keeps the day it was made on."""
    made = Path(sys.executable if _packed() else __file__).stat().st_mtime if made is None else made
    days = max(0, int((time.time() - made) // 86_400))
    if days > RENEWED_DAYS:
        yield Finding(
            "build", "warn", f"What runs here is {days} days old, and so are its libraries.",
            f"Install a newer version; there is one every {RENEWED_DAYS} days.",
        )  # fmt: skip
    else:
        yield Finding("build", "ok", f"What runs here is {days} days old.")


def _packed() -> bool:
    """Whether it is one program with all its libraries in it."""
    return bool(getattr(sys, "frozen", False))


def scan(place: Place) -> Iterator[Finding]:
    """Whether the scanner for viruses finds what every scanner finds."""
    program = config.load(place).scan
    if not program:
        yield Finding(
            "scan", "warn", "Files that residents send are not looked at for viruses.",
            f'Install clamav-daemon and write scan = ["clamdscan", "--no-summary", "-"] into'
            f" {place.config}",
        )  # fmt: skip
    elif not _works(program):
        yield Finding(
            "scan", "bad", "The scanner for viruses does not work; no file is handed out.",
            f"Mend the setting 'scan' in {place.config}, or what it names.",
        )  # fmt: skip
    else:
        yield Finding("scan", "ok", "The scanner for viruses finds what it must.")


def _works(program: Sequence[str]) -> bool:
    from sync.collector import scanning

    try:
        found = scanning.harmful(program, scanning.TEST), scanning.harmful(program, b"a lamp")
    except scanning.ScanFailed:
        return False
    return found == (True, False)


def clock(place: Place) -> Iterator[Finding]:
    """Kiosks take the time from here, for a Raspberry Pi has no clock."""
    made = held.current(place).issued if (place.keys / "web.key").exists() else 0
    if time.time() + 60 < made:
        yield Finding(
            "clock", "bad", "The clock stands before the day the keys were made.",
            "Set it before a kiosk syncs: kiosks take the time from here.",
        )  # fmt: skip
    elif not SYNCHRONIZED.exists():
        yield Finding(
            "clock", "warn", "It is not known that a time server sets the clock.",
            "Install systemd-timesyncd or chrony: kiosks take the time from here.",
        )  # fmt: skip
    else:
        yield Finding("clock", "ok", "A time server sets the clock.")
