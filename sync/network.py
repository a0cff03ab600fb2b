"""Waiting that a new submission, a stop, or a network that comes back can cut short."""

import os
import random
import select
import socket
import time
from contextlib import suppress
from types import TracebackType

RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR = 0x1, 0x10, 0x100
"""Groups of rtnetlink(7): links, and addresses of both families."""
SETTLE_SECONDS = 5.0
"""A network that comes back is tried after up to this long, at random."""


class Waker:
    """Sleeps without using the processor until time, a wake or a stop."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._links = _netlink()
        self._stopped = False

    def wake(self) -> None:
        """Cut the wait short; from any thread."""
        with suppress(BlockingIOError):  # then it is awake already
            os.write(self._write, b"w")

    def stop(self) -> None:
        """Cut the wait short for good."""
        self._stopped = True
        self.wake()

    def wait(self, seconds: float) -> bool:
        """Wait; False when stopped."""
        until = time.monotonic() + seconds
        sources = [each for each in (self._read, self._links) if each is not None]
        left = seconds
        while not self._stopped:
            ready, _, _ = select.select(sources, [], [], max(0.0, left))
            if self._read in ready:
                self._drain()
                break
            if not ready:
                break
            if self._links in ready and self._links is not None:
                self._forget()
                until = min(until, time.monotonic() + random.uniform(0.2, SETTLE_SECONDS))
            left = until - time.monotonic()
        return not self._stopped

    def called(self) -> bool:
        """Whether a wait would be cut short now; for who works on in the meantime."""
        ready, _, _ = select.select([self._read], [], [], 0)
        return self._stopped or bool(ready)

    def _drain(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._read, 4096)

    def _forget(self) -> None:
        assert self._links is not None
        with suppress(OSError):  # an overrun only says that much has changed
            self._links.recv(65536)

    def __enter__(self) -> "Waker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._read)
        os.close(self._write)
        if self._links is not None:
            self._links.close()


def _netlink() -> socket.socket | None:
    """A socket that hears of links and addresses; None where the system has none."""
    try:
        links = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        links.bind((0, RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR))
        links.setblocking(False)
    except (OSError, AttributeError):
        return None
    return links
