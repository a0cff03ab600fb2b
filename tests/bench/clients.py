"""``python -m tests.bench.clients KIND ADDRESS COUNT CHUNK [FOLDER]``: one way to send submissions.

Prints processor seconds, and seconds, of the sending alone as JSON. KIND is ours, json or openrosa.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import requests

from kiosk.visit import Finished
from tests.bench import civic
from tests.journeys.parts import Kiosk

Work = tuple[Callable[[], object], Callable[[], object]]
"""What comes before, and what is measured."""


def ours(address: str, count: int, chunk: int, folder: str) -> Iterable[Work]:
    """A kiosk with ``chunk`` submissions waiting each time."""
    kiosk = Kiosk(Path(folder), address)
    offer = kiosk.desk.offers()[0]
    said = list(civic.submissions(count))

    def submit(part: list[civic.Said]) -> None:
        for each in part:
            kiosk.desk.submit(Finished(offer.key, each.xml("1"), "en", False))
        kiosk.desk.hearing.wait()  # references are stretched beside, and that is not sending

    for at in range(0, count, chunk):
        yield lambda at=at: submit(said[at : at + chunk]), kiosk.sync
    yield lambda: None, kiosk.carrier.close


def plain_json(address: str, count: int, chunk: int, folder: str) -> Iterable[Work]:
    """One POST of JSON each, as somebody writes it with ``requests`` who keeps a connection."""
    session, bodies = requests.Session(), [each.json() for each in civic.submissions(count)]
    kind = {"Content-Type": "application/json"}

    def send() -> None:
        for body in bodies:
            session.post(address + "/json", data=body, headers=kind).raise_for_status()

    yield lambda: None, send


def openrosa(address: str, count: int, chunk: int, folder: str) -> Iterable[Work]:
    """HEAD and multipart POST each, with the headers that ODK Collect sends."""
    session, bodies = requests.Session(), [each.xml("1") for each in civic.submissions(count)]
    session.headers = {
        "User-Agent": "org.odk.collect.android/v2024.3.4 Dalvik/2.1.0 (Linux; U; Android 13)",
        "X-OpenRosa-Version": "1.0", "Date": "Tue, 24 Nov 2026 12:00:00 GMT",
        "Connection": "Keep-Alive", "Accept-Encoding": "gzip",
    }  # fmt: skip

    def send() -> None:
        device = "?deviceID=collect%3AN2bZ8qGxwYjv6PtR"
        for number, body in enumerate(bodies):
            session.head(f"{address}/submission{device}").raise_for_status()
            file = (f"Civic_2026-11-24_12-00-{number:02}.xml", body, "text/xml")
            sent = session.post(f"{address}/submission", files={"xml_submission_file": file})
            assert sent.status_code == 201

    yield lambda: None, send


KINDS = {"ours": ours, "json": plain_json, "openrosa": openrosa}


def main() -> None:
    """Send, then say what it took."""
    kind, address, count, chunk = sys.argv[1:5]
    assert urlsplit(address).hostname == "127.0.0.1"
    processor = seconds = 0.0
    for before, work in KINDS[kind](address, int(count), int(chunk), "".join(sys.argv[5:])):
        before()
        began, used = time.perf_counter(), time.process_time()
        work()
        processor += time.process_time() - used
        seconds += time.perf_counter() - began
    print(json.dumps({"processor": processor, "seconds": seconds}))


if __name__ == "__main__":
    main()
