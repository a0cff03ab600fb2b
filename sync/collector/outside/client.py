"""Calls a public server: the address that was looked at is the one that is called.

A name may lead to another machine a moment later. So it is asked for once, every machine it leads
to is looked at, and the connection is made to one of those by its number; TLS then checks the name.
"""

import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync.collector.outside import address
from sync.collector.outside.address import Address, Refused
from sync.collector.outside.talking import MOST, Answer, Failed, Request, ask, cut_off

WAIT = 5.0
"""Seconds to wait for the next bytes."""
LONGEST = 15.0
"""Seconds that a call takes at most, however slowly it is answered."""


def _numbers(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(each[4][0]) for each in found]


def _dial(number: str, port: int, wait: float) -> socket.socket:
    return socket.create_connection((number, port), wait)


@dataclass(frozen=True)
class Client:
    """Calls addresses that ``address.read`` let through."""

    loopback: bool = False
    """Whether this machine may be called too."""
    numbers: Callable[[str, int], list[str]] = _numbers
    """Name and port to every IP address it leads to; raises OSError."""
    dial: Callable[[str, int, float], socket.socket] = _dial
    longest: float = LONGEST

    def call(
        self, method: str, text: str, body: bytes = b"",
        headers: Mapping[str, str] | None = None, most: int = MOST,
    ) -> Answer:  # fmt: skip
        """Ask once, and read ``most`` bytes of the answer at most.

        Raises:
            Refused: the address is not one of a public server, or leads to another.
            Failed: there was no answer.
        """
        where = address.read(text, self.loopback)
        ends = time.monotonic() + self.longest
        link = self._link(where, self._looked_at(where))
        with cut_off(link, ends - time.monotonic()):
            return ask(where, link, Request(method, body, headers or {}, most))

    def _looked_at(self, where: Address) -> list[str]:
        """Every machine a name leads to; none of them may be inside."""
        try:
            found = self.numbers(where.host, where.port)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise Failed("This name is not known on the internet.", sent=False)
        if not all(self._may(where, each) for each in found):
            raise Refused("This name leads to a machine that is not on the open internet.")
        return found

    def _may(self, where: Address, number: str) -> bool:
        try:
            local = where.host in ("127.0.0.1", "::1", "localhost")
            if self.loopback and local and number in ("127.0.0.1", "::1"):
                return True
            return address.is_public(number)
        except ValueError:  # with a zone behind it, such as fe80::1%eth0
            return False

    def _link(self, where: Address, numbers: list[str]) -> socket.socket:
        for number in numbers[:3]:
            try:
                return self.dial(number, where.port, WAIT)
            except OSError:
                continue
        raise Failed("Nothing answers at this address.", sent=False)
