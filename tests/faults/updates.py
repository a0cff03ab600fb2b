"""``python -m tests.faults.updates``: a new version over a link that breaks at every byte, and onto
a kiosk that is killed at every write.

A real collector gives the pieces, by itself and through a kiosk that passes on; a proxy breaks the
link, and the kiosk starts anew after each break. In the end the version is there byte for byte, and
no more came than a piece too much.

examples:
  python -m tests.faults.updates                every 50th byte, every write
  python -m tests.faults.updates --every 1      every byte
"""

import argparse
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from kiosk.releases.own import Running
from kiosk.releases.shelf import Shelf
from kiosk.releases.updates import Updates
from sync.carriers.http import HttpCarrier
from tests.faults.cuts import Proxy, passing_on
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.kiosk.shop import PLATFORM, content, program

SIZE = 14_000
RARELY = 8
"""Behind a kiosk that passes on the link breaks at every so many-th of these bytes."""
KILLED = 9


@dataclass
class Fetching:
    """A kiosk, and a version that the council offers it."""

    kiosk: Kiosk
    new: Path
    shelf: Path

    def start(self, address: str) -> tuple[Updates, HttpCarrier]:
        """As after each start: nothing but the disk knows how far it is."""
        who = self.kiosk.parts.identity
        made = Updates(
            Shelf(self.shelf), Running("0.5.0", PLATFORM, self.shelf / "nowhere"),
            who.enrolled.device, self.kiosk.parts.updates()._items, lambda: who.trust.keys.root,
        )  # fmt: skip
        return made, HttpCarrier(address)

    def once(self, address: str) -> tuple[bool, int]:
        """One turn after a start: whether it is complete, and how many bytes came."""
        made, way = self.start(address)
        try:
            while made.turn(way, never):
                pass
        finally:
            way.close()
        return (self.shelf / "0.6.0").is_dir(), made.pieces.fetched

    def check(self) -> None:
        """It is there, byte for byte, and nothing else is."""
        assert content(self.shelf / "0.6.0") == content(self.new)
        left = {each.name for each in self.shelf.iterdir()} - {"0.6.0", "state.json", "pieces"}
        assert not left and not list((self.shelf / "pieces").iterdir())

    def forget(self) -> None:
        shutil.rmtree(self.shelf, ignore_errors=True)


def never() -> bool:
    """Nothing is more urgent."""
    return False


def offered(folder: Path, collector: CollectorProcess) -> Fetching:
    """A kiosk that has heard of a version."""
    new = program(folder / "new", "new", SIZE)
    file = str(folder / "new.release")
    named = ("--version", "0.6.0", "--platform", PLATFORM, "--out", file)
    collector.said("release", "make", str(new), *named)
    collector.said("release", "publish", file)
    kiosk = Kiosk(folder / "kiosk", collector.address)
    kiosk.enrol(collector.said("code").split()[0])
    kiosk.sync()
    return Fetching(kiosk, new, folder / "releases")


def cuts(fetching: Fetching, port: int, every: int) -> dict[str, int]:
    """Break the link after every so many bytes that come down."""
    fetching.forget()
    done, least = fetching.once(f"http://127.0.0.1:{port}")
    assert done
    fetching.check()
    proxy = Proxy(port)
    proxy.begin()
    at, count, most = 1, 0, 0
    while at < least + 600:
        fetching.forget()
        proxy.cut("down", at)
        done, came = fetching.once(f"http://127.0.0.1:{proxy.port}")
        count += not done
        proxy.cut(None)
        while not done:
            done, more = fetching.once(f"http://127.0.0.1:{proxy.port}")
            came += more
        fetching.check()
        most, at = max(most, came), at + every
    proxy.close()
    return {"cuts": count, "least": least, "most": most}


def kills(fetching: Fetching, address: str) -> int:
    """Kill the kiosk's process at every write that is meant to last; how many there are."""
    at = 0
    while True:
        at += 1
        fetching.forget()
        if not _killed(fetching, address, at):
            fetching.check()
            return at - 1
        done, _ = fetching.once(address)
        assert done, at
        fetching.check()


def _killed(fetching: Fetching, address: str, at: int) -> bool:
    """Whether a process that dies at its ``at``-th flush, new name or deletion died."""
    child = os.fork()
    if not child:
        left = [at]

        def dying(real: Callable[..., object]) -> Callable[..., object]:
            def call(*given: object, **named: object) -> object:
                left[0] -= 1
                if not left[0]:
                    os._exit(KILLED)
                return real(*given, **named)

            return call

        for name in ("fsync", "replace", "rename", "mkdir", "unlink", "symlink"):
            setattr(os, name, dying(getattr(os, name)))
        try:
            fetching.once(address)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, KILLED)
    return os.waitstatus_to_exitcode(status) == KILLED


def run(folder: Path, every: int) -> dict[str, int]:
    """Both; raises AssertionError when anything is lost, altered or left behind."""
    collector = CollectorProcess(folder / "collector")
    collector.init()
    collector.data.joinpath("collector.toml").write_text("pieces_a_minute = 1000000\n")
    collector.start()
    try:
        fetching = offered(folder, collector)
        with patch("os.fsync", lambda handle: None):  # no power is cut here, and it takes long
            found = cuts(fetching, collector.port, every)
            with passing_on(collector.port) as port:
                relayed = cuts(fetching, port, RARELY * every)
            found["relayed"], found["most"] = relayed["cuts"], max(found["most"], relayed["most"])
            return {**found, "kills": kills(fetching, collector.address)}
    finally:
        collector.kill()


def main() -> int:
    """Run and print how many."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.updates", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--every", type=int, default=50, help="bytes between two cuts")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.every)
    print(
        f"{found['cuts']} cuts, {found['relayed']} behind a kiosk that passes on,"
        f" {found['kills']} kills: always whole and the same; at most"
        f" {found['most']} bytes came, of {found['least']} that are needed"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
