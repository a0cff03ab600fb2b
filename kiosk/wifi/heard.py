"""Reads what NetworkManager knows into networks that people choose among."""

import time
from collections.abc import Iterator
from typing import Any

from kiosk.wifi.bus import DEVICE, MANAGER, PROFILE, STATION, WIRELESS, Bus, Objects, SaidError
from kiosk.wifi.seen import Lock, Look, Network, WifiError

RADIO = 2
"""NM_DEVICE_TYPE_WIFI."""
USABLE, ACTIVATED = 30, 100
"""NM_DEVICE_STATE_DISCONNECTED, which can be joined from, and ACTIVATED."""
PRIVACY = 1
PSK, ENTERPRISE, SAE, OWE, SUITE_B = 0x100, 0x200, 0x400, 0x800, 0x2000
"""Of NM80211ApSecurityFlags."""
NEVER = -1
"""LastSeen of a station that was in no scan."""
SCAN_SECONDS, LOOK_SECONDS = 12.0, 0.3


def radio(objects: Objects) -> str:
    """The path of the radio that can be used; raises WifiError without one."""
    found = [
        (-properties[DEVICE]["State"], path)
        for path, properties in objects.items()
        if properties.get(DEVICE, {}).get("DeviceType") == RADIO
    ]
    if not found or -min(found)[0] < USABLE:
        raise WifiError("none")
    return min(found)[1]


def look(bus: Bus) -> Look:
    """Listen afresh, then everything that is heard; raises WifiError."""
    device = radio(bus.objects())
    _scan(bus, device)
    objects, names = bus.objects(), {ssid for _, ssid in profiles(bus)}
    return Look(tuple(networks(objects, radio(objects), names)))


def _scan(bus: Bus, device: str) -> None:
    """Return once it has listened anew; it may just have, and then refuses."""
    try:
        before = bus.get(device, WIRELESS, "LastScan")
        bus.call(device, WIRELESS, "RequestScan", "a{sv}", {})
        until = time.monotonic() + SCAN_SECONDS
        while time.monotonic() < until and bus.get(device, WIRELESS, "LastScan") == before:
            time.sleep(LOOK_SECONDS)
    except SaidError:
        return


def networks(objects: Objects, device: str, known: set[bytes]) -> Iterator[Network]:
    """The one in use, then the strongest: one for each name and lock."""
    state, wireless = objects[device][DEVICE]["State"], objects[device][WIRELESS]
    active = wireless.get("ActiveAccessPoint", "/") if state == ACTIVATED else "/"
    best: dict[tuple[bytes, Lock], Network] = {}
    for path in wireless["AccessPoints"]:
        station = objects.get(path, {}).get(STATION)
        ssid = bytes(station["Ssid"]) if station else b""
        if station is None or not ssid.strip(b"\0"):
            continue
        if path != active and station.get("LastSeen", 0) == NEVER:
            continue  # NetworkManager's own, in place of one that it looks for
        lock = lock_of(station)
        before = best.get((ssid, lock))
        best[ssid, lock] = Network(
            ssid, max(station["Strength"], before.strength if before else 0), lock, ssid in known,
            path == active or (before is not None and before.used),
        )  # fmt: skip
    yield from sorted(best.values(), key=lambda each: (not each.used, -each.strength, each.ssid))


def lock_of(station: dict[str, Any]) -> Lock:
    """What a station asks for, from its beacon."""
    flags = station["RsnFlags"] | station["WpaFlags"]
    if flags & (ENTERPRISE | SUITE_B):
        return "account"
    if flags & PSK:
        return "password"
    if flags & SAE:
        return "wpa3"
    return "old" if station["Flags"] & PRIVACY and not flags & OWE else "open"


def profiles(bus: Bus) -> Iterator[tuple[str, bytes]]:
    """Path and network of each Wi-Fi that is joined by itself; raises WifiError."""
    (paths,) = bus.call(f"{MANAGER}/Settings", PROFILE.rpartition(".")[0], "ListConnections")
    for path in paths:
        try:
            (settings,) = bus.call(path, PROFILE, "GetSettings")
        except SaidError:  # gone meanwhile, or somebody else's
            continue
        if "802-11-wireless" in settings:
            yield path, bytes(settings["802-11-wireless"]["ssid"][1])
