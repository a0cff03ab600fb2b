"""Joins a network and says how that ended; a password that was not taken is not kept."""

import time
from collections import deque
from contextlib import suppress
from typing import Any

from jeepney import Message

from kiosk.wifi.bus import DEVICE, MANAGER, NAME, PROFILE, Bus, SaidError
from kiosk.wifi.heard import ACTIVATED, networks, profiles, radio
from kiosk.wifi.seen import Asked, Lock, Outcome, readable

PREPARE, FAILED, DISCONNECTED = 40, 120, 30
"""Of NMDeviceState."""
WHY: dict[int, Outcome] = {
    7: "password", 8: "password", 9: "password", 10: "password", 11: "password",
    5: "address", 15: "address", 16: "address", 17: "address", 53: "unheard",
}  # fmt: skip
"""Of NMDeviceStateReason: no secrets (the old ones were wrong), the supplicant was sent away, or
gave up; no address; no such name."""
SECONDS = 100.0
"""NetworkManager itself gives up after 25 s for the radio and 45 s for an address."""
PATIENCE = 3.0
"""Between two looks whether NetworkManager is still there."""
KEYS: dict[Lock, str] = {"password": "wpa-psk", "wpa3": "sae", "account": "wpa-eap"}
Profile = dict[str, dict[str, tuple[str, Any]]]


def join(bus: Bus, asked: Asked) -> Outcome:
    """Join, and return once that has ended; raises WifiError."""
    device = radio(bus.objects())
    kept = [path for path, ssid in profiles(bus) if ssid == asked.ssid]
    if kept and not asked.password and asked.lock != "open":
        with bus.changes(device) as said:
            bus.call(MANAGER, NAME, "ActivateConnection", "ooo", kept[0], device, "/")
            return _ended(bus, device, said, asked)
    return _anew(bus, device, asked, kept)


def _anew(bus: Bus, device: str, asked: Asked, kept: list[str]) -> Outcome:
    """With what was typed, which takes the place of what was kept once it was taken."""
    with bus.changes(device) as said:
        try:
            path, _ = bus.call(
                MANAGER, NAME, "AddAndActivateConnection", "a{sa{sv}}oo", profile(asked), device,
                "/",
            )  # fmt: skip
        except SaidError:  # such as a password that is too short to be one
            return "failed" if asked.lock == "open" else "password"
        outcome = _ended(bus, device, said, asked)
    for each in kept if outcome == "joined" else [path]:
        delete(bus, each)
    return outcome


def _ended(bus: Bus, device: str, said: "deque[Message]", asked: Asked) -> Outcome:
    until, begun = time.monotonic() + SECONDS, False
    while time.monotonic() < until:
        heard = bus.heard(said, PATIENCE)
        if heard is None:
            bus.get(device, DEVICE, "State")
            continue
        state, reason = heard
        begun = begun or PREPARE <= state <= ACTIVATED
        if state == ACTIVATED:
            return "joined"
        if begun and (state == FAILED or state <= DISCONNECTED):
            return _why(bus, device, reason, asked)
    return "failed"


def _why(bus: Bus, device: str, reason: int, asked: Asked) -> Outcome:
    """A station that turns a password of WPA3 away counts for NetworkManager as not heard."""
    outcome = WHY.get(reason, "failed")
    if asked.lock == "open":
        return "failed" if outcome == "password" else outcome
    if outcome == "unheard" and not asked.hidden:
        found = networks(bus.objects(), device, set())
        return "password" if any(each.ssid == asked.ssid for each in found) else outcome
    return outcome


def delete(bus: Bus, path: str) -> None:
    """Forget a profile and its password; one that is gone already is forgotten."""
    with suppress(SaidError):
        bus.call(path, PROFILE, "Delete")


def forget(bus: Bus, ssid: bytes) -> None:
    """Forget a network; raises WifiError."""
    for path, known in list(profiles(bus)):
        if known == ssid:
            delete(bus, path)


def profile(asked: Asked) -> Profile:
    """What NetworkManager keeps of a network, as nm-settings-dbus(5) describes it."""
    made: Profile = {
        "connection": {"type": ("s", "802-11-wireless"), "id": ("s", readable(asked.ssid))},
        "802-11-wireless": {
            "ssid": ("ay", asked.ssid), "mode": ("s", "infrastructure"),
            "hidden": ("b", asked.hidden),
        },
        "ipv4": {"method": ("s", "auto")},
        "ipv6": {"method": ("s", "auto")},
    }  # fmt: skip
    if asked.lock in KEYS:
        made["802-11-wireless-security"] = {"key-mgmt": ("s", KEYS[asked.lock])}
    if asked.lock in ("password", "wpa3"):
        made["802-11-wireless-security"]["psk"] = ("s", asked.password)
    if asked.lock == "account":
        made["802-1x"] = _account(asked)
    return made


def _account(asked: Asked) -> dict[str, tuple[str, Any]]:
    """PEAP with MSCHAPv2; whoever checks the account must prove that it is ``server``, by a
    certificate of those that this machine trusts, or the password would go to anybody."""
    return {
        "eap": ("as", ["peap"]), "phase2-auth": ("s", "mschapv2"),
        "identity": ("s", asked.user), "password": ("s", asked.password),
        "system-ca-certs": ("b", True), "domain-suffix-match": ("s", asked.server),
    }  # fmt: skip
