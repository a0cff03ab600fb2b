"""TLS for a device whose clock is plainly wrong: a Raspberry Pi has none of its own.

The council's last receipt says a time that has certainly come. A certificate that was good for
longer than that is taken; all else about it is checked as ever. What the connection carries is
signed by itself, so that this is never the only guard.
"""

import hashlib
import os
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from sync.errors import CarrierError

NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL, for which Python has no name."""
LONGEST_SILENCE = 400 * 24 * 3600
"""Seconds; a clock that is further ahead of the last receipt is believed to be wrong."""


def plainly_wrong(floor: int, now: Callable[[], float] = time.time) -> bool:
    """Whether the clock cannot be right, by the server time last heard; 0 when none was."""
    return floor > 0 and not floor <= now() + 60 <= floor + LONGEST_SILENCE


class AtFloor(HTTPAdapter):
    """Speaks to the one certificate that was looked at beforehand, at the floor's time."""

    def __init__(self, address: str, floor: int, seconds: float) -> None:
        """Raises CarrierError when its certificate had run out before the floor."""
        self._context = _context()
        self._fingerprint = _looked_at(address, floor, self._context, seconds)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As requests does it, with our context and the one certificate."""
        kwargs |= {"ssl_context": self._context, "assert_fingerprint": self._fingerprint}
        super().init_poolmanager(*args, **kwargs)


def _context() -> ssl.SSLContext:
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or DEFAULT_CA_BUNDLE_PATH
    context = ssl.create_default_context(cafile=bundle)
    context.verify_flags |= NO_CHECK_TIME
    return context


def _looked_at(address: str, floor: int, context: ssl.SSLContext, seconds: float) -> str:
    """SHA-256 of the certificate, once its chain, its name and its end are good."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        with (
            socket.create_connection((host, parts.port or 443), seconds) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            known, whole = secure.getpeercert() or {}, secure.getpeercert(binary_form=True)
    except (OSError, ValueError) as error:
        raise CarrierError(
            f"The collector at {address} cannot be reached; check the network and the address."
            " What is saved here waits and goes later."
        ) from error
    if not whole or ssl.cert_time_to_seconds(str(known["notAfter"])) < floor:
        raise CarrierError(f"The certificate of {address} has run out; tell the council.")
    return hashlib.sha256(whole).hexdigest()
