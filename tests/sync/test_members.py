"""Bad input: every member of every message at its limits, beyond, of another kind, or missing."""

from collections.abc import Callable
from typing import Any

import msgpack
import pytest

from sync import feed, protocol, sealing, wire
from sync.enrolment import Enrolled, Request
from sync.errors import ProtocolError
from sync.health import Health, Printer
from sync.protocol import Batch, Receipt, Reply
from sync.trust import Keys

KEY = sealing.Signing(bytes(range(32)))
ID, HASH = bytes(16), bytes(32)
ENTRY = feed.Entry(HASH, "form", 5)
MESSAGES: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "batch": (
        Batch.decode,
        Batch(ID, 1, HASH, ID, 3, (b"r",), (HASH,), 2, 9, b"h").encode(KEY.sign)[64:],
    ),
    "reply": (
        Reply.decode,
        Reply(Receipt(ID, ID, 1, HASH, 1, 1), b"i", (b"x",), (b"k",)).encode(KEY.sign)[64:],
    ),
    "request": (Request.decode, Request(ID, HASH, HASH).encode()),
    "enrolled": (Enrolled.decode, Enrolled(ID, HASH, b"s", "A", "B", 1).encode(KEY.sign)[64:]),
    "keys": (Keys.decode, Keys(1, 1, HASH, HASH, HASH, HASH).encode(KEY.sign, KEY.sign)[128:]),
    "health": (Health.decode, Health("0.2.0", 10, 20, 1, Printer.READY).encode()),
    "index": (feed.Index.decode, feed.Index(1, 1, 2, (ENTRY,)).encode(KEY.sign)[64:]),
}
TEXT_FREE = {("enrolled", 4), ("enrolled", 5), ("health", 1)}
"""Names of a council and a hub may be any text."""
ANY_BYTES = {("reply", 8), ("enrolled", 3), ("batch", 10)}
"""Looked at when they are opened; what a device says of itself, passed over when it is nothing."""


def wrong(value: Any, name: tuple[str, int]) -> list[Any]:
    """What no sender of ours puts there."""
    other = {int: ["1", b"1", None, 1.0, True], str: [b"x", 7, None], bytes: ["x", 7, None],
             list: [b"", {}, None, 3]}  # fmt: skip
    found: list[Any] = list(other[type(value)])
    if type(value) is bytes and name not in ANY_BYTES:
        found += [value[:-1], value + b"\0", b""]
    if type(value) is list:
        found += [[None], [7], ["x"], [b""], [[]], [[b"", "form", 1]]]
    if type(value) is int and name != ("reply", 7):
        found += [-1, 2**53, 2**63] if name[1] else [0, 2, 255]
    return found


@pytest.mark.parametrize("message", MESSAGES)
def test_a_wrong_member_is_one_kind_of_refusal(message: str) -> None:
    decode, payload = MESSAGES[message]
    decode(payload)
    values, refused = msgpack.unpackb(payload), 0
    for place, value in enumerate(values):
        for bad in wrong(value, (message, place)):
            changed = [*values[:place], bad, *values[place + 1 :]]
            with pytest.raises(ProtocolError):
                decode(wire.dump(changed))
            refused += 1
    short = values[:-2] if message == "batch" else values[:-1]
    for changed in (short, [*values, 0], [], values[::-1]):
        with pytest.raises(ProtocolError):
            decode(wire.dump(changed))
    for size in range(len(payload)):
        with pytest.raises(ProtocolError):
            decode(payload[:size])
    print(f"{message}: {refused + 4 + len(payload)} refused")
    with pytest.raises(ProtocolError):
        decode(payload + payload)


def test_a_batch_of_before_there_was_health_is_read() -> None:
    old = Batch.decode(wire.dump(parts(b"r")[:-1]))
    assert old == Batch.decode(wire.dump(parts(b"r"))) and old.health == b""


def test_a_batch_has_its_limits() -> None:
    most = protocol.MAX_RECORD
    assert Batch.decode(wire.dump(parts(b"x" * most))).records
    with pytest.raises(ProtocolError):
        Batch.decode(wire.dump(parts(b"x" * (most + 1))))
    assert Batch.decode(wire.dump([*parts(b"x")[:-1], b"h" * protocol.MAX_HEALTH])).health
    with pytest.raises(ProtocolError):
        Batch.decode(wire.dump([*parts(b"x")[:-1], b"h" * (protocol.MAX_HEALTH + 1)]))


def test_a_health_record_is_short_whatever_a_device_has() -> None:
    most = Health("x" * 40, 2**53 - 1, 2**53 - 1, 2**53 - 1, Printer.TROUBLE)
    assert len(most.encode()) <= protocol.MAX_HEALTH
    assert len(Health("0.2.0", 25_000, 30_000, 1_800_000_000).encode()) < 32


def parts(record: bytes) -> list[Any]:
    return [1, ID, 1, HASH, ID, 0, [record], [], 1, 1, b""]
