"""Every value that travels between a kiosk and a collector; PROTOCOL.md gives each byte."""

import functools
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sync import wire
from sync.errors import ProtocolError

VERSION = 1
SYNC_PATH = "/v1/sync"
ENROL_PATH = "/v1/enrol"
PIECE_PATH = "/v1/piece/"
"""Before a device's id and a piece's hash, both as hexadecimal digits, with ``/`` between them."""
CONTENT_TYPE = "application/octet-stream"
MAX_BATCH = 64 * 1024
"""Bytes of a signed batch, so that resuming after a cut means sending one batch again."""
MAX_HEALTH = 64
"""Bytes of what a device says of itself in a batch."""
MAX_RECORD = MAX_BATCH - 512
"""Bytes of one record; with its batch's head and signature it still fits."""
MAX_REPLY = 4 * 1024 * 1024
"""Bytes of a signed reply; a feed that needs more comes in several."""
MAX_PIECE = 2 * 1024 * 1024
"""Bytes of a piece of a new version of the program, as it travels."""
MAX_ENROLMENT = 4 * 1024
MAX_STATEMENT = 1024
"""Bytes of a statement of keys."""
MOST_STATEMENTS = 1000
"""Statements of keys in one reply; more renewals than that no device sleeps through."""
DEVICE_ID = 16
HASH = 32
NONCE = 16

BATCH_DOMAIN = b"connected-society/1/batch\0"
REPLY_DOMAIN = b"connected-society/1/reply\0"
ENROLLED_DOMAIN = b"connected-society/1/enrolled\0"
KEYS_DOMAIN = b"connected-society/1/keys\0"
INDEX_DOMAIN = b"connected-society/1/index\0"

VOICE_META = "voice"
"""The part of a form's metadata that names a voice, of a form with one voice each."""

FORKED, REVOKED = 1, 2
"""Bits of a receipt's state."""

Signer = Callable[[bytes], bytes]
"""Gives the 64-byte Ed25519 signature of what it gets."""


def genesis(device: bytes) -> bytes:
    """The head of a device's chain before its first record."""
    return hashlib.blake2b(device, digest_size=HASH, person=b"cs-genesis").digest()


def chain(previous: bytes, record: bytes) -> bytes:
    """The head after ``record``: BLAKE2b-256 over the head before it and the record."""
    return hashlib.blake2b(previous + record, digest_size=HASH, person=b"cs-chain").digest()


def record_digest(record: bytes) -> bytes:
    """What tells a record from every other, on whatever chain it stands: its BLAKE2b-256."""
    return hashlib.blake2b(record, digest_size=HASH, person=b"cs-record").digest()


def heads(previous: bytes, records: Iterable[bytes]) -> list[bytes]:
    """The head after each of the records."""
    found = []
    for record in records:
        previous = chain(previous, record)
        found.append(previous)
    return found


@dataclass(frozen=True)
class Batch:
    """Records of one device, in the order of its chain; may be empty, to ask what is new."""

    device: bytes
    first: int
    """Sequence of the first record, from 1."""
    previous: bytes
    """Head of the chain before the first record."""
    nonce: bytes
    """Random; the receipt must carry it, so that an old receipt cannot be played again."""
    index_version: int
    """Version of the feed the device has; 0 before the first."""
    records: tuple[bytes, ...] = ()
    have: tuple[bytes, ...] = ()
    """Keys of feed items already received under a newer index that is not complete yet."""
    keys_version: int = 1
    """Version of the council's keys that the device goes by."""
    total: int = 0
    """Sequence of the newest record of the device; it tells how many wait."""
    health: bytes = b""
    """How the device is, as ``sync.health`` writes it; empty when nothing is new."""

    @property
    def last(self) -> int:
        """Sequence of its last record, or of the one before it when it has none."""
        return self.first - 1 + len(self.records)

    def encode(self, sign: Signer) -> bytes:
        """Signed bytes, at most MAX_BATCH; raises ProtocolError when the records are too many."""
        payload = wire.dump(
            [
                VERSION, self.device, self.first, self.previous, self.nonce, self.index_version,
                list(self.records), list(self.have), self.keys_version, self.total, self.health,
            ]
        )  # fmt: skip
        if len(payload) + wire.SIGNATURE > MAX_BATCH:
            raise ProtocolError("A batch may hold 64 KiB at most.")
        return sign(BATCH_DOMAIN + payload) + payload

    @classmethod
    def decode(cls, payload: bytes) -> "Batch":
        """Read the part behind the signature; who signed it is the caller's to check."""
        kinds = (int, bytes, int, bytes, bytes, int, list, list, int, int, bytes)
        values = wire.parse(payload, kinds, "a batch", left_out=b"")
        check_version(values[0])
        _all_bytes(values[6], MAX_RECORD)
        _all_bytes(values[7], HASH)
        if len(values[10]) > MAX_HEALTH:
            raise ProtocolError("What a device says of itself is too long.")
        return cls(
            wire.sized(values[1], DEVICE_ID, "device id"),
            wire.counted(values[2], "first sequence"),
            wire.sized(values[3], HASH, "chain head"),
            wire.sized(values[4], NONCE, "nonce"),
            wire.counted(values[5], "feed version"),
            tuple(values[6]),
            tuple(values[7]),
            wire.counted(values[8], "version of keys"),
            wire.counted(values[9], "newest sequence"),
            values[10],
        )

    def heads(self) -> list[bytes]:
        """The head of the chain after each record."""
        return self._heads

    @functools.cached_property
    def _heads(self) -> list[bytes]:
        return heads(self.previous, self.records)


def record_cost(record: bytes) -> int:
    """Bytes a record takes inside a batch."""
    return len(record) + (2 if len(record) < 256 else 3)


@dataclass(frozen=True)
class Receipt:
    """What a collector has of one device's chain. Only this changes the state of a submission."""

    device: bytes
    nonce: bytes
    """The nonce of the batch it answers."""
    have: int
    """Every record up to this sequence is held; may go down after a restore."""
    head: bytes
    """Head of the chain at ``have``; the device's own must be the same."""
    safe: int
    """Every record up to this sequence is in every backup that may still be restored."""
    server_time: int
    """Unix seconds; a floor for the device's clock."""
    forked: bool = False
    """Whether records of another branch of this device's chain are held too."""
    revoked: bool = False
    """Whether the council takes nothing more from this device."""


@dataclass(frozen=True)
class Reply:
    """The answer to a batch: receipt, and what is new in the feed."""

    receipt: Receipt
    index: bytes = b""
    """Signed feed index, or empty when the device has the newest."""
    items: tuple[bytes, ...] = ()
    """Feed items the device does not have."""
    keys: tuple[bytes, ...] = ()
    """Statements of keys that follow the device's; the reply is signed by the newest's."""

    def encode(self, sign: Signer) -> bytes:
        """Signed bytes; raises ProtocolError over MAX_REPLY."""
        r = self.receipt
        payload = wire.dump(
            [
                VERSION, r.device, r.nonce, r.have, r.head, r.safe, r.server_time,
                FORKED * r.forked + REVOKED * r.revoked, self.index, list(self.items),
                list(self.keys),
            ]
        )  # fmt: skip
        if len(payload) + wire.SIGNATURE > MAX_REPLY:
            raise ProtocolError("A reply may hold 4 MiB at most.")
        return sign(REPLY_DOMAIN + payload) + payload

    @classmethod
    def decode(cls, payload: bytes) -> "Reply":
        """Read the part behind the signature."""
        kinds = (int, bytes, bytes, int, bytes, int, int, int, bytes, list, list)
        values = wire.parse(payload, kinds, "a reply")
        check_version(values[0])
        _all_bytes(values[9], MAX_REPLY)
        _all_bytes(values[10], MAX_STATEMENT)
        if len(values[10]) > MOST_STATEMENTS:
            raise ProtocolError("A reply has more statements of keys than it may.")
        receipt = Receipt(
            wire.sized(values[1], DEVICE_ID, "device id"),
            wire.sized(values[2], NONCE, "nonce"),
            wire.counted(values[3], "HAVE mark"),
            wire.sized(values[4], HASH, "chain head"),
            wire.counted(values[5], "SAFE mark"),
            wire.counted(values[6], "server time"),
            bool(values[7] & FORKED),
            bool(values[7] & REVOKED),
        )
        return cls(receipt, values[8], tuple(values[9]), tuple(values[10]))


def check_version(value: int) -> None:
    """Raises ProtocolError for another version of the protocol than ours."""
    if value != VERSION:
        raise ProtocolError(
            f"The other end speaks version {value} of the protocol; this one speaks {VERSION}."
        )


def _all_bytes(values: list[object], limit: int) -> None:
    if not all(type(value) is bytes and 0 < len(value) <= limit for value in values):
        raise ProtocolError("A list of byte strings was expected; one of its parts is not.")
