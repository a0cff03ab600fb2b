"""What a resident asked to be forgotten is gone, wherever a copy of it came to stand."""

import json

from sync import reference
from tests.collector.device import Device
from tests.journeys.parts import CollectorProcess


def test_a_copy_behind_a_gap_that_nobody_fills_is_forgotten_too(
    collector: CollectorProcess,
) -> None:
    """A kiosk was enrolled anew while a stick with the end of its old chain was on its way."""
    said = reference.new()
    first, again = Device(collector), Device(collector)
    first.seal(*(first.plain(f"lamp {number}", said=said) for number in range(3)))
    again.records = list(first.records)
    assert first.send().receipt.have == 3
    assert again.send(3).receipt.have == 0
    collector.said("read", "--once")
    before = json.loads(collector.said("show", "--json"))["submissions"]
    collector.said("erase", reference.digits(said))
    shown = json.loads(collector.said("show", "--json"))
    assert (shown["submissions"], shown["set_aside"]) == (before - 3, 0)
    for path in collector.data.rglob("*"):
        assert not path.is_file() or first.records[2] not in path.read_bytes(), path
