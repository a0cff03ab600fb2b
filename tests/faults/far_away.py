"""``python -m tests.faults.far_away``: a library's day over a slow link that fails, byte by byte.

Kiosk and collector stand in two network namespaces, joined by a link of 100 kbit/s. The day has a
good morning, hours without a link, an afternoon where connections break at random bytes, and a good
evening. Prints what crossed the wire, as the network card counted it. Needs root.

examples:
  python -m tests.faults.far_away                   60 submissions
  python -m tests.faults.far_away --submissions 12 --rate 30kbit
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.errors import SyncError
from tests.faults.cuts import Proxy
from tests.journeys.parts import CollectorProcess, Kiosk

NEAR, FAR = "10.213.47.2", "10.213.47.1"
PARTS = ("morning", "no link", "breaking", "evening")
TRIES = 10


def possible() -> str:
    """Empty when this machine lets us make namespaces, else the reason."""
    if os.geteuid() != 0:
        return "needs root"
    if not shutil.which("ip") or not shutil.which("tc"):
        return "iproute2 is not installed"
    name = f"cs-try-{os.getpid()}"
    done = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if done.returncode:
        return "this machine makes no network namespaces"
    subprocess.run(["ip", "netns", "del", name], check=False)
    return ""


@dataclass
class Link:
    """Two ends of a cable: the kiosk's in a namespace of its own."""

    space: str
    far: str

    def set(self, state: str) -> None:
        _ip("link", "set", self.far, state)

    def bytes(self) -> tuple[int, int]:
        """Bytes that came from the kiosk, and that went to it, headers of every layer included."""
        folder = Path(f"/sys/class/net/{self.far}/statistics")
        up, down = ((folder / f"{way}_bytes").read_text() for way in ("rx", "tx"))
        return int(up), int(down)


@contextmanager
def link(rate: str) -> Iterator[Link]:
    """A link that goes away afterwards."""
    made = Link(f"cs-hub-{os.getpid()}", f"csf{os.getpid() % 100000}")
    near = f"csn{os.getpid() % 100000}"
    _ip("netns", "add", made.space)
    try:
        _ip("link", "add", made.far, "type", "veth", "peer", "name", near, "netns", made.space)
        _ip("addr", "add", f"{FAR}/30", "dev", made.far)
        _ip("link", "set", made.far, "up")
        _ip("-n", made.space, "addr", "add", f"{NEAR}/30", "dev", near)
        _ip("-n", made.space, "link", "set", near, "up")
        shape = ("root", "tbf", "rate", rate, "burst", "4kb", "latency", "800ms")
        _run("tc", "qdisc", "add", "dev", made.far, *shape)
        _run("tc", "-n", made.space, "qdisc", "add", "dev", near, *shape)
        yield made
    finally:
        subprocess.run(["ip", "link", "del", made.far], capture_output=True, check=False)
        _ip("netns", "del", made.space)


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def day(folder: Path, submissions: int, rate: str) -> list[dict[str, object]]:
    """A line for each part of the day; raises AssertionError when something is lost or twice."""
    collector = CollectorProcess(folder / "collector")
    collector.begin()
    collector.data.joinpath("collector.toml").write_text(f'hosts = ["{FAR}", "127.0.0.1"]\n')
    collector.start()
    proxy = Proxy(collector.port, FAR)
    try:
        with link(rate) as between:
            proxy.begin()
            code = collector.said("code").split()[0]
            lines = [_part(between, proxy, folder, part, submissions // 4, code) for part in PARTS]
        collector.said("read", "--once")
        shown = json.loads(collector.said("show", "--json"))
        assert (shown["submissions"], shown["set_aside"]) == (submissions // 4 * 4, 0), shown
        assert lines[-1]["waiting"] == 0
        return lines
    finally:
        proxy.close()
        collector.kill()


def _part(
    between: Link, proxy: Proxy, folder: Path, part: str, count: int, code: str
) -> dict[str, object]:
    between.set("down" if part == "no link" else "up")
    proxy.chance = 0.5 if part == "breaking" else 0.0
    proxy.cut(None)  # what the part before left would break the links of this one
    before = between.bytes()
    command = [sys.executable, "-m", "tests.faults.far_away", "--kiosk", str(folder / "kiosk")]
    command += ["--address", f"http://{FAR}:{proxy.port}", "--submissions", str(count)]
    command += ["--home"] if part == PARTS[-1] else []
    done = subprocess.run(
        ["ip", "netns", "exec", between.space, *command, "--code", code],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    up, down = (after - old for after, old in zip(between.bytes(), before, strict=True))
    return {"part": part, "up": up, "down": down, **json.loads(done.stdout)}


def kiosk(folder: Path, address: str, code: str, submissions: int, home: bool) -> None:
    """In the namespace: so many people, and a sync after each; ``home`` before all have left."""
    one = Kiosk(folder, address)
    if not (folder / "device.key").exists():
        one.enrol(code)
        _in_the_end(one)
    failed = trips = 0
    for number in range(submissions):
        one.report_light(f"lamp {number}")
        failed, trips = failed + (not _tried(one)), trips + 1
    if home:
        _in_the_end(one)
    print(
        json.dumps({"trips": trips, "failed": failed, "waiting": one.parts.outbox.waiting}),
        flush=True,
    )


def _in_the_end(one: Kiosk) -> None:
    """As a kiosk does that tries again: a poor link may reset a connection at any time."""
    for _ in range(TRIES):
        if _tried(one) and one.parts.outbox.waiting == 0:
            return


def _tried(one: Kiosk) -> bool:
    one.carrier.close()
    try:
        one.sync()
    except SyncError:
        return False
    return True


def main() -> int:
    """Run a day and print what crossed the wire."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.far_away", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--rate", default="100kbit", help="of the link, as tc writes it")
    parser.add_argument("--home", action="store_true", help=argparse.SUPPRESS)
    for hidden in ("--kiosk", "--address", "--code"):
        parser.add_argument(hidden, default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.kiosk:
        kiosk(Path(given.kiosk), given.address, given.code, given.submissions, given.home)
        return 0
    if reason := possible():
        print(f"This cannot be run here: {reason}.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        lines = day(Path(folder), given.submissions, given.rate)
    print(f"{'part of the day':<16}{'up':>10}{'down':>10}{'syncs':>8}{'failed':>8}{'waiting':>9}")
    for each in lines:
        print(
            f"{each['part']:<16}{each['up']:>10}{each['down']:>10}{each['trips']:>8}"
            f"{each['failed']:>8}{each['waiting']:>9}"
        )
    print(f"{given.submissions // 4 * 4} submissions: 0 lost, 0 twice")
    return 0


if __name__ == "__main__":
    sys.exit(main())
