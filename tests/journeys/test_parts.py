"""Files larger than a batch: in parts, resumed after any cut, and erased with what named them."""

import os
import sqlite3
from pathlib import Path

import pytest

from kiosk.visit import Finished, SaveError
from sync import attachments, protocol
from sync.carriers.http import HttpCarrier
from sync.errors import CarrierError
from tests.journeys.parts import CollectorProcess, Kiosk

SIZES = {"small.svg": 900, "voice.ogg": 400_000, "photo.jpg": 170_001}


class Cutting:
    """A carrier that loses every second round trip, before or after it reached the collector."""

    def __init__(self, carrier: HttpCarrier) -> None:
        self.carrier, self.count = carrier, 0

    def sync(self, batch: bytes) -> bytes:
        self.count += 1
        if self.count % 4 == 1:
            raise CarrierError("cut")
        answer = self.carrier.sync(batch)
        if self.count % 4 == 3:
            raise CarrierError("cut")
        return answer

    def enrol(self, request: bytes) -> bytes:
        raise NotImplementedError


def post(kiosk: Kiosk, files: dict[str, bytes]) -> str:
    offer = next(each for each in kiosk.desk.offers() if "Report" in each.title["en"])
    answers = kiosk.desk.open_form(offer.key).start()
    answers.answer("/data/kind", "light")
    answers.answer("/data/where", "with pictures")
    answers.answer("/data/danger", "no")
    return kiosk.desk.submit(Finished(offer.key, answers.finish(), "en", False, files)).reference


def test_a_picture_and_a_voice_come_whole_over_a_link_that_breaks(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    files = {name: os.urandom(size) for name, size in SIZES.items()}
    said = post(kiosk, files)
    kiosk.report_light("after")
    assert kiosk.parts.outbox.waiting == 2
    line, largest = Cutting(kiosk.carrier), 0
    while kiosk.parts.outbox.waiting:
        part = kiosk.parts.outbox.next_slice(protocol.MAX_BATCH)
        largest = max(largest, sum(map(len, part.records)))
        try:
            kiosk.parts.sync(line)
        except CarrierError:
            kiosk.restart()
    print(f"round trips: {line.count}; largest batch: {largest} bytes")
    assert largest <= protocol.MAX_BATCH
    collector.said("read", "--once")
    assert drawings(collector) == files
    assert count(collector, "filepart") == 0
    collector.said("erase", said)
    assert drawings(collector) == {}
    for content in files.values():
        for path in collector.data.rglob("*"):
            assert not path.is_file() or content[:500] not in path.read_bytes(), path
    assert count(collector, "submission") == 1


def test_the_device_keeps_nothing_readable_of_a_file(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    content = b"CANARY-9931 " * 10_000
    post(kiosk, {"voice.ogg": content})
    for path in kiosk.data.rglob("*"):
        assert not path.is_file() or b"CANARY-9931" not in path.read_bytes()


def test_a_file_that_is_too_large_is_refused_before_anything_is_saved(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    with pytest.raises(SaveError, match="too large"):
        post(kiosk, {"voice.ogg": bytes(attachments.LARGEST + 1)})
    assert kiosk.parts.outbox.waiting == 0


def drawings(collector: CollectorProcess) -> dict[str, bytes]:
    with sqlite3.connect(collector.data / "collector.db") as db:
        return dict(db.execute("select name, content from collector_drawing").fetchall())


def count(collector: CollectorProcess, table: str) -> int:
    with sqlite3.connect(collector.data / "collector.db") as db:
        return int(db.execute(f"select count(*) from collector_{table}").fetchone()[0])


def test_a_part_that_lacks_sets_its_submission_aside(tmp_path: Path) -> None:
    cut = attachments.cut({"voice.ogg": os.urandom(150_000)})
    pieces = cut.files["voice.ogg"]
    assert isinstance(pieces, attachments.Pieces)
    contents = [attachments.part_of(each) or b"" for each in cut.parts]
    here = {attachments.digest(each): each for each in contents}
    assert len(attachments.join(pieces, here.get)) == 150_000
    del here[pieces.digests[1]]
    from sync.errors import CodecError

    with pytest.raises(CodecError, match="missing"):
        attachments.join(pieces, here.get)
