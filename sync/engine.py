"""Moves records up and receipts and content down. Knows neither SQLite nor requests."""

import dataclasses
import random
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from sync import feed, protocol, sealing, wire
from sync.enrolment import Code, Enrolled, Request, fingerprint
from sync.errors import EnrolmentError, SignatureError, SyncError
from sync.protocol import Batch, Receipt, Reply
from sync.slices import Slice
from sync.trust import Keys, Trust


class Outbox(Protocol):
    """What the engine needs of the place where submissions wait."""

    def next_slice(self, budget: int) -> Slice:
        """The next records not held yet, of at most ``budget`` bytes in a batch."""

    def slice_after(self, seq: int, head: bytes, budget: int) -> Slice:
        """The records behind a sequence, of at most ``budget`` bytes in a batch."""

    def settle(self, receipt: Receipt, upto: int) -> None:
        """Take a receipt whose signature and nonce are good, for a batch that ended at ``upto``."""

    @property
    def waiting(self) -> int:
        """How many submissions have not arrived."""

    @property
    def unheld(self) -> int:
        """How many links of the chain the collector does not hold."""


class Content(Protocol):
    """What the engine needs of the place where the feed is kept."""

    @property
    def version(self) -> int:
        """Version of the newest complete index; 0 before the first."""

    def held(self) -> tuple[bytes, ...]:
        """Keys of items held that the complete index does not name."""

    def take(self, signed: bytes, index: feed.Index, items: dict[bytes, bytes]) -> bool:
        """Keep an index and items; True once every item of the index is here."""


class Carrier(Protocol):
    """Carries bytes to a collector and brings its answer."""

    def sync(self, batch: bytes) -> bytes:
        """Raises CarrierError."""

    def enrol(self, request: bytes) -> bytes:
        """Raises CarrierError, EnrolmentError."""


CARRIED = protocol.MAX_BATCH - 512
"""Bytes of records in one batch."""


@dataclass(frozen=True)
class Identity:
    """Who this device is, and whom it trusts."""

    signing: sealing.Signing
    enrolled: Enrolled
    trust: Trust


@dataclass(frozen=True)
class Outcome:
    """What one round trip did."""

    sent: int
    waiting: int
    feed_version: int
    server_time: int
    complete: bool
    """False when there is more to send or to fetch at once."""


def run_once(
    identity: Identity, outbox: Outbox, content: Content, carrier: Carrier, health: bytes = b""
) -> Outcome:
    """One round trip: a batch up; receipt, feed and server time down.

    ``health`` says how this device is, where that is new.

    Raises:
        CarrierError: the collector could not be reached, or something else answered.
        SignatureError, ProtocolError, FeedError: the answer is not to be trusted; nothing changed.
    """
    before = outbox.unheld
    batch = _batch(identity, outbox, content, health)
    reply = read_reply(identity, batch, carrier.sync(batch.encode(identity.signing.sign)))
    identity.trust.take(reply.keys)
    outbox.settle(reply.receipt, batch.last)
    fetched = _take_feed(identity, content, reply)
    left = outbox.unheld
    more = left not in (0, before)  # without progress there is nothing to hurry for
    return Outcome(
        len(batch.records), outbox.waiting, content.version, reply.receipt.server_time,
        fetched and not more,
    )  # fmt: skip


def _batch(identity: Identity, outbox: Outbox, content: Content, health: bytes) -> Batch:
    have = content.held()[:500]
    part = outbox.next_slice(protocol.MAX_BATCH - 512 - 34 * len(have))
    return Batch(
        identity.enrolled.device, part.first, part.previous, secrets.token_bytes(protocol.NONCE),
        content.version, part.records, have, identity.trust.keys.version,
        part.total, health,
    )  # fmt: skip


def carry_out(
    identity: Identity, outbox: Outbox, content: Content
) -> Iterator[tuple[Batch, bytes]]:
    """The batches that hold all that waits, with their bytes; one empty batch when nothing does.

    For a carrier that brings its answer another day: keep nonces and ends until then.
    """
    part = outbox.next_slice(CARRIED)
    while True:
        batch = Batch(
            identity.enrolled.device, part.first, part.previous,
            secrets.token_bytes(protocol.NONCE), content.version, part.records, (),
            identity.trust.keys.version, part.total,
        )  # fmt: skip
        yield batch, batch.encode(identity.signing.sign)
        heads = batch.heads()
        if not heads:
            return
        part = outbox.slice_after(part.first + len(heads) - 1, heads[-1], CARRIED)
        if not part.records:
            return


def carry_in(
    identity: Identity,
    outbox: Outbox,
    content: Content,
    answer: bytes,
    carried: Mapping[bytes, int],
) -> bytes:
    """Take a reply that was carried; gives the nonce it answers.

    ``carried`` maps the nonces of batches on their way to where those batches end.

    Raises:
        SignatureError, ProtocolError, FeedError: it is not to be trusted; nothing changed.
    """
    reply = _opened(identity, answer)
    receipt = reply.receipt
    if receipt.device != identity.enrolled.device or receipt.nonce not in carried:
        raise SignatureError("A receipt for another batch was offered and refused.")
    identity.trust.take(reply.keys)
    outbox.settle(receipt, carried[receipt.nonce])
    _take_feed(identity, content, reply)
    return receipt.nonce


def _opened(identity: Identity, answer: bytes) -> Reply:
    """The reply, when the newest of the keys that it leads to has signed it."""
    _, payload = wire.split(answer, protocol.MAX_REPLY, "a reply")
    reply = Reply.decode(payload)
    reply = dataclasses.replace(reply, keys=_unknown(identity, reply.keys))
    key, domain = identity.trust.ahead(reply.keys).receipt, protocol.REPLY_DOMAIN
    sealing.verify(key, domain, answer, protocol.MAX_REPLY, "a reply")
    return reply


def _unknown(identity: Identity, statements: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Without those that came another way since the batch left, as by the network and a stick."""
    here = identity.trust.keys.version
    return tuple(each for each in statements if Keys.decode(each[128:]).version > here)


def read_reply(identity: Identity, batch: Batch, answer: bytes) -> Reply:
    """The reply, when it is the collector's, for this device and for this batch."""
    reply = _opened(identity, answer)
    if (reply.receipt.device, reply.receipt.nonce) != (batch.device, batch.nonce):
        raise SignatureError("A receipt for another batch was offered and refused.")
    return reply


def _take_feed(identity: Identity, content: Content, reply: Reply) -> bool:
    if not reply.index:
        return True
    index = feed.open_index(reply.index, identity.trust.keys.feed, content.version)
    return content.take(reply.index, index, feed.check_items(index, reply.items))


def enrol(carrier: Carrier, code: Code, signing: sealing.Signing) -> tuple[bytes, Enrolled]:
    """Ask to be enrolled; gives the signed answer and what it says.

    Raises:
        CarrierError: the collector could not be reached.
        EnrolmentError: the code is wrong or used, or the answer is not this council's.
    """
    signed = carrier.enrol(Request.make(code, signing.public).encode())
    return signed, open_enrolled(signed, signing.public, code.fingerprint)


def open_enrolled(signed: bytes, device_key: bytes, letters: str | None = None) -> Enrolled:
    """Check an answer to an enrolment: by the root key whose fingerprint the code gave."""
    try:
        enrolled = Enrolled.decode(signed[64:])
        keys, domain = enrolled.keys, protocol.ENROLLED_DOMAIN
        sealing.verify(keys.receipt, domain, signed, protocol.MAX_ENROLMENT, "an enrolment")
    except SyncError as error:
        raise EnrolmentError("The answer to the enrolment is not one of a collector.") from error
    if letters is not None and fingerprint(keys.root) != letters:
        raise EnrolmentError("This code belongs to another council than the one that answered.")
    if enrolled.device_key != device_key:
        raise EnrolmentError("The answer to the enrolment is meant for another device.")
    return enrolled


@dataclass
class Loop:
    """Calls ``once`` for ever: soon after success or a wake, ever later after failure."""

    once: Callable[[], Outcome]
    wait: Callable[[float], bool]
    """Waits so many seconds, or less when woken; False to stop."""
    every: float = 60.0
    """Seconds between two round trips when there is nothing to send."""
    longest: float = 900.0
    """Seconds between two tries at most while the network is away."""
    log: Callable[[str], None] = lambda line: None
    failures: int = 0
    heard: float = 0.0
    """Monotonic time of the last good round trip; 0 before the first."""

    def run(self) -> None:
        """Run until ``wait`` says stop; no error ends it, for what waits has to go one day."""
        while self.wait(self._step()):
            pass

    def _step(self) -> float:
        try:
            outcome = self.once()
        except Exception as error:  # one that nobody thought of must not keep it here for ever
            self.failures += 1
            self.log(f"sync failed: {type(error).__name__}")
            return self.pause()
        self.failures = 0
        self.heard = time.monotonic()
        return 0.0 if not outcome.complete else self.pause()

    def pause(self) -> float:
        """Seconds to the next try: spread at random, so that many kiosks never come at once."""
        if not self.failures:
            return self.every * random.uniform(0.5, 1.5)
        ceiling = min(self.longest, 2.0 * 2 ** min(self.failures, 16))
        return random.uniform(ceiling / 4, ceiling)
