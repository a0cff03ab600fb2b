"""A TCP proxy on loopback that counts what crosses it, and can be as slow as a poor link."""

import queue
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

SEGMENT = 1448
"""Payload of a TCP segment on Ethernet, with timestamps."""
HEADERS = 52
"""Bytes of IPv4 and TCP before it, with timestamps."""
SEGS_OUT = 136
"""Where ``tcp_info`` (linux/tcp.h) has ``tcpi_segs_out``; ``tcpi_segs_in`` stands behind it."""


@dataclass
class Counted:
    """What crossed so far."""

    up: int = 0
    down: int = 0
    turns: int = 0
    """Round trips: how often bytes went up after the beginning or after bytes that came down."""
    connections: int = 0
    segments: int = 0
    """TCP segments of closed connections, both ways, acknowledgements too."""

    @property
    def payload(self) -> int:
        return self.up + self.down

    @property
    def wire(self) -> int:
        """Bytes with the headers of IP and TCP."""
        return self.payload + HEADERS * self.segments


class Proxy:
    """Counts; with ``delay`` seconds each way and ``rate`` bytes a second it is a poor link."""

    def __init__(self, port: int, delay: float = 0.0, rate: float = 0.0) -> None:
        self.target, self.delay, self.rate = port, delay, rate
        self.counted = Counted()
        self.last_up = False
        self.lines = {True: Line(rate), False: Line(rate)}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
        self.port = self.listener.getsockname()[1]
        self.ends: list[threading.Thread] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def settled(self) -> Counted:
        """What crossed, once every connection is closed."""
        for end in list(self.ends):
            end.join(timeout=20)
        return self.counted

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self.listener.accept()
                end = threading.Thread(target=self._join, args=(here,), daemon=True)
                self.ends.append(end)
                end.start()

    def _join(self, here: socket.socket) -> None:
        self.counted.connections += 1
        time.sleep(2 * self.delay)  # SYN and its answer
        there = socket.create_connection(("127.0.0.1", self.target))
        for each in (here, there):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pumps = [
            threading.Thread(target=self._pump, args=(here, there, True), daemon=True),
            threading.Thread(target=self._pump, args=(there, here, False), daemon=True),
        ]
        for pump in pumps:
            pump.start()
        for pump in pumps:
            pump.join()
        info = here.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
        self.counted.segments += sum(struct.unpack_from("II", info, SEGS_OUT))
        here.close()
        there.close()

    def _pump(self, source: socket.socket, sink: socket.socket, is_up: bool) -> None:
        waiting: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        sending = threading.Thread(target=_send, args=(waiting, sink), daemon=True)
        sending.start()
        with suppress(OSError):
            while data := source.recv(SEGMENT if self.rate else 65536):
                self._count(len(data), is_up)
                waiting.put((self.lines[is_up].passed(len(data)) + self.delay, data))
        waiting.put((time.monotonic() + self.delay, b""))
        sending.join()

    def _count(self, size: int, is_up: bool) -> None:
        if is_up:
            self.counted.up += size
            self.counted.turns += not self.last_up
        else:
            self.counted.down += size
        self.last_up = is_up


class Line:
    """One direction of a link that all connections share."""

    def __init__(self, rate: float) -> None:
        self.rate, self.free, self.lock = rate, 0.0, threading.Lock()

    def passed(self, size: int) -> float:
        """When the last byte of so many is through, headers of their segment included."""
        with self.lock:
            begin = max(self.free, time.monotonic())
            self.free = begin + ((size + HEADERS) / self.rate if self.rate else 0.0)
            return self.free


def _send(waiting: "queue.SimpleQueue[tuple[float, bytes]]", sink: socket.socket) -> None:
    with suppress(OSError):
        while True:
            moment, data = waiting.get()
            time.sleep(max(0.0, moment - time.monotonic()))
            if not data:
                sink.shutdown(socket.SHUT_WR)
                return
            sink.sendall(data)
