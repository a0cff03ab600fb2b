"""Where a relay listens."""

import ipaddress
import socket

WAITING = 1024
"""Callers who have knocked and are not let in yet; who finds no room knocks a second later."""
IP_FREEBIND = 15
"""From linux/in.h: the address may come later than the kiosk starts."""


def place_of(listen: str) -> tuple[str, int]:
    """Address and port of ``192.0.2.5:8900`` or ``[2001:db8::5]:8900``; raises ValueError."""
    host, _, port = listen.rpartition(":")
    address = ipaddress.ip_address(host.strip("[]"))
    if host != (f"[{address}]" if address.version == 6 else str(address)):
        raise ValueError(f"{listen} is no address and port")
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"{listen} names no port")
    return str(address), int(port)


def opened(place: tuple[str, int]) -> socket.socket:
    """A socket that listens there; raises OSError when somebody else does."""
    server = socket.socket(socket.AF_INET6 if ":" in place[0] else socket.AF_INET)
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.setsockopt(socket.SOL_IP, IP_FREEBIND, 1)
        server.bind(place)
        server.listen(WAITING)
        server.setblocking(False)
    except OSError:
        server.close()
        raise
    return server
