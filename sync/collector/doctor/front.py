"""The web server in front as a browser meets it: its certificate, and which TLS it speaks.

By the standard library's ``ssl``, and with the authorities that this machine trusts. What it must
refuse is what RFC 8996 (TLS 1.0 and 1.1) and RFC 9325, section 4.2, say: key exchange by RSA alone
and ciphers that do not authenticate.
"""

import socket
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from sync.collector import config
from sync.collector.errors import ConfigError
from sync.collector.place import Place
from sync.findings import Finding

NEAR_ITS_END = 21 * 86_400
"""Seconds; whoever renews by itself does so a month before."""
WAIT = 5.0
WEAK = "kRSA:3DES:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"
OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
Where = tuple[str, int]


def front(place: Place) -> Iterator[Finding]:
    """Look at the address of the settings; nothing where pages are not over HTTPS."""
    try:
        found = config.load(place)
    except ConfigError:
        return  # told of already
    if found.https:
        parts = urlsplit(found.address or f"https://{found.hosts[0]}")
        yield from look((parts.hostname or "", parts.port or 443))


def look(where: Where) -> Iterator[Finding]:
    """Its certificate first, for without one that is trusted the rest is worth little."""
    try:
        ends = _certificate(where)
    except ssl.SSLCertVerificationError as error:
        yield Finding(
            "front", "bad", f"Browsers and kiosks do not trust {where[0]}: {error.verify_message}.",
            "Give the web server in front a certificate for this name, with those it hangs from.",
        )  # fmt: skip
        return
    except (OSError, ValueError) as error:
        yield Finding(
            "front", "warn", f"{where[0]} does not answer over TLS ({type(error).__name__}).",
            'Look at it from elsewhere, or write its address = "https://..." into the settings.',
        )  # fmt: skip
        return
    days = int(ends - time.time()) // 86_400
    yield from _age(where, days)
    yield from _refusals(where)


def _age(where: Where, days: int) -> Iterator[Finding]:
    said = f"The certificate of {where[0]} is trusted, for {days} more days."
    soon = days * 86_400 < NEAR_ITS_END
    do = "Renew it; look why that did not happen by itself." if soon else ""
    yield Finding("front", "warn" if soon else "ok", said, do)


def _refusals(where: Where) -> Iterator[Finding]:
    """What a web server must not agree to, however it is asked."""
    taken = [version.name.replace("v", " ").replace("_", ".") for version in OLD
             if _agrees(where, version, "ALL:@SECLEVEL=0")]  # fmt: skip
    taken += ["weak ciphers"] if _agrees(where, ssl.TLSVersion.TLSv1_2, WEAK) else []
    if taken:
        yield Finding(
            "tls", "bad", f"{where[0]} still speaks {', '.join(taken)}.",
            "Let the web server in front speak TLS 1.2 and 1.3 only, as the guide's sample does.",
        )  # fmt: skip
    else:
        yield Finding("tls", "ok", f"{where[0]} speaks nothing older than TLS 1.2.")


def _certificate(where: Where) -> float:
    """When it ends. Raises OSError, of which SSLCertVerificationError says why not trusted."""
    with (
        socket.create_connection(where, WAIT) as link,
        ssl.create_default_context().wrap_socket(link, server_hostname=where[0]) as secured,
    ):
        return float(ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"])))


def _agrees(where: Where, version: ssl.TLSVersion, ciphers: str) -> bool:
    """Whether it speaks this with who can do nothing else; nothing is sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(ciphers)
    context.minimum_version = context.maximum_version = version
    try:
        with (
            socket.create_connection(where, WAIT) as link,
            context.wrap_socket(link, server_hostname=where[0]),
        ):
            return True
    except OSError:
        return False
