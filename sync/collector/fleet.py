"""How each kiosk is, and what to do when it is not well."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from sync.collector.models import Device
from sync.health import Update

CLOCK_MINUTES = 10
DISK_SHARE = 0.05
STALE_DAYS = 2
NEW = {
    Update.FETCHING: "is on its way", Update.READY: "is there and starts between two visits",
    Update.NO_START: "did not start there", Update.REFUSED: "was refused there",
    Update.NO_ROOM: "does not fit on the disk",
}  # fmt: skip
"""What is said of a new version."""
PRINTERS = {0: "None", 1: "Ready", 2: "In trouble"}


@dataclass(frozen=True)
class Trouble:
    """Something that somebody has to look after."""

    kind: str
    short: str
    what_to_do: str


REVOKED = Trouble("revoked", "Revoked", "Nothing is taken from it. Enrol it anew when it is back.")
FORKED = Trouble(
    "forked", "Copied or set back",
    "Its card was copied, or set back to an older state. Enrol it anew; what waits on it is kept.",
)  # fmt: skip
SILENT = Trouble(
    "silent", "Silent",
    "It has not been heard of for over a day. Ask the hub to look at its power and its network.",
)  # fmt: skip
DISK = Trouble("disk", "Disk nearly full", "Little room is left for what residents say.")
CLOCK = Trouble("clock", "Clock is wrong", "Its clock is off by more than ten minutes.")
PRINTER = Trouble("printer", "Printer in trouble", "Ask the hub to look at paper and cable.")
NO_START = Trouble(
    "no-start", "New version did not start",
    "It went back to the one that works. Offer the new one no more, and look at what is different"
    " there.",
)  # fmt: skip
UPDATE = Trouble(
    "update", "New version was refused",
    "It came otherwise than it was signed, or the disk is too full for it. At the kiosk, 'kiosk"
    " release status' says which.",
)  # fmt: skip
STALE = Trouble(
    "stale", "Old content",
    "It has synced since new forms were published, and does not have them all yet.",
)  # fmt: skip
UPDATES = {Update.NO_START: NO_START, Update.REFUSED: UPDATE, Update.NO_ROOM: UPDATE}
EVERY = (REVOKED, FORKED, SILENT, DISK, CLOCK, PRINTER, NO_START, UPDATE, STALE)


def troubles(device: Device, now: datetime.datetime | None = None) -> list[Trouble]:
    """What is wrong with a kiosk; of a revoked one nothing more is said."""
    now = now or timezone.now()
    if device.revoked_at:
        return [REVOKED]
    quiet = datetime.timedelta(hours=settings.QUIET_HOURS)
    found = [FORKED] if device.forked_at else []
    found += [SILENT] if device.last_seen and now - device.last_seen > quiet else []
    return found + _of_health(device) + ([STALE] if _stale(device, now) else [])


def _of_health(device: Device) -> list[Trouble]:
    health = device.health or {}
    found = []
    if health.get("disk_size") and health["disk_free"] < health["disk_size"] * DISK_SHARE:
        found.append(DISK)
    if abs(health.get("clock_off", 0)) > CLOCK_MINUTES * 60:
        found.append(CLOCK)
    found += [PRINTER] if health.get("printer") == 2 else []
    return found + [UPDATES[each] for each in [health.get("update")] if each in UPDATES]


def _stale(device: Device, now: datetime.datetime) -> bool:
    """Whether it synced lately, and still lacks what was published two days ago."""
    newest = device.hub.indexes.order_by("-version").first()
    if newest is None or device.last_seen is None or device.index_version >= newest.version:
        return False
    long_ago = now - newest.created_at > datetime.timedelta(days=STALE_DAYS)
    return long_ago and device.last_seen > newest.created_at


def said(device: Device) -> str:
    """What a kiosk last said of itself, in one line; empty when it said nothing."""
    health = device.health
    if not health:
        return ""
    printer = {1: ", printer ready", 2: ", printer in trouble"}.get(health.get("printer"), "")
    free = health["disk_free"] / 1000
    new = f"; {_new(health)}" if _new(health) else ""
    return f"Version {health['program']}, {free:.1f} GB free{printer}{new}"


def _new(health: dict[str, Any]) -> str:
    """What a kiosk said of a new version, such as ``0.6.0 did not start there``."""
    words = NEW.get(health.get("update", 0))
    return f"{health['version']} {words}" if words else ""


def facts(device: Device) -> list[tuple[str, str]]:
    """All that is known of a kiosk, as labels and values."""
    health = device.health or {}
    newest = device.hub.indexes.order_by("-version").first()
    return [
        ("Hub", device.hub.name),
        ("Id", device.pk),
        ("Enrolled", _when(device.enrolled_at)),
        ("Last heard of", _when(device.last_seen)),
        ("Submissions held here", str(device.have_seq)),
        ("Waiting on it when last heard of", str(device.waiting)),
        ("Content", f"version {device.index_version} of {newest.version if newest else 0}"),
        ("Program", health.get("program", "Not known")),
        ("New version", _new(health) or "None"),
        ("Disk", _disk(health)),
        ("Clock", _clock(health)),
        ("Printer", PRINTERS.get(health.get("printer", -1), "Not known")),
        ("It said so", _when(device.health_at)),
    ]  # fmt: skip


def _when(at: datetime.datetime | None) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}" if at else "Never"


def _disk(health: dict[str, int]) -> str:
    if not health:
        return "Not known"
    return f"{health['disk_free'] / 1000:.1f} of {health['disk_size'] / 1000:.1f} GB free"


def _clock(health: dict[str, int]) -> str:
    if not health:
        return "Not known"
    off = health["clock_off"]
    return (
        "Right" if abs(off) < 60 else f"{abs(off) // 60} minutes {'ahead' if off > 0 else 'behind'}"
    )
