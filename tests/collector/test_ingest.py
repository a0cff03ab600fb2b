"""Ingest is blind, keeps each record once, and says truly how much it has."""

import json
import shutil
import threading
import urllib.error
import urllib.request

import pytest

from sync import protocol, sealing
from tests.collector.device import Device, post
from tests.journeys.parts import CollectorProcess


def state(collector: CollectorProcess, device: Device) -> dict[str, object]:
    devices = json.loads(collector.said("devices", "--json"))
    return next(each for each in devices if each["id"] == device.enrolled.device.hex())


def test_the_same_batch_at_once_and_again_is_kept_once(collector: CollectorProcess) -> None:
    before = json.loads(collector.said("show", "--json"))["submissions"]
    device = Device(collector)
    device.seal(*(device.plain(f"lamp {number}") for number in range(12)))
    threads = [threading.Thread(target=device.send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    receipt = device.send().receipt
    head = protocol.heads(protocol.genesis(device.enrolled.device), device.records)[-1]
    assert (receipt.have, receipt.head, receipt.forked) == (12, head, False)
    collector.said("read", "--once")
    assert json.loads(collector.said("show", "--json"))["submissions"] == before + 12


def test_an_old_batch_does_not_take_the_mark_back(collector: CollectorProcess) -> None:
    device = Device(collector)
    device.seal(*(device.plain(f"lamp {number}") for number in range(5)))
    assert device.send().receipt.have == 5
    assert device.send(1, 2).receipt.have == 2
    assert state(collector, device)["have"] == 5
    assert device.send(6).receipt.have == 5


def test_a_gap_is_not_said_to_be_held_and_is_read_once_filled(collector: CollectorProcess) -> None:
    device = Device(collector)
    device.seal(*(device.plain(f"gap {number}") for number in range(6)))
    assert device.send(4).receipt.have == 0
    collector.said("read", "--once")
    held = json.loads(collector.said("show", "--json"))
    assert (held["unread"], held["set_aside"]) == (3, 0)
    assert device.send(1, 3).receipt.have == 3
    assert device.send(4).receipt.have == 6
    collector.said("read", "--once")
    assert json.loads(collector.said("show", "--json"))["unread"] == 0


def test_what_stands_behind_a_gap_is_not_held_however_long(collector: CollectorProcess) -> None:
    """A stick whose batches come out of order: believing them would let the kiosk forget a gap."""
    device = Device(collector)
    device.seal(*(device.plain(f"island {number}") for number in range(12)))
    assert device.send(4, 6).receipt.have == 0
    assert (
        device.send(7, 9).receipt.have == 0
    )  # what it follows is here, but what that follows is not
    assert device.send(10).receipt.have == 0
    collector.said("backup")
    assert device.send(1, 3).receipt.have == 3
    assert device.send(7, 9).receipt.have == 9  # the gap is closed, and with it all behind it
    assert device.send(13).receipt.have == 12
    collector.said("backup")
    assert device.send(13).receipt.forked is False
    collector.said("read", "--once")
    assert json.loads(collector.said("show", "--json"))["unread"] == 0


def test_both_branches_of_a_clone_are_kept_and_flagged(collector: CollectorProcess) -> None:
    before = json.loads(collector.said("show", "--json"))["submissions"]
    device = Device(collector)
    device.seal(device.plain("lamp 1"))
    device.send()
    shared = list(device.records)
    device.sealer.abandon()
    device.seal(device.plain("first twin"))
    device.send()
    device.records = shared
    device.sealer.abandon()
    device.seal(device.plain("second twin"), device.plain("second twin again"))
    receipt = device.send().receipt
    assert (receipt.have, receipt.forked, receipt.safe) == (3, True, 0)
    assert state(collector, device)["forked"] is True
    collector.said("read", "--once")
    assert json.loads(collector.said("show", "--json"))["submissions"] == before + 4


def test_what_is_no_batch_is_refused_without_details(collector: CollectorProcess) -> None:
    device = Device(collector)
    device.seal(device.plain("lamp"))
    good = device.batch()
    stranger = Device.__new__(Device)
    stranger.__dict__ |= device.__dict__ | {"signing": sealing.Signing.new()}
    wrong = [
        b"", b"x", bytes(64), good[:-1], good + b"x", good[:70] + b"\0" + good[71:],
        bytes([good[0] ^ 1]) + good[1:], stranger.batch(), b"<html>" * 50,
    ]  # fmt: skip
    for body in wrong:
        assert post(collector.address + protocol.SYNC_PATH, body) == (400, b"")
        status, said = post(collector.address + protocol.ENROL_PATH, body)
        assert status in (400, 403) and said == b""
    assert post(collector.address + protocol.SYNC_PATH, bytes(protocol.MAX_BATCH + 1))[0] == 413
    assert post(collector.address + protocol.ENROL_PATH, bytes(5000))[0] == 413
    with pytest.raises(urllib.error.HTTPError, match="405"):
        urllib.request.urlopen(collector.address + protocol.SYNC_PATH, timeout=60)
    assert state(collector, device)["have"] == 0


def test_of_a_revoked_device_nothing_is_taken(collector: CollectorProcess) -> None:
    device = Device(collector)
    device.seal(device.plain("lamp"))
    collector.said("devices", "--revoke", device.enrolled.device.hex())
    reply = device.send()
    assert (reply.receipt.revoked, reply.receipt.have, reply.index) == (True, 0, b"")
    collector.said("devices", "--readmit", device.enrolled.device.hex())
    receipt = device.send().receipt
    assert (receipt.revoked, receipt.have) == (False, 1)


def test_the_web_process_needs_no_private_key(collector: CollectorProcess) -> None:
    """With the folder of private keys gone, everything is taken in; only reading has to wait."""
    collector.kill()
    away = collector.data.parent / "away"
    shutil.move(collector.data / "reading", away)
    try:
        collector.start()
        device = Device(collector)
        device.seal(device.plain("lamp"))
        assert device.send().receipt.have == 1
    finally:
        shutil.move(away, collector.data / "reading")
    collector.said("read", "--once")
    assert json.loads(collector.said("show", "--json"))["unread"] == 0
