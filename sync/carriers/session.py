"""How all is asked over HTTP: nothing that answers is remembered, and no answer takes for ever.

Another kiosk, and the page that stands before a library's Wi-Fi, answer over plain HTTP, so whoever
is on the building's network may answer in their name. A socket's timeout counts anew from each
byte: with one now and then, in the head of an answer or between its parts, what waits here would
never be sent by another way.
"""

import logging
import socket
import time
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.response import HTTPResponse

WHOLE_SECONDS = 300.0
"""A round trip over the poorest link still ends."""
logging.getLogger("urllib3").setLevel(logging.ERROR)  # it logs whole answers that it cannot read


def made() -> requests.Session:
    """A session that takes no cookies: they would pile up, and be sent until nothing takes them."""
    session = requests.Session()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.mount("http://", _Ending())
    return session


class _Line(socket.socket):
    """A connection on which an answer has to be whole by some time."""

    until = float("inf")

    def recv_into(self, *given: Any, **named: Any) -> int:
        if time.monotonic() > self.until:
            raise TimeoutError("the answer took too long")
        return super().recv_into(*given, **named)


class _Connection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        seconds = self.sock.gettimeout()
        self.sock = _Line(fileno=self.sock.detach())
        self.sock.settimeout(seconds)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        if isinstance(self.sock, _Line):
            self.sock.until = time.monotonic() + WHOLE_SECONDS
        return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _Ending(HTTPAdapter):
    """Without TLS alone: with it, only who holds the collector's certificate can answer at all."""

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        known = self.poolmanager.pool_classes_by_scheme
        self.poolmanager.pool_classes_by_scheme = {**known, "http": _Pool}
