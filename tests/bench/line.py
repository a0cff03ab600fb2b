"""``python -m tests.bench.line``: what the line costs in bytes and in time, beside peers.

Peers in the same run: the same answers as JSON, gzipped JSON and OpenRosa XML; a plain fsync of the
same bytes on the same disk.
"""

import argparse
import gzip
import json
import os
import socket
import statistics
import tempfile
import threading
import time
from pathlib import Path

from kiosk.visit import Finished
from sync import fields
from tests.journeys.parts import PACK, CollectorProcess, Kiosk

TEXTS = [
    "The light by the park gate has been out since Sunday and it is very dark there.",
    "There is a deep hole in the pavement outside the bakery, my neighbour fell over it.",
    "Rubbish bags have been left behind the library for more than two weeks now.",
    "The noise from the building site starts before six in the morning.",
]


class CountingProxy:
    """A TCP proxy on loopback that counts bytes both ways."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.bytes = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            here, _ = self.listener.accept()
            there = socket.create_connection(("127.0.0.1", self.target))
            for a, b in ((here, there), (there, here)):
                threading.Thread(target=self._pump, args=(a, b), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        while data := source.recv(65536):
            self.bytes += len(data)
            sink.sendall(data)
        sink.close()


def answered(kiosk: Kiosk, number: int) -> Finished:
    """A report of a problem with real English text."""
    offer = next(each for each in kiosk.desk.offers() if "Report" in each.title["en"])
    answers = kiosk.desk.open_form(offer.key).start()
    answers.answer("/data/kind", ["light", "road", "rubbish", "noise"][number % 4])
    answers.answer("/data/where", f"{number % 90 + 1} Station Road, near the park")
    answers.answer("/data/danger", "no")
    answers.answer("/data/details", TEXTS[number % 4] + f" This is report {number}.")
    return Finished(offer.key, answers.finish(), "en", False)


def wire(kiosk: Kiosk, proxy: CountingProxy, count: int) -> int:
    """Bytes of TCP payload that ``count`` submissions cost in one sync."""
    for number in range(count):
        kiosk.desk.submit(answered(kiosk, number))
    before = proxy.bytes
    kiosk.sync()
    time.sleep(0.3)
    return proxy.bytes - before


def peers(kiosk: Kiosk) -> dict[str, float]:
    """Bytes a submission has in other forms, without any protocol around them."""
    instances = [answered(kiosk, number).instance_xml for number in range(100)]
    rows = [json.dumps({p: v for _, p, v in fields.values(each)}) for each in instances]
    return {
        "OpenRosa XML": statistics.mean(map(len, instances)),
        "JSON": statistics.mean(map(len, rows)),
        "gzipped JSON, 100 together": len(gzip.compress("\n".join(rows).encode())) / 100,
    }


def saving(kiosk: Kiosk, folder: Path) -> tuple[list[float], list[float]]:
    """Milliseconds from Finish to "Saved", and of a plain write and fsync."""
    saves, plain = [], []
    file = os.open(folder / "plain", os.O_WRONLY | os.O_CREAT, 0o600)
    for number in range(200):
        finished = answered(kiosk, number)
        kiosk.desk.hearing.wait()  # it stretches the reference of the one before, beside
        begun = time.perf_counter()
        kiosk.desk.submit(finished)
        saves.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        os.write(file, bytes(4096))
        os.fsync(file)
        plain.append((time.perf_counter() - begun) * 1000)
    return saves, plain


def report(folder: Path) -> dict[str, object]:
    """Run everything once."""
    collector = CollectorProcess(folder / "collector")
    collector.init()
    collector.said("publish", *map(str, PACK))
    collector.start()
    proxy = CountingProxy(collector.port)
    kiosk = Kiosk(folder / "kiosk", f"http://127.0.0.1:{proxy.port}")
    kiosk.enrol(collector.said("code").split()[0])
    first = wire(kiosk, proxy, 0)
    found: dict[str, object] = {
        f"first sync with {len(PACK)} forms, bytes": first,
        "nothing to send, bytes": wire(kiosk, proxy, 0),
        "1 submission, bytes": wire(kiosk, proxy, 1),
        "100 submissions, bytes each": wire(kiosk, proxy, 100) / 100,
        **{f"peer: {name}, bytes each": size for name, size in peers(kiosk).items()},
    }
    saves, plain = saving(kiosk, folder)
    found["Finish to Saved, ms (median)"] = statistics.median(saves)
    found["Finish to Saved, ms (p95)"] = statistics.quantiles(saves, n=20)[-1]
    found["peer: one fsync, ms (median)"] = statistics.median(plain)
    collector.kill()
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.line", description=__doc__)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = report(Path(folder))
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<45} {value:>12,.1f}")


if __name__ == "__main__":
    main()
