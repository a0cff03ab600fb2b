"""``python -m tests.faults.cuts``: a link that breaks at every byte of a request and of an answer.

A proxy stands between a real kiosk and a real collector process, lets so many bytes through, and
closes both ends. After each cut one good round trip must settle everything. With a relay between
the two, the link breaks before it or behind it.

examples:
  python -m tests.faults.cuts                   every byte
  python -m tests.faults.cuts --every 10        every tenth
  python -m tests.faults.cuts --relay behind    between the kiosk that passes on and the collector
"""

import argparse
import contextlib
import json
import random
import select
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from sync.carriers.http import HttpCarrier, Passed
from sync.errors import SyncError
from sync.relay.gate import Gate
from sync.relay.listener import Relay
from tests.journeys.parts import CollectorProcess, Kiosk


class Proxy:
    """Relays to one port, and closes once so many bytes went one way."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        """Listens on ``host`` once it is told to begin."""
        self.target = port
        self.chance = 0.0
        """How often a connection breaks at some byte of its own."""
        self._host = host
        self.limit: dict[str, int | None] = {"up": None, "down": None}
        self.passed = {"up": 0, "down": 0}
        self._server: socket.socket
        self.port = 0

    def begin(self) -> None:
        """Listen on a free port."""
        self._server = socket.create_server((self._host, 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, way: str | None, at: int = 0) -> None:
        """Close the next connection after ``at`` bytes of a way; None for never."""
        self.limit = {"up": None, "down": None}
        self.passed = {"up": 0, "down": 0}
        if way is not None:
            self.limit[way] = at

    def close(self) -> None:
        self._server.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                near, _ = self._server.accept()
                if random.random() < self.chance:
                    self.cut(random.choice(["up", "down"]), random.randrange(1, 900))
                elif self.chance:
                    self.cut(None)
                threading.Thread(target=self._relay, args=(near,), daemon=True).start()

    def _relay(self, near: socket.socket) -> None:
        with (
            near,
            contextlib.suppress(OSError),  # the collector may have been killed
            socket.create_connection(("127.0.0.1", self.target)) as far,
        ):
            ways = {near: ("up", far), far: ("down", near)}
            while self._pass(ways):
                pass

    def _pass(self, ways: dict[socket.socket, tuple[str, socket.socket]]) -> bool:
        ready, _, _ = select.select(list(ways), [], [], 30)
        for source in ready:
            way, target = ways[source]
            data, limit = source.recv(65536), self.limit[way]
            if not data:
                return False
            if limit is not None:
                data = data[: max(0, limit - self.passed[way])]
            target.sendall(data)
            self.passed[way] += len(data)
            if limit is not None and self.passed[way] >= limit:
                return False
        return bool(ready)


@contextlib.contextmanager
def line(port: int, relay: str) -> Iterator[tuple[Proxy, int]]:
    """A proxy on the way to the collector, and the port where the way begins."""
    with contextlib.ExitStack() as stack:
        if relay == "before":
            port = stack.enter_context(passing_on(port))
        proxy = Proxy(port)
        proxy.begin()
        stack.callback(proxy.close)
        begin = stack.enter_context(passing_on(proxy.port)) if relay == "behind" else proxy.port
        yield proxy, begin


@contextlib.contextmanager
def passing_on(port: int) -> Iterator[int]:
    """A relay to a port, without a limit to the requests of a minute; its own port.

    Like a kiosk that comes to a relay anew, each request has a connection of its own: on a kept one
    a cut would be counted from an earlier request on.
    """
    gates = Gate(1_000_000), Gate(1_000_000)
    made = Relay("127.0.0.1:0", lambda: Anew(f"http://127.0.0.1:{port}"), *gates)
    made.start()
    assert made.listening.wait(60)
    try:
        yield made.port
    finally:
        made.stop()


class Anew(HttpCarrier):
    """Keeps no connection."""

    def passing(
        self, path: str, body: bytes | None, start: int = 0
    ) -> contextlib.AbstractContextManager[Passed]:
        self.close()
        return super().passing(path, body, start)


def run(folder: Path, every: int = 1, relay: str = "") -> dict[str, int]:
    """Cut at every so many bytes of both ways; raises AssertionError when something is wrong.

    ``relay`` puts a kiosk that passes on between the two, and cuts ``before`` or ``behind`` it.
    """
    collector = CollectorProcess(folder / "collector")
    collector.begin()
    collector.start()
    try:
        with line(collector.port, relay) as (proxy, port):
            return _settled(folder, collector, proxy, port, every)
    finally:
        collector.kill()


def _settled(
    folder: Path, collector: CollectorProcess, proxy: Proxy, port: int, every: int
) -> dict[str, int]:
    kiosk = Kiosk(folder / "kiosk", f"http://127.0.0.1:{port}")
    kiosk.enrol(collector.said("code").split()[0])
    kiosk.sync()
    cuts, posted = _all_cuts(kiosk, proxy, every)
    collector.said("read", "--once")
    shown = json.loads(collector.said("show", "--json"))
    assert (shown["submissions"], shown["set_aside"]) == (posted, 0), shown
    return {"cuts": cuts, "submissions": posted}


def _all_cuts(kiosk: Kiosk, proxy: Proxy, every: int) -> tuple[int, int]:
    cuts = posted = 0
    for way in ("up", "down"):
        at, reached = 1, True
        while reached:
            seq = posted + 1
            kiosk.report_light(f"lamp {seq}")
            posted += 1
            proxy.cut(way, at)
            reached = _broken(kiosk)
            cuts += reached
            proxy.cut(None)
            kiosk.sync()
            assert kiosk.parts.outbox.state(seq) == "arrived"
            at += every
    return cuts, posted


def _broken(kiosk: Kiosk) -> bool:
    """Whether the round trip was cut; then what was saved is still only saved."""
    kiosk.carrier.close()  # a kept connection would have the bytes of an earlier trip
    try:
        kiosk.parts.sync(kiosk.carrier)
    except SyncError:
        assert kiosk.parts.outbox.waiting == 1
        return True
    assert kiosk.parts.outbox.waiting == 0
    return False


def main() -> int:
    """Run and print how many."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.cuts", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--every", type=int, default=1, help="bytes between two cuts")
    parser.add_argument("--relay", choices=["before", "behind"], default="", help="where it breaks")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = run(Path(folder), given.every, given.relay)
    print(f"{counts['cuts']} cuts, {counts['submissions']} submissions: 0 lost, 0 twice")
    return 0


if __name__ == "__main__":
    sys.exit(main())
