"""Tells systemd that the window is open and still turns, so that one that hangs is started again.

The protocol is of sd_notify(3): words on a datagram socket that ``NOTIFY_SOCKET`` names.
"""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

from kivy.clock import Clock


def begin(environment: Mapping[str, str] = os.environ) -> None:
    """Say so from the first turn of the window's own loop on; nothing when nobody listens."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return
    Clock.schedule_once(lambda passed: tell(address, "READY=1"))
    if limit := int(environment.get("WATCHDOG_USEC", "0")):
        Clock.schedule_interval(lambda passed: tell(address, "WATCHDOG=1"), limit / 1e6 / 3)


def tell(address: str, words: str) -> None:
    """Send words to systemd; that it does not listen is no fault of the kiosk's."""
    name = "\0" + address[1:] if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(words.encode(), name)
