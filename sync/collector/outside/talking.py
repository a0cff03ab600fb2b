"""One question and its answer over a connection to another system, within bounds."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sync.collector.errors import CollectorError
from sync.collector.outside.address import Address

MOST = 64 << 10
"""Bytes of an answer that are read."""


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
    challenges: tuple[str, ...] = ()
    """How it wants to be told who asks."""


@dataclass(frozen=True)
class Request:
    """What is asked, and how much of an answer is read."""

    method: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    most: int = MOST


def ask(where: Address, link: socket.socket, request: Request) -> Answer:
    """Ask over a connection that is made; raises Failed."""
    sent = False
    try:
        spoken = http.client.HTTPConnection(where.host, where.port)
        spoken.sock = _secured(link, where.host) if where.tls else link
        named = {"Host": where.where, "User-Agent": "connected-society", "Connection": "close"}
        sent = True
        spoken.request(
            request.method, where.path, request.body or None, named | {**request.headers}
        )
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
        asked = answer.headers.get_all("WWW-Authenticate") or ()
        return Answer(answer.status, body, tuple(asked))


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "Its certificate is not good."
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    if isinstance(error, OSError):
        return "The connection broke off."
    return "Its answer cannot be understood."


@contextlib.contextmanager
def cut_off(link: socket.socket, seconds: float) -> Iterator[None]:
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
