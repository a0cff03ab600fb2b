"""Calls a public server: the address that was looked at is the one that is called.

A name may lead to another machine a moment later. So it is asked for once, every machine it leads
to is looked at, and the connection is made to one of those by its number; TLS then checks the name.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sync.collector.errors import CollectorError
from sync.collector.outside import address
from sync.collector.outside.address import Address, Refused

MOST = 64 << 10
"""Bytes of an answer that are read."""
WAIT = 5.0
"""Seconds to wait for the next bytes."""
LONGEST = 15.0
"""Seconds that a call takes at most, however slowly it is answered."""


class Failed(CollectorError):
    """There was no answer; ``sent`` tells whether the request may have been read all the same."""

    def __init__(self, text: str, sent: bool) -> None:
        super().__init__(text)
        self.sent = sent


@dataclass(frozen=True)
class Answer:
    """What came back. A redirect is an answer like any other, and never followed."""

    status: int
    body: bytes = field(repr=False)


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
        with _cut_off(link, ends - time.monotonic()):
            return _asked(where, link, Request(method, body, headers or {}, most))

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


@dataclass(frozen=True)
class Request:
    """What is asked, and how much of an answer is read."""

    method: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    most: int = MOST


def _asked(where: Address, link: socket.socket, request: Request) -> Answer:
    sent = False
    try:
        spoken = http.client.HTTPConnection(where.host, where.port)
        spoken.sock = _secured(link, where.host) if where.tls else link
        named = {"User-Agent": "connected-society", "Connection": "close", **request.headers}
        sent = True
        spoken.request(request.method, where.path, request.body or None, named)
        return _read(spoken, request.most)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failed(_reason(error), sent) from error


def _secured(link: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(link, server_hostname=host)


def _read(spoken: http.client.HTTPConnection, most: int) -> Answer:
    with contextlib.closing(spoken), spoken.getresponse() as answer:
        body = answer.read(most + 1)
        if len(body) > most:
            raise ValueError("too long")
        return Answer(answer.status, body)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "Its certificate is not good."
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    if isinstance(error, OSError):
        return "The connection broke off."
    return "Its answer cannot be understood."


@contextlib.contextmanager
def _cut_off(link: socket.socket, seconds: float) -> Iterator[None]:
    """End a call that takes too long; whoever waits for it is told that it broke off."""
    same = link.dup()  # TLS takes the first one over
    late = threading.Timer(max(0.0, seconds), _shut, [same])
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
        _shut(same)
        same.close()
        link.close()


def _shut(link: socket.socket) -> None:
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
