"""Which addresses of other systems are taken: public ones, so that nobody inside is reached."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from sync.collector.errors import CollectorError

LONGEST = 500
NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "test",
          "home.arpa", "in-addr.arpa", "ip6.arpa", "invalid", "onion", "localdomain")  # fmt: skip
"""How names end that nobody outside can have (RFC 6761, RFC 6762, RFC 8375, ICANN)."""
CLOSED_4 = [ipaddress.IPv4Network(each) for each in (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
    "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4",
    "168.63.129.16/32",  # a cloud's own service for its machines, at a public address
)]  # fmt: skip
OPEN_6 = ipaddress.IPv6Network("2000::/3")
"""All that is in use for single machines; mapped, translated and local addresses lie outside."""
CLOSED_6 = [ipaddress.IPv6Network(each) for each in (
    "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)]  # fmt: skip
"""The IANA registries of special addresses (RFC 6890) within it: Teredo, 6to4, examples."""
ISATAP = {0x00005EFE, 0x02005EFE}
"""The third quarter of an address that carries an IPv4 address in its fourth (RFC 5214)."""


class Refused(CollectorError):
    """This address is not one that the collector calls; the message says why."""


@dataclass(frozen=True)
class Address:
    """An address that was looked at; where its name leads is looked at when it is called."""

    tls: bool
    host: str
    port: int
    path: str
    """With its query; begins with a slash."""

    @property
    def where(self) -> str:
        """Host and port, as they stand in an address and in the header ``Host``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"http{'s' if self.tls else ''}://{self.where}{self.path}"


def read(text: str, loopback: bool = False) -> Address:
    """Look at an address; ``loopback`` lets this machine be called too, without TLS.

    Raises:
        Refused: it is not the address of a public server, as far as it can be told by itself.
    """
    parts = _split(text)
    host, port = parts.hostname or "", _port(parts)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if loopback and host in ("127.0.0.1", "::1", "localhost"):
        return Address(parts.scheme == "https", host, port, path)
    if parts.scheme != "https":
        raise Refused("The address must begin with https://.")
    if port != 443 and port < 1024:
        raise Refused("The port must be 443, or 1024 and more.")
    _look(host)
    return Address(True, host, port, path)


def _split(text: str) -> SplitResult:
    plain = text.isascii() and text.isprintable() and not set(text) & set(' \\"<>^`{|}')
    if not plain or len(text) > LONGEST:
        raise Refused("Write the address without spaces and with plain letters, up to 500 of them.")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Refused("This is no address of the web.") from None
    if parts.scheme not in ("https", "http") or not parts.netloc:
        raise Refused("The address must begin with https://.")
    if "@" in parts.netloc or "%" in parts.netloc:
        raise Refused("The address must not hold a name or a password.")
    if "#" in text:
        raise Refused("The address must not hold a #.")
    return parts


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0 or parts.netloc.endswith(":"):
        raise Refused("The port of this address is no port.")
    return port or (443 if parts.scheme == "https" else 80)


def _look(host: str) -> None:
    try:
        open_to_all = is_public(host)
    except ValueError:  # a name, and no spelling of a number: the last label must have a letter
        open_to_all = NAME.fullmatch(host) is not None and len(host) <= 253
        labels = host.split(".")
        open_to_all &= not re.fullmatch(r"0x[0-9a-f]*", labels[-1])
        open_to_all &= not any(f".{host}".endswith(f".{each}") for each in INSIDE)
    if not open_to_all:
        raise Refused("This is not the address of a server on the open internet.")


def is_public(number: str) -> bool:
    """Whether an IP address as it is usually spelt is of the open internet; raises ValueError."""
    ip = ipaddress.ip_address(number)
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in each for each in CLOSED_4)
    if ip.scope_id or (int(ip) >> 32) & 0xFFFFFFFF in ISATAP:
        return False
    return ip in OPEN_6 and not any(ip in each for each in CLOSED_6)
